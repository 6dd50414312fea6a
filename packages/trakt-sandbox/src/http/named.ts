import * as z from "zod";
import { seasonOf, type Library } from "../world/library.ts";
import { pluralOf, type Item, type ItemType } from "../world/items.ts";
import type { Call } from "./call.ts";

const Fields = z.looseObject({
  watched_at: z.string().optional(),
  listed_at: z.string().optional(),
  collected_at: z.string().optional(),
  hidden_at: z.string().optional(),
  rated_at: z.string().optional(),
  rating: z.int().min(1).max(10).optional(),
  notes: z.string().max(500).nullish(),
});
export type Fields = z.infer<typeof Fields>;

const Ids = z.looseObject({
  trakt: z.int().nullish(),
  slug: z.string().nullish(),
  imdb: z.string().nullish(),
  tvdb: z.int().nullish(),
  tmdb: z.int().nullish(),
});

const EpisodeEntry = Fields.extend({ number: z.int() });
const SeasonEntry = Fields.extend({ number: z.int(), episodes: z.array(EpisodeEntry).optional() });
const Entry = Fields.extend({
  ids: Ids.optional(),
  title: z.string().nullish(),
  year: z.int().nullish(),
  seasons: z.array(SeasonEntry).optional(),
});
type Entry = z.infer<typeof Entry>;

const Body = z.looseObject({
  movies: z.array(Entry).optional(),
  shows: z.array(Entry).optional(),
  seasons: z.array(Entry).optional(),
  episodes: z.array(Entry).optional(),
  users: z.array(z.looseObject({})).optional(),
  /** History ids, for removals. */
  ids: z.array(z.int()).optional(),
});

export interface Named {
  item: Item;
  fields: Fields;
}

export interface NamedItems {
  found: Named[];
  notFound: Record<"movies" | "shows" | "seasons" | "episodes" | "users", unknown[]>;
  historyIds: number[];
}

/** The items that a write's body names, by any of their ids or by title and year; undefined: a body of another shape. */
export function namedItems(call: Call): NamedItems | undefined {
  const parsed = Body.safeParse(call.body);
  if (!parsed.success) return undefined;
  const { library } = call.state;
  const body = parsed.data;
  const named: NamedItems = {
    found: [],
    notFound: { movies: [], shows: [], seasons: [], episodes: [], users: body.users ?? [] },
    historyIds: body.ids ?? [],
  };
  for (const type of ["movie", "show", "season", "episode"] as const) {
    for (const entry of body[pluralOf(type)] ?? []) {
      const item = find(library, type, entry);
      if (item === undefined) {
        const { ids, rating } = entry;
        named.notFound[pluralOf(type)].push(rating === undefined ? { ids } : { rating, ids });
      } else if (item.type === "show" && entry.seasons !== undefined) {
        inShow(library, item.trakt, entry, named);
      } else {
        named.found.push({ item, fields: entry });
      }
    }
  }
  return named;
}

/** `{movies: n, shows: n, …}` of the items. */
export function countByType(items: readonly Item[], types: readonly ItemType[]): Record<string, number> {
  return Object.fromEntries(types.map((type) => [pluralOf(type), items.filter((item) => item.type === type).length]));
}

/** The show's id, by Trakt's id, slug or IMDb's. */
export function findShow(library: Library, id: string): number | undefined {
  if (/^\d+$/.test(id) && library.shows.has(Number(id))) return Number(id);
  return library.names.get(`show:slug:${id}`) ?? library.names.get(`show:imdb:${id}`);
}

export function findMovie(library: Library, id: string): number | undefined {
  if (/^\d+$/.test(id) && library.movies.has(Number(id))) return Number(id);
  return library.names.get(`movie:slug:${id}`) ?? library.names.get(`movie:imdb:${id}`);
}

function inShow(library: Library, show: number, entry: Entry, named: NamedItems): void {
  for (const row of entry.seasons ?? []) {
    const season = seasonOf(library, show, row.number);
    if (season === undefined) {
      named.notFound.seasons.push({ number: row.number, ids: entry.ids });
      continue;
    }
    // What is said of the show, or of the season, holds for what is in it.
    const fields = { watched_at: entry.watched_at, collected_at: entry.collected_at, ...row };
    if (row.episodes === undefined) {
      named.found.push({ item: { type: "season", show, number: row.number }, fields: { ...fields } });
      continue;
    }
    for (const one of row.episodes) {
      const episode = season.episodes.find((other) => other.number === one.number);
      if (episode === undefined) named.notFound.episodes.push({ number: one.number, season: row.number });
      else named.found.push({ item: { type: "episode", trakt: episode.trakt }, fields: { ...fields, ...one } });
    }
  }
}

function find(library: Library, type: ItemType, entry: Entry): Item | undefined {
  const { ids, title, year } = entry;
  const trakt = ids?.trakt ?? undefined;
  if (type === "season") {
    const season = trakt === undefined ? undefined : library.seasons.get(trakt);
    return season && { type, show: season.show, number: season.number };
  }
  const all = type === "movie" ? library.movies : type === "show" ? library.shows : library.episodes;
  if (trakt !== undefined) return all.has(trakt) ? { type, trakt } : undefined;
  for (const kind of ["slug", "imdb", "tvdb", "tmdb"] as const) {
    const value = ids?.[kind] ?? undefined;
    const found = value === undefined ? undefined : library.names.get(`${type}:${kind}:${value}`);
    if (found !== undefined) return { type, trakt: found };
  }
  if (type === "episode" || title === undefined || title === null) return undefined;
  for (const [id, one] of type === "movie" ? library.movies : library.shows) {
    if (one.facts.title === title && (year === undefined || year === null || one.facts.year === year)) {
      return { type, trakt: id };
    }
  }
  return undefined;
}
