import type { HistoryItem } from "@showrunner/trakt/contract/sync.ts";
import * as z from "zod";

/** How often a show was played, and how Trakt came to know of it. */
export const PlayStats = z.object({
  plays: z.int(),
  scrobbles: z.int(),
  checkins: z.int(),
  /** Marked as watched by hand, or by an app. */
  seen: z.int(),
});
export type PlayStats = z.infer<typeof PlayStats>;

/** Plays of one show, by what Trakt says brought them in; an action that it may get later is a play and nothing else. */
export function playStats(plays: readonly Pick<HistoryItem, "action">[]): PlayStats {
  const count = (action: string): number => plays.filter((play) => play.action === action).length;
  return { plays: plays.length, scrobbles: count("scrobble"), checkins: count("checkin"), seen: count("watch") };
}

/** A person's history: all plays of episodes, or those of one show. */
export interface EpisodeHistory {
  all(): Promise<HistoryItem[]>;
  ofShow(showId: number): Promise<HistoryItem[]>;
}

/** Trakt gives 250 plays a page. */
const pageSize = 250;

/**
 * Reads how the plays of shows came about, which only the history says: of each show by itself, or all of it where that
 * takes fewer pages.
 *
 * @param plays how many there are of every show of the person.
 */
export async function statsReader(
  history: EpisodeHistory,
  plays: ReadonlyMap<number, number>,
  wanted: readonly number[],
): Promise<(showId: number) => Promise<PlayStats>> {
  const playsOf = (showId: number): number => plays.get(showId) ?? 0;
  const pagesOfEach = wanted.reduce((pages, id) => pages + Math.ceil(playsOf(id) / pageSize), 0);
  const allPlays = [...plays.values()].reduce((sum, count) => sum + count, 0);
  if (Math.ceil(allPlays / pageSize) >= pagesOfEach)
    return async (showId) => playStats(playsOf(showId) === 0 ? [] : await history.ofShow(showId));
  const byShow = Map.groupBy(await history.all(), (item) => item.show?.ids.trakt);
  return async (showId) => playStats(byShow.get(showId) ?? []);
}
