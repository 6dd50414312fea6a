import * as Core from "@showrunner/core/media.ts";
import * as z from "zod";

/** Trakt's standard media objects as its two backends answer them: what core knows of them, read tolerantly. */

// A nameless thing must not make a whole list unreadable.
const Title = z.string().catch("");
const Genres = z.array(z.string()).catch([]);

export const Show = Core.Show.extend({
  title: Title,
  /** Only the newer backend adds it to the minimal object. */
  aired_episodes: z.int().nullish(),
});
export type Show = z.infer<typeof Show>;

export const Movie = Core.Movie.extend({ title: Title });
export type Movie = z.infer<typeof Movie>;

export const Season = Core.Season;
export type Season = z.infer<typeof Season>;

export const Episode = Core.Episode;
export type Episode = z.infer<typeof Episode>;

/** `extended=full`; without it, all but title, year and ids is absent and `genres` is empty. */
export const ShowFacts = Core.ShowFacts.extend({ title: Title, genres: Genres });
export type ShowFacts = z.infer<typeof ShowFacts>;

/** `extended=full`; without it, all but title, year and ids is absent and `genres` is empty. */
export const MovieFacts = Core.MovieFacts.extend({ title: Title, genres: Genres });
export type MovieFacts = z.infer<typeof MovieFacts>;

/** `extended=full` adds what is after the ids. */
export const EpisodeFacts = Episode.extend({
  first_aired: z.string().nullish(),
  /** `standard`, `series_premiere`, `season_premiere`, `mid_season_finale`, `season_finale`, `series_finale` … */
  episode_type: z.string().nullish(),
  runtime: z.number().nullish(),
});
export type EpisodeFacts = z.infer<typeof EpisodeFacts>;

/** `extended=full`: how many episodes a season has, and how many of them have aired. */
export const SeasonFacts = z.object({
  number: z.int(),
  ids: Core.Ids.partial().optional(),
  title: z.string().nullish(),
  episode_count: z.int().nullish(),
  aired_episodes: z.int().nullish(),
  first_aired: z.string().nullish(),
});
export type SeasonFacts = z.infer<typeof SeasonFacts>;

/** With `include_stats`: plays, and the minutes that were watched and that are left. */
const ProgressStats = z
  .object({ play_count: z.number(), minutes_watched: z.number(), minutes_left: z.number().nullish() })
  .nullish()
  .catch(null);

/** How far a person is with a show; `seasons[].episodes` are the aired ones. */
export const Progress = Core.Progress.extend({
  seasons: z.array(
    z.object({
      number: z.int(),
      title: z.string().nullish(),
      aired: z.int(),
      completed: z.int(),
      episodes: z
        .array(z.object({ number: z.int(), completed: z.boolean(), last_watched_at: z.string().nullish() }))
        .nullish(),
      stats: ProgressStats,
    }),
  ),
  hidden_seasons: z.array(Season).catch([]),
  stats: ProgressStats,
});
export type Progress = z.infer<typeof Progress>;

/** A member that may be missing, or null, which is the same. */
const member = <Thing extends z.ZodType>(thing: Thing) =>
  z.union([thing, z.null().transform(() => undefined)]).optional();

/**
 * What lists have in common: `type` names which of the keys is there. Types that came later than this client
 * (`person` was one) pass, without the thing itself.
 */
export const listed = {
  type: z.preprocess((type) => type ?? "", z.string()),
  movie: member(Movie),
  show: member(Show),
  season: member(Season),
  episode: member(Episode),
};
