import type { Problem } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { spread } from "@showrunner/core/ids.ts";
import { eventKey, index, sortableTime } from "@showrunner/core/keys.ts";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";

const firstWaitMs = 30_000;
const longestWaitMs = 10 * 60_000;

/** How often an event of that version was put back: it is recorded, sent, and then for each wait put back and sent again. */
export function waitsOf(v: number): number {
  return Math.max(0, Math.floor((v - 2) / 2));
}

/**
 * Puts an event back into the outbox, from where the sweeper sends it to the rules again after a wait: what its rules
 * must ask Trakt for is not to be had now. A queue counts its receives, and an outage is longer than those.
 */
export async function deferEvent(ctx: Services, accountId: string, eventId: string, problem: Problem): Promise<void> {
  const asked = problem.retry.kind === "after" ? problem.retry.afterMs : 0;
  const waitMs = await keepWaiting(ctx, accountId, eventId, asked);
  if (waitMs === undefined) return;
  ctx.log({
    kind: "defect",
    where: "apply-rules",
    message: `the rules for ${eventId} wait ${Math.round(waitMs / 1000)} s for facts: ${problem.message}`,
  });
}

/**
 * The same without a word: for what is under way already, of which nothing may come. Each wait of an event is longer.
 *
 * @returns how long it waits, in milliseconds; undefined when the event is there no more.
 */
export async function keepWaiting(
  ctx: Services,
  accountId: string,
  eventId: string,
  leastMs = 0,
): Promise<number | undefined> {
  for (;;) {
    const item = await ctx.store.get(eventKey(accountId, eventId));
    if (item === undefined) return undefined;
    const { value: event, v } = parseItem(ChangeEvent, item);
    const waitMs = Math.max(leastMs, Math.min(firstWaitMs * 2 ** waitsOf(v), longestWaitMs));
    const sendAt = ctx.clock.now() + waitMs - ctx.settings.outboxGraceMs;
    const waiting = { ...eventKey(accountId, eventId), data: event, ttl: item.ttl, v: v + 1 };
    const put = { ...waiting, gsi1pk: outboxOf(ctx, eventId), gsi1sk: `${sortableTime(sendAt)}#${event.id}` };
    if (await ctx.store.put(put, { kind: "version", v })) return waitMs;
  }
}

/** Sends an event that waits to the rules at once; one that was sent meanwhile is left alone. */
export async function endWaiting(ctx: Services, accountId: string, eventId: string): Promise<void> {
  const item = await ctx.store.get(eventKey(accountId, eventId));
  if (item === undefined || item.gsi1pk !== outboxOf(ctx, eventId)) return;
  const { value: event, v } = parseItem(ChangeEvent, item);
  await ctx.queue.send("ChangeEvents", [{ body: { accountId, eventId }, group: accountId }]);
  const sent = { ...eventKey(accountId, eventId), data: event, ttl: item.ttl, v: v + 1 };
  // Its place in the timeline is when it was recorded. Whoever was faster has put it there, or back.
  const place = { gsi1pk: index.timeline(accountId), gsi1sk: `${event.recordedtime}#${event.id}` };
  await ctx.store.put({ ...sent, ...place }, { kind: "version", v });
}

function outboxOf(ctx: Services, eventId: string): string {
  return index.outbox(spread(eventId, ctx.settings.shards));
}
