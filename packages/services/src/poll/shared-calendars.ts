import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { calendarKey, CalendarRow, mergeCalendar } from "@showrunner/detect/calendar.ts";
import { readCalendar } from "@showrunner/trakt/calendar-chunks.ts";
import * as Calendars from "@showrunner/trakt/contract/calendars.ts";
import { calendarWindow, episodeRow, movieFactsIn, movieRow, showFactsIn } from "./calendar-days.ts";
import { changeTimers } from "./calendar-timers.ts";
import type { Services } from "../context.ts";
import { rememberMovie, rememberShow } from "./facts.ts";
import { loadSnapshot, saveSnapshot } from "./snapshots.ts";
import { everybody } from "../schedule/timers.ts";
import { subscribersOf } from "../rules/triggers.ts";

const feed = "calendar";

async function anybodyWants(ctx: Services): Promise<boolean> {
  for (const type of sharedTypes) if ((await subscribersOf(ctx, type)).length > 0) return true;
  return false;
}

const sharedTypes: readonly EventType[] = ["show.premiering", "season.premiering", "movie.releasing"];

/**
 * Reads the calendars of all shows and movies once for everybody, and sets a timer for each premiere and release
 * to come; rules with `scope: all` hear of them when they fall due. Does nothing before it is time, or while no rule
 * wants it. Trakt's calendars of everything are not exhaustive.
 *
 * @returns how many premieres and releases were read.
 */
export async function readSharedCalendars(ctx: Services): Promise<number> {
  const now = ctx.clock.now();
  const snapshot = await loadSnapshot(ctx, everybody, feed, CalendarRow);
  if (snapshot !== undefined && now - snapshot.readAt < ctx.settings.sharedRefreshMs) return 0;
  if (!(await anybodyWants(ctx))) return 0;
  const { start_date, days, from, to } = calendarWindow(now, ctx.settings.calendarDays);
  const ask = { start_date, days, extended: "full" as const };
  const [newShows, seasonPremieres, movies] = await Promise.all([
    readCalendar(ctx.trakt, Calendars.allNewShows, ask),
    readCalendar(ctx.trakt, Calendars.allSeasonPremieres, ask),
    readCalendar(ctx.trakt, Calendars.allMovies, ask),
  ]);
  await Promise.all([
    ...[...newShows, ...seasonPremieres].map((entry) => rememberShow(ctx, showFactsIn(entry))),
    ...movies.map((entry) => rememberMovie(ctx, movieFactsIn(entry))),
  ]);
  const rows = new Map<string, CalendarRow>();
  // Season premieres hold the series premieres too: the key keeps one of each.
  for (const row of [...newShows.map(episodeRow), ...seasonPremieres.map(episodeRow), ...movies.map(movieRow)])
    if (row !== undefined) rows.set(calendarKey(row), row);

  const before = snapshot?.rows ?? [];
  const after = mergeCalendar({ before, after: [...rows.values()], window: { from, to } });
  await changeTimers(ctx, everybody, before, after, "all");
  await saveSnapshot(ctx, everybody, feed, snapshot, after, { wholeAt: now });
  return after.length;
}
