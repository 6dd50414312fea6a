import type { Episode, Movie, Show } from "@showrunner/core/media.ts";
import type { ListedItem } from "../item.ts";

export const aShow = (trakt = 1390): Show => ({
  title: `Show ${trakt}`,
  year: 2011,
  ids: { trakt, slug: `show-${trakt}` },
});

export const anEpisode = (season: number, number: number): Episode => ({
  season,
  number,
  title: `Episode ${season}×${number}`,
  ids: { trakt: 70_000 + season * 100 + number },
});

export const aMovie = (trakt = 1): Movie => ({ title: `Movie ${trakt}`, year: 2022, ids: { trakt } });

/** A few things of every kind; two seasons of one show, and a movie and a show with the same number. */
const things: readonly ListedItem[] = [
  { item_type: "movie", movie: aMovie(7) },
  { item_type: "show", show: aShow(7) },
  { item_type: "season", show: aShow(7), season: { number: 1 } },
  { item_type: "season", show: aShow(7), season: { number: 2 } },
  { item_type: "episode", show: aShow(7), episode: anEpisode(1, 2) },
  { item_type: "show", show: aShow(8) },
];

export function thing(at: number): ListedItem {
  const found = things[at % things.length];
  if (found === undefined) throw new Error(`no thing ${at}`);
  return found;
}
