import * as z from "zod";

/** Trakt's ids of one thing; only `trakt` is always there. Trakt: standard media objects. */
export const Ids = z.object({
  trakt: z.int(),
  slug: z.string().nullish(),
  tvdb: z.int().nullish(),
  imdb: z.string().nullish(),
  tmdb: z.int().nullish(),
});
export type Ids = z.infer<typeof Ids>;

export const Show = z.object({ title: z.string(), year: z.int().nullish(), ids: Ids });
export type Show = z.infer<typeof Show>;

export const Movie = z.object({ title: z.string(), year: z.int().nullish(), ids: Ids });
export type Movie = z.infer<typeof Movie>;

export const Season = z.object({ number: z.int(), ids: Ids.partial().optional() });
export type Season = z.infer<typeof Season>;

export const Episode = z.object({
  season: z.int(),
  number: z.int(),
  title: z.string().nullish(),
  ids: Ids,
});
export type Episode = z.infer<typeof Episode>;

/** What Trakt calls the final states of a show. Trakt: show `status`. */
export const finalStatuses: readonly string[] = ["ended", "canceled"];

/** A show's facts that rules ask for: Trakt's `extended=full` summary, as last read. */
export const ShowFacts = Show.extend({
  status: z.string().nullish(),
  genres: z.array(z.string()).default([]),
  network: z.string().nullish(),
  country: z.string().nullish(),
  language: z.string().nullish(),
  certification: z.string().nullish(),
  runtime: z.number().nullish(),
  rating: z.number().nullish(),
  votes: z.int().nullish(),
  first_aired: z.string().nullish(),
  aired_episodes: z.int().nullish(),
});
export type ShowFacts = z.infer<typeof ShowFacts>;

/** A movie's facts that rules ask for: Trakt's `extended=full` summary, as last read. */
export const MovieFacts = Movie.extend({
  status: z.string().nullish(),
  released: z.string().nullish(),
  genres: z.array(z.string()).default([]),
  country: z.string().nullish(),
  language: z.string().nullish(),
  certification: z.string().nullish(),
  runtime: z.number().nullish(),
  rating: z.number().nullish(),
  votes: z.int().nullish(),
});
export type MovieFacts = z.infer<typeof MovieFacts>;

/** How far a person is with a show: aired episodes only, specials left out. Trakt: /shows/:id/progress/watched. */
export const Progress = z.object({
  aired: z.int(),
  completed: z.int(),
  last_watched_at: z.string().nullish(),
  reset_at: z.string().nullish(),
  seasons: z.array(z.object({ number: z.int(), aired: z.int(), completed: z.int() })),
  next_episode: Episode.nullish(),
  last_episode: Episode.nullish(),
});
export type Progress = z.infer<typeof Progress>;
