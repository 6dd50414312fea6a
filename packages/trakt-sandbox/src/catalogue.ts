import { readFileSync } from "node:fs";
import * as z from "zod";

const ExternalIds = z.object({
  tvdb: z.int().optional(),
  imdb: z.string().optional(),
  tmdb: z.int().optional(),
});
export type ExternalIds = z.infer<typeof ExternalIds>;

const Ids = ExternalIds.extend({ trakt: z.int(), slug: z.string() });

/** `[number, title, first aired (UTC, no zone letter needed), minutes, trakt id, other ids?]` */
export const EpisodeRow = z
  .tuple([z.int(), z.string().nullable(), z.string().nullable(), z.number().nullable(), z.int()])
  .rest(ExternalIds);
export type EpisodeRow = z.infer<typeof EpisodeRow>;

export const SeasonRow = z.object({ number: z.int(), trakt: z.int(), episodes: z.array(EpisodeRow) });
export type SeasonRow = z.infer<typeof SeasonRow>;

const facts = {
  title: z.string(),
  year: z.int().nullable(),
  ids: Ids,
  runtime: z.number().optional(),
  country: z.string().optional(),
  language: z.string().optional(),
  genres: z.array(z.string()),
  certification: z.string().optional(),
  rating: z.number().optional(),
  votes: z.int().optional(),
};

export const ShowRecord = z.object({
  ...facts,
  status: z.string(),
  first_aired: z.string().nullable(),
  airs: z
    .object({ day: z.string().optional(), time: z.string().optional(), timezone: z.string().optional() })
    .optional(),
  network: z.string().optional(),
  /** As recorded; counts for shows whose episodes are not in the catalogue. */
  aired_episodes: z.int().optional(),
  seasons: z.array(SeasonRow).optional(),
});
export type ShowRecord = z.infer<typeof ShowRecord>;

export const MovieRecord = z.object({ ...facts, status: z.string(), released: z.string().nullable() });
export type MovieRecord = z.infer<typeof MovieRecord>;

/** Facts about real shows and movies that a sandbox starts from. */
export const Catalogue = z.object({ shows: z.array(ShowRecord), movies: z.array(MovieRecord) });
export type Catalogue = z.infer<typeof Catalogue>;

let loaded: Catalogue | undefined;

/** The catalogue that comes with the sandbox: 16 shows with all episodes known, and some 400 summaries. */
export function defaultCatalogue(): Catalogue {
  loaded ??= Catalogue.parse({
    shows: [...rows("shows-complete.json"), ...rows("shows.json")],
    movies: rows("movies.json"),
  });
  return loaded;
}

function rows(file: string): unknown[] {
  const text = readFileSync(new URL(`../catalogue/${file}`, import.meta.url), "utf8");
  return z.array(z.unknown()).parse(JSON.parse(text));
}
