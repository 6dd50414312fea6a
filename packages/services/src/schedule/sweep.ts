import { messageOf } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { accountIdIn, channelHealthPrefix, eventKey, index, sortableTime } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { ActionRecord } from "@showrunner/core/records.ts";
import { isHeld, resend } from "../act/actions.ts";
import { channelHealthDue } from "../act/channel-health.ts";
import type { Services } from "../context.ts";
import { indexItems, parseItem } from "../stored.ts";
import { resendUndo } from "../undo/send.ts";
import { sendWait } from "../timing/waits.ts";

/** What most minutes have no use for, and takes rules, templates and calendars to load. */
const moving = () => import("../timing/move-held.ts");
const bundling = () => import("../timing/bundles.ts");
const approving = () => import("../approvals/approvals.ts");

/**
 * Makes good what a crash left half done: events whose sending was not recorded are sent again, and actions that are
 * due (retries, lost messages, claims of workers that died) as well. Sending twice is harmless.
 */
export async function sweep(ctx: Services): Promise<{ events: number; actions: number }> {
  let events = 0;
  let actions = 0;
  const now = ctx.clock.now();
  for (let shard = 0; shard < ctx.settings.shards; shard++) {
    const unsent = indexItems(ctx.store, index.outbox(shard), `${sortableTime(now - ctx.settings.outboxGraceMs)}~`);
    for await (const item of unsent) {
      const { value: event, v } = parseItem(ChangeEvent, item);
      await ctx.queue.send("ChangeEvents", [
        { body: { accountId: event.accountid, eventId: event.id }, group: event.accountid },
      ]);
      // Its place in the timeline is when it was recorded, however long it waited to be sent.
      const place = { gsi1pk: index.timeline(event.accountid), gsi1sk: `${event.recordedtime}#${event.id}` };
      const sent = { ...eventKey(event.accountid, event.id), data: event, ttl: item.ttl, ...place };
      await ctx.store.put({ ...sent, v: v + 1 }, { kind: "version", v });
      events += 1;
    }
    for await (const item of indexItems(ctx.store, index.due(shard), `${sortableTime(now)}~`)) {
      if (item.sk === "SETTINGS")
        await byItself(ctx, item, async () => (await moving()).moveHeld(ctx, accountIdIn(item), item));
      if (item.sk.startsWith("WAIT#")) await byItself(ctx, item, () => sendWait(ctx, item));
      if (item.sk.startsWith("UNDO#")) await resendUndo(ctx, item);
      if (item.sk.startsWith(channelHealthPrefix)) await byItself(ctx, item, () => channelHealthDue(ctx, item));
      if (item.sk.startsWith("APPROVAL#")) await (await approving()).sweepApproval(ctx, item);
      if (!item.sk.startsWith("ACTION#")) continue;
      const action = parseItem(ActionRecord, item);
      if (isHeld(action.value, now)) continue;
      if (action.value.state === "WAITING")
        await byItself(ctx, item, async () => (await bundling()).endHold(ctx, action));
      else await resend(ctx, action);
      actions += 1;
    }
  }
  if (events + actions > 0) ctx.log({ kind: "swept", events, actions });
  return { events, actions };
}

/** What fails for one person is told, tried again by the next sweep, and keeps nobody else waiting. */
async function byItself(ctx: Services, { sk }: Item, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    ctx.log({ kind: "defect", where: "sweep", message: `${sk}: ${messageOf(error)}` });
  }
}
