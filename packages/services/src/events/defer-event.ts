import type { Problem } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { spread } from "@showrunner/core/ids.ts";
import { eventKey, index, sortableTime } from "@showrunner/core/keys.ts";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";

const firstWaitMs = 30_000;
const longestWaitMs = 10 * 60_000;

/**
 * Puts an event back into the outbox, from where the sweeper sends it to the rules again after a wait: what its rules
 * must ask Trakt for is not to be had now. A queue counts its receives, and an outage is longer than those.
 */
export async function deferEvent(ctx: Services, accountId: string, eventId: string, problem: Problem): Promise<void> {
  for (;;) {
    const item = await ctx.store.get(eventKey(accountId, eventId));
    if (item === undefined) return;
    const { value: event, v } = parseItem(ChangeEvent, item);
    // Recorded, sent, and then for each wait put back and sent again.
    const waits = Math.max(0, Math.floor((v - 2) / 2));
    const asked = problem.retry.kind === "after" ? problem.retry.afterMs : 0;
    const waitMs = Math.max(asked, Math.min(firstWaitMs * 2 ** waits, longestWaitMs));
    const sendAt = ctx.clock.now() + waitMs - ctx.settings.outboxGraceMs;
    const outbox = index.outbox(spread(event.id, ctx.settings.shards));
    const waiting = { ...eventKey(accountId, eventId), data: event, ttl: item.ttl, v: v + 1 };
    const put = { ...waiting, gsi1pk: outbox, gsi1sk: `${sortableTime(sendAt)}#${event.id}` };
    if (!(await ctx.store.put(put, { kind: "version", v }))) continue;
    ctx.log({
      kind: "defect",
      where: "apply-rules",
      message: `the rules for ${event.id} wait ${Math.round(waitMs / 1000)} s for facts: ${problem.message}`,
    });
    return;
  }
}
