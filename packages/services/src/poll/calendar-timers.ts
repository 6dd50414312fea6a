import type { Scope } from "@showrunner/core/events/calendar.ts";
import { calendarKey, occurrencesOf, type CalendarRow } from "@showrunner/detect/calendar.ts";
import type { Services } from "../context.ts";
import { dropTimer, setTimer } from "../schedule/timers.ts";

/**
 * Makes the timers of a calendar what its rows say: new for what is new and still to come, moved for what moved,
 * gone for what left it before its time. What did not change costs no write.
 */
export async function changeTimers(
  ctx: Services,
  accountId: string,
  before: readonly CalendarRow[],
  after: readonly CalendarRow[],
  scope: Scope,
): Promise<void> {
  const now = ctx.clock.now();
  const was = new Map(before.map((row) => [calendarKey(row), row]));
  const work: Promise<void>[] = [];
  for (const row of after) {
    const former = was.get(calendarKey(row));
    was.delete(calendarKey(row));
    const formerDue = former === undefined ? [] : occurrencesOf(former, scope);
    for (const { dueAt, draft } of occurrencesOf(row, scope)) {
      const old = formerDue.find((one) => one.draft.identity === draft.identity && one.draft.type === draft.type);
      if (old?.dueAt === dueAt) continue;
      // New to us and already past: it is not ours to tell. Moved from the future into the past: it is true now.
      const stillToCome = Date.parse(dueAt) > now || (old !== undefined && Date.parse(old.dueAt) > now);
      if (stillToCome) work.push(setTimer(ctx, accountId, { dueAt, draft }));
    }
  }
  for (const gone of was.values())
    for (const { dueAt, draft } of occurrencesOf(gone, scope))
      if (Date.parse(dueAt) > now) work.push(dropTimer(ctx, accountId, draft));
  await Promise.all(work);
}
