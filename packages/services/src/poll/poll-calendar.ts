import type { Account } from "@showrunner/core/records.ts";
import { CalendarRow, diffCalendar, mergeCalendar } from "@showrunner/detect/calendar.ts";
import { readCalendar } from "@showrunner/trakt/calendar-chunks.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Calendars from "@showrunner/trakt/contract/calendars.ts";
import { calendarWindow, episodeRow, movieRow, rowsOf } from "./calendar-days.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import type { Offset } from "@showrunner/detect/occurrences.ts";
import type { Calendars as CalendarReads } from "./needs.ts";
import { forgetSnapshot, loadSnapshot, saveSnapshot } from "./snapshots.ts";
import { changeTimers } from "./calendar-timers.ts";

const feed = "calendar";

/**
 * Reads the person's own calendar: what came onto it and what moved become events, and each instant to come gets
 * a timer. The first read sets the timers and emits nothing.
 *
 * @returns how many events were new.
 */
export async function pollCalendar(
  ctx: Services,
  session: TraktSession,
  account: Account,
  reads: CalendarReads & { offsetsBefore: readonly Offset[] },
): Promise<number> {
  const now = ctx.clock.now();
  const { start_date, days, from, to } = calendarWindow(now, ctx.settings.calendarDays);
  const [finales, episodes, movies, streaming, discs] = await Promise.all([
    reads.finales ? readCalendar(session, Calendars.myFinales, { start_date, days, extended: "full" as const }) : [],
    readCalendar(session, Calendars.myShows, { start_date, days }),
    readCalendar(session, Calendars.myMovies, { start_date, days }),
    reads.streaming ? readCalendar(session, Calendars.myStreaming, { start_date, days }) : [],
    reads.discs ? readCalendar(session, Calendars.myDvd, { start_date, days }) : [],
  ]);
  const after = rowsOf(
    finales.map(episodeRow),
    episodes.map(episodeRow),
    movies.map((entry) => movieRow(entry)),
    streaming.map((entry) => movieRow(entry, "streaming")),
    discs.map((entry) => movieRow(entry, "disc")),
  );
  const snapshot = await loadSnapshot(ctx, account.id, feed, CalendarRow);
  const before = snapshot?.rows ?? [];
  const read = { before, after, window: { from, to }, now: new Date(now).toISOString() };

  const drafts = snapshot === undefined ? [] : diffCalendar(read);
  const recorded = await recordEvents(
    ctx,
    account,
    drafts.map((draft) => ({ draft })),
  );
  const merged = mergeCalendar(read);
  await changeTimers(
    ctx,
    account.id,
    { rows: before, offsets: reads.offsetsBefore },
    { rows: merged, offsets: reads.offsets },
    "mine",
  );
  await saveSnapshot(ctx, account.id, feed, snapshot, merged, { wholeAt: now });
  return recorded.fresh;
}

/** Forgets a person's calendar and its timers, so that it is seeded anew when a rule needs it again. */
export async function forgetCalendar(ctx: Services, accountId: string, offsets: readonly Offset[]): Promise<void> {
  const snapshot = await loadSnapshot(ctx, accountId, feed, CalendarRow);
  if (snapshot === undefined) return;
  await changeTimers(ctx, accountId, { rows: snapshot.rows, offsets }, { rows: [], offsets: [] }, "mine");
  await forgetSnapshot(ctx, accountId, feed);
}
