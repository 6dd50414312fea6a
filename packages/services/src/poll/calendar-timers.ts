import type { Scope } from "@showrunner/core/events/calendar.ts";
import type { CalendarRow } from "@showrunner/detect/calendar.ts";
import { type Offset, occurrencesIn } from "@showrunner/detect/occurrences.ts";
import type { Services } from "../context.ts";
import { dropTimer, setTimer } from "../schedule/timer-rows.ts";

/** The rows of a calendar, and the offsets that rules want of them. */
export interface TimedCalendar {
  rows: readonly CalendarRow[];
  offsets: readonly Offset[];
}

/**
 * Makes the timers of a calendar what its rows and offsets say: new for what is new and still to come, moved for what
 * moved, gone for what left it before its time. What did not change costs no write.
 */
export async function changeTimers(
  ctx: Services,
  accountId: string,
  before: TimedCalendar,
  after: TimedCalendar,
  scope: Scope,
): Promise<void> {
  const now = ctx.clock.now();
  const was = new Map(occurrencesIn(before.rows, scope, before.offsets).map((one) => [one.key, one]));
  const work: Promise<void>[] = [];
  for (const { key, happensAt, dueAt, draft } of occurrencesIn(after.rows, scope, after.offsets)) {
    const old = was.get(key);
    was.delete(key);
    if (old?.dueAt === dueAt) continue;
    // New to us and already past: it is not ours to tell, nor how long ago it was. Moved from the future into the past:
    // it is true now.
    const isAhead = Date.parse(dueAt) > now;
    const isNews = old === undefined ? isAhead && Date.parse(happensAt) > now : isAhead || Date.parse(old.dueAt) > now;
    if (isNews) work.push(setTimer(ctx, accountId, { dueAt, draft }));
  }
  // What has happened leaves the calendar in time, and may yet have to be told some hours after.
  for (const gone of was.values())
    if (Date.parse(gone.dueAt) > now && Date.parse(gone.happensAt) > now)
      work.push(dropTimer(ctx, accountId, gone.draft));
  await Promise.all(work);
}
