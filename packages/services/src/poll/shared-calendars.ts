import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import { CalendarRow, mergeCalendar } from "@showrunner/detect/calendar.ts";
import { readCalendar } from "@showrunner/trakt/calendar-chunks.ts";
import * as Calendars from "@showrunner/trakt/contract/calendars.ts";
import * as z from "zod";
import { calendarWindow, episodeRow, movieFactsIn, movieRow, rowsOf, showFactsIn } from "./calendar-days.ts";
import { changeTimers } from "./calendar-timers.ts";
import type { Services } from "../context.ts";
import { rememberMovie, rememberShow } from "./facts.ts";
import { loadSnapshot, saveSnapshot } from "./snapshots.ts";
import { everybody } from "../schedule/timer-rows.ts";
import { dropUnwantedOffsets, hasSubscribers, sharedOffsets } from "../rules/triggers.ts";
import { load } from "../stored.ts";
import { calendarsFor, calendarsMark } from "./needs.ts";

const feed = "calendar";

const sharedTypes: readonly EventType[] = [
  "show.premiering",
  "season.premiering",
  "season.ending",
  "season.aired",
  "movie.releasing",
  "movie.streaming",
  "movie.on_disc",
];

/** What the shared calendars were last read for: the mark of it, and the offsets that their timers were set for. */
const Purpose = z.object({
  mark: z.array(z.string()),
  offsets: z.array(z.object({ type: z.string(), minutes: z.int() })),
});
const purposeKey = sharedKey("CALENDARPURPOSE");

/**
 * Reads the calendars of all shows and movies once for everybody, and sets a timer for each premiere, finale and
 * release to come; rules with `scope: all` hear of them when they fall due. Does nothing before it is time, unless a rule
 * wants what was not read yet, or while no rule wants it. Trakt's calendars of everything are not exhaustive.
 *
 * @returns how many entries were read.
 */
export async function readSharedCalendars(ctx: Services): Promise<number> {
  const now = ctx.clock.now();
  const snapshot = await loadSnapshot(ctx, everybody, feed, CalendarRow);
  const purpose = await load(ctx.store, Purpose, purposeKey);
  const isOld = snapshot === undefined || now - snapshot.readAt >= ctx.settings.sharedRefreshMs;
  if (isOld) await dropUnwantedOffsets(ctx);
  const wanted = new Set<EventType>();
  for (const type of sharedTypes) if (await hasSubscribers(ctx, type)) wanted.add(type);
  if (wanted.size === 0) return 0;
  const reads = calendarsFor((type) => wanted.has(type), await sharedOffsets(ctx));
  const known = new Set(purpose?.value.mark);
  // What is no longer wanted can wait for the next read.
  if (!isOld && calendarsMark(reads).every((one) => known.has(one))) return 0;

  const { start_date, days, from, to } = calendarWindow(now, ctx.settings.calendarDays);
  const ask = { start_date, days, extended: "full" as const };
  const [newShows, seasonPremieres, finales, movies, streaming, discs] = await Promise.all([
    readCalendar(ctx.trakt, Calendars.allNewShows, ask),
    readCalendar(ctx.trakt, Calendars.allSeasonPremieres, ask),
    reads.finales ? readCalendar(ctx.trakt, Calendars.allFinales, ask) : [],
    readCalendar(ctx.trakt, Calendars.allMovies, ask),
    reads.streaming ? readCalendar(ctx.trakt, Calendars.allStreaming, ask) : [],
    reads.discs ? readCalendar(ctx.trakt, Calendars.allDvd, ask) : [],
  ]);
  await Promise.all([
    ...[...newShows, ...seasonPremieres, ...finales].map((entry) => rememberShow(ctx, showFactsIn(entry))),
    ...[...movies, ...streaming, ...discs].map((entry) => rememberMovie(ctx, movieFactsIn(entry))),
  ]);
  // Season premieres hold the series premieres too.
  const rows = rowsOf(
    finales.map(episodeRow),
    seasonPremieres.map(episodeRow),
    newShows.map(episodeRow),
    movies.map((entry) => movieRow(entry)),
    streaming.map((entry) => movieRow(entry, "streaming")),
    discs.map((entry) => movieRow(entry, "disc")),
  );

  const before = snapshot?.rows ?? [];
  const after = mergeCalendar({ before, after: rows, window: { from, to } });
  await changeTimers(
    ctx,
    everybody,
    { rows: before, offsets: purpose?.value.offsets ?? [] },
    { rows: after, offsets: reads.offsets },
    "all",
  );
  await ctx.store.put({
    ...purposeKey,
    v: (purpose?.v ?? 0) + 1,
    data: { mark: calendarsMark(reads), offsets: [...reads.offsets] },
  });
  await saveSnapshot(ctx, everybody, feed, snapshot, after, { wholeAt: now });
  return after.length;
}
