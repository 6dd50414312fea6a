import type { MovieFacts, ShowFacts } from "@showrunner/core/media.ts";
import { MovieFacts as MovieFactsSchema, ShowFacts as ShowFactsSchema } from "@showrunner/core/media.ts";
import type { CalendarRow } from "@showrunner/detect/calendar.ts";
import type * as Calendars from "@showrunner/trakt/contract/calendars.ts";
import type * as z from "zod";
import { compactEpisode, compactMovie, compactShow } from "./feeds/media.ts";

type EpisodeEntry = z.infer<typeof Calendars.myShows.reply>[number];
type MovieEntry = z.infer<typeof Calendars.myMovies.reply>[number];

const dayMs = 24 * 3_600_000;

/** The days that a calendar read covers: from yesterday, since the day's border is not everybody's. */
export function calendarWindow(
  now: number,
  days: number,
): { start_date: string; days: number; from: string; to: string } {
  const from = new Date(Math.floor(now / dayMs) * dayMs - dayMs);
  return {
    start_date: from.toISOString().slice(0, 10),
    days,
    from: from.toISOString(),
    to: new Date(from.getTime() + days * dayMs).toISOString(),
  };
}

export function episodeRow(entry: EpisodeEntry): CalendarRow | undefined {
  if (entry.first_aired == null) return undefined;
  return {
    kind: "episode",
    show: compactShow(entry.show),
    episode: compactEpisode(entry.episode),
    airs_at: entry.first_aired,
  };
}

export function movieRow(entry: MovieEntry): CalendarRow | undefined {
  if (entry.released == null) return undefined;
  return { kind: "movie", movie: compactMovie(entry.movie), released: entry.released };
}

/** The full facts that came with an entry of an `extended=full` calendar; they spare a call later. */
export function showFactsIn(entry: EpisodeEntry): ShowFacts {
  return ShowFactsSchema.parse(entry.show);
}

export function movieFactsIn(entry: MovieEntry): MovieFacts {
  return MovieFactsSchema.parse(entry.movie);
}
