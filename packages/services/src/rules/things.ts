import { Episode, Movie, Season, Show } from "@showrunner/core/media.ts";
import * as z from "zod";

/** What an event, or a row of a list, is about, as far as it names things. Trakt gives collected episodes no id. */
export const Things = z.object({
  item_type: z.string().optional(),
  movie: Movie.optional(),
  show: Show.optional(),
  season: Season.optional(),
  episode: Episode.partial({ ids: true }).optional(),
});
export type Things = z.infer<typeof Things>;

/** The season that is named, or that of the episode. */
export function seasonOf({ season, episode }: Things): number | undefined {
  return season?.number ?? episode?.season;
}

/**
 * The names of each thing, the narrowest first, by kind: `episode:1390:2:8`, `season:1390:2`, `show:1390`, `movie:7`. By
 * numbers rather than the ids of episodes and seasons, which are not always given.
 */
export function keysOf(things: Things): string[] {
  const { movie, show, episode } = things;
  const season = seasonOf(things);
  if (show === undefined) return movie === undefined ? [] : [`movie:${movie.ids.trakt}`];
  const { trakt } = show.ids;
  return [
    ...(episode === undefined ? [] : [`episode:${trakt}:${episode.season}:${episode.number}`]),
    ...(season === undefined ? [] : [`season:${trakt}:${season}`]),
    `show:${trakt}`,
  ];
}

/** The very thing that is meant: of a row, what its type says; the narrowest otherwise. */
export function ownKey(things: Things): string | undefined {
  const keys = keysOf(things);
  return keys.find((key) => key.startsWith(`${things.item_type}:`)) ?? keys[0];
}
