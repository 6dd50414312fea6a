import * as z from "zod";

/** Replies about a movie or a show, and, where Trakt has the same ones, about its seasons and episodes. */

/** Counts are never required: what was not counted is none. */
const count = z.number().catch(0);

export const Alias = z.object({ title: z.string(), country: z.string().nullish() });
export type Alias = z.infer<typeof Alias>;

/** `release_type`: `premiere`, `limited`, `theatrical`, `digital`, `physical`, `tv` or `unknown`; the date has no time of day. */
export const Release = z.object({
  country: z.string(),
  certification: z.string().nullish(),
  release_date: z.string().nullish(),
  release_type: z.string().nullish(),
  /** The festival of a premiere, the format of a disc. */
  note: z.string().nullish(),
});
export type Release = z.infer<typeof Release>;

export const Certification = z.object({ certification: z.string(), country: z.string().nullish() });
export type Certification = z.infer<typeof Certification>;

/** Only movies have a tagline. */
export const Translation = z.object({
  title: z.string().nullish(),
  overview: z.string().nullish(),
  tagline: z.string().nullish(),
  language: z.string(),
  country: z.string().nullish(),
});
export type Translation = z.infer<typeof Translation>;

/** How often each of 1 to 10 was given. */
const Distribution = z.record(z.string(), z.number());

const elsewhere = z
  .object({ rating: z.number().nullish(), votes: z.int().nullish(), link: z.string().nullish() })
  .nullish();

/** Trakt's own rating, from 0 to 10; those of others only with `extended=all`, and then Trakt's is under `trakt`. */
export const Ratings = z.object({
  rating: z.number().nullish(),
  votes: z.int().nullish(),
  distribution: Distribution.nullish(),
  trakt: z.object({ rating: z.number(), votes: z.int(), distribution: Distribution }).nullish(),
  tmdb: elsewhere,
  imdb: elsewhere,
  metascore: elsewhere,
  rotten_tomatoes: elsewhere,
});
export type Ratings = z.infer<typeof Ratings>;

export const Stats = z.object({
  /** People who watched it at least once. */
  watchers: count,
  plays: count,
  collectors: count,
  /** Only shows: how many of their episodes were collected, by all collectors together. */
  collected_episodes: z.int().nullish(),
  comments: count,
  lists: count,
  votes: count,
  favorited: count,
});
export type Stats = z.infer<typeof Stats>;

export const Studio = z.object({
  name: z.string(),
  country: z.string().nullish(),
  ids: z.object({ trakt: z.int(), slug: z.string().nullish(), tmdb: z.int().nullish() }),
});
export type Studio = z.infer<typeof Studio>;

/** A trailer, teaser, clip or featurette; `size` is the height of its picture. */
export const Video = z.object({
  title: z.string().nullish(),
  url: z.string(),
  site: z.string().nullish(),
  type: z.string().nullish(),
  size: z.int().nullish(),
  official: z.boolean().nullish(),
  published_at: z.string().nullish(),
  country: z.string().nullish(),
  language: z.string().nullish(),
});
export type Video = z.infer<typeof Video>;

/** What comments like and dislike of a thing, as Trakt had it summed up. */
const sentiments = z.array(z.object({ sentiment: z.string(), comment_ids: z.array(z.int()).nullish() })).catch([]);
export const Sentiments = z.object({
  good: sentiments,
  bad: sentiments,
  analyzed_at: z.string().nullish(),
  comment_count: count,
});
export type Sentiments = z.infer<typeof Sentiments>;

/** How lists that contain a thing are narrowed and ordered. */
export const ContainingLists = {
  type: z.enum(["all", "personal", "official", "watchlists", "recommendations"]),
  sort: z.enum(["popular", "likes", "comments", "items", "added", "updated"]),
};

/** The orders of a thing's comments; `watched`, by how much of a show they saw, only of shows and seasons. */
export const CommentSort = z.enum(["newest", "oldest", "likes", "replies", "highest", "lowest", "plays", "watched"]);

const twoLetters = z.string().regex(/^[a-z]{2}$/, "must be two small letters");

/** ISO 3166-1 alpha-2: `us`. */
export const CountryCode = twoLetters;

/** ISO 639-1: `en`. */
export const LanguageCode = twoLetters;
