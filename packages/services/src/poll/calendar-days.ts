import type { MovieFacts, ShowFacts } from "@showrunner/core/media.ts";
import { MovieFacts as MovieFactsSchema, ShowFacts as ShowFactsSchema } from "@showrunner/core/media.ts";
import { calendarKey, type CalendarRow } from "@showrunner/detect/calendar.ts";
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
  const finale = finaleIn(entry);
  return {
    kind: "episode",
    show: compactShow(entry.show),
    episode: compactEpisode(entry.episode),
    airs_at: entry.first_aired,
    ...(finale === undefined ? {} : { finale }),
  };
}

/** Only `extended=full` tells; the end of half a season is none of a season. */
function finaleIn({ episode }: EpisodeEntry): "season" | "series" | undefined {
  if (episode.episode_type === "series_finale") return "series";
  return episode.episode_type === "season_finale" ? "season" : undefined;
}

export function movieRow(entry: MovieEntry, release?: "streaming" | "disc"): CalendarRow | undefined {
  if (entry.released == null) return undefined;
  const row = { kind: "movie" as const, movie: compactMovie(entry.movie), released: entry.released };
  return release === undefined ? row : { ...row, release };
}

/** The rows of several calendars, one for each thing: an entry that is known to end its season says more. */
export function rowsOf(...calendars: readonly (readonly (CalendarRow | undefined)[])[]): CalendarRow[] {
  const rows = new Map<string, CalendarRow>();
  for (const row of calendars.flat()) {
    if (row === undefined) continue;
    const known = rows.get(calendarKey(row));
    if (known?.kind === "episode" && known.finale !== undefined) continue;
    rows.set(calendarKey(row), row);
  }
  return [...rows.values()];
}

/** The full facts that came with an entry of an `extended=full` calendar; they spare a call later. */
export function showFactsIn(entry: EpisodeEntry): ShowFacts {
  return ShowFactsSchema.parse(entry.show);
}

export function movieFactsIn(entry: MovieEntry): MovieFacts {
  return MovieFactsSchema.parse(entry.movie);
}
