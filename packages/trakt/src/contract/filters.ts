import * as z from "zod";

/**
 * Trakt's filters as query parameters: lists are sent comma-separated and mean "one of these", ranges are
 * `from-to`. Trakt: filters guide.
 */

const oneOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).readonly().optional();
const words = oneOf(z.string().min(1));
const code = (letters: number) =>
  oneOf(z.string().regex(new RegExp(`^[a-z]{${letters}}$`), `must be ${letters} small letters`));

/** `2016` or `2010-2019`. */
const Years = z.union([
  z.int().min(1000).max(9999),
  z.string().regex(/^\d{4}(-\d{4})?$/, "must be a year, or two with a hyphen"),
]);

/** Two numbers with a hyphen, the smaller first. */
const range = (most: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?-\d+(\.\d+)?$/, "must be a range: two numbers with a hyphen")
    .refine((text) => {
      const [from = 0, to = 0] = text.split("-").map(Number);
      return from <= to && to <= most;
    }, `must go from the smaller to the larger number, up to ${most}`);

const showStatuses = [
  "returning series",
  "continuing",
  "in production",
  "planned",
  "upcoming",
  "pilot",
  "canceled",
  "ended",
] as const;
const movieStatuses = ["released", "in production", "post production", "planned", "rumored", "canceled"] as const;

const common = {
  /** Looks in titles and descriptions. */
  query: z.string().min(1).optional(),
  years: Years.optional(),
  /** Slugs: `science-fiction`. */
  genres: words,
  subgenres: words,
  /** ISO 639-1: `en`. */
  languages: code(2),
  /** ISO 3166-1 alpha-2: `us`. */
  countries: code(2),
  /** Minutes. */
  runtimes: range(100_000).optional(),
  studio_ids: oneOf(z.int().min(1)),
  /** Trakt's ratings as percentages. */
  ratings: range(100).optional(),
  votes: range(100_000_000).optional(),
  tmdb_ratings: range(10).optional(),
  tmdb_votes: range(100_000_000).optional(),
  imdb_ratings: range(10).optional(),
  imdb_votes: range(100_000_000).optional(),
};

/** Of lists of movies. */
export const movieFilters = {
  ...common,
  /** Of the US: `pg-13`. */
  certifications: words,
  /** Trakt: movie `status`. */
  statuses: oneOf(z.enum(movieStatuses)),
  rt_meters: range(100).optional(),
  rt_user_meters: range(100).optional(),
  metascores: range(100).optional(),
};

/** Of lists of shows. */
export const showFilters = {
  ...common,
  /** Of the US: `tv-pg`. */
  certifications: words,
  network_ids: oneOf(z.int().min(1)),
  /** Names, in the first reference; Trakt has come to prefer ids. */
  networks: words,
  status: oneOf(z.enum(showStatuses)),
  /** The same, by the name that the newer backend knows it by. */
  statuses: oneOf(z.enum(showStatuses)),
  /** Only of shows' episodes: `standard`, `series_premiere` … */
  episode_types: words,
};

/** Of lists that hold both. */
export const mediaFilters = {
  ...movieFilters,
  ...showFilters,
  statuses: oneOf(z.enum([...showStatuses, ...movieStatuses])),
};

/** Every parameter that is a filter. */
export const filterNames: ReadonlySet<string> = new Set(Object.keys(mediaFilters));
