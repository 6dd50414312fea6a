import * as z from "zod";
import { artists, type Artist } from "../world/cast.ts";
import { seasonOf, type Library } from "../world/library.ts";
import { pluralOf, type Item, type ItemType } from "../world/items.ts";
import type { Call } from "./call.ts";

// Many clients send null for what they have nothing to say about.
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const Fields = z.looseObject({
  watched_at: text,
  listed_at: text,
  collected_at: text,
  hidden_at: text,
  rated_at: text,
  rating: z
    .int()
    .min(1)
    .max(10)
    .nullish()
    .transform((value) => value ?? undefined),
  notes: z.string().max(500).nullish(),
});
export type Fields = z.infer<typeof Fields>;

// Some clients send numbers as text.
const AnyId = z.union([z.int(), z.string()]).nullish();

export const Ids = z.looseObject({ trakt: AnyId, imdb: AnyId, tmdb: AnyId, tvdb: AnyId, slug: AnyId });

const EpisodeEntry = Fields.extend({ number: z.int() });
const SeasonEntry = Fields.extend({ number: z.int(), episodes: z.array(EpisodeEntry).nullish() });
export const Entry = Fields.extend({
  ids: Ids.nullish(),
  title: z.string().nullish(),
  year: z.int().nullish(),
  seasons: z.array(SeasonEntry).nullish(),
});
export type Entry = z.infer<typeof Entry>;

export const PersonEntry = z.looseObject({ ids: Ids.nullish(), name: z.string().nullish() });
type PersonEntry = z.infer<typeof PersonEntry>;

const Body = z.looseObject({
  movies: z.array(Entry).nullish(),
  shows: z.array(Entry).nullish(),
  seasons: z.array(Entry).nullish(),
  episodes: z.array(Entry).nullish(),
  users: z.array(z.looseObject({})).nullish(),
  /** History ids, for removals. */
  ids: z.array(z.int()).nullish(),
});

export interface Named {
  item: Item;
  fields: Fields;
}

export interface NamedItems {
  found: Named[];
  /** Shows and seasons of which only parts are meant, but which have a rating of their own. */
  rated: Named[];
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
    rated: [],
    notFound: { movies: [], shows: [], seasons: [], episodes: [], users: body.users ?? [] },
    historyIds: body.ids ?? [],
  };
  for (const type of ["movie", "show", "season", "episode"] as const) {
    for (const entry of body[pluralOf(type)] ?? []) {
      const item = findItem(library, type, entry);
      if (item === undefined) {
        const { ids, title, year, rating } = entry;
        const sent = ids ? { ids } : { title, year };
        named.notFound[pluralOf(type)].push(rating === undefined ? sent : { rating, ...sent });
      } else if (item.type === "show" && entry.seasons) {
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

/** Seasons and episodes of a show; what has a rating of its own is rated itself, whatever else of it is named. */
function inShow(library: Library, show: number, entry: Entry, named: NamedItems): void {
  if (entry.rating !== undefined) named.rated.push({ item: { type: "show", trakt: show }, fields: entry });
  for (const row of entry.seasons ?? []) {
    const season = seasonOf(library, show, row.number);
    if (season === undefined) {
      named.notFound.seasons.push({ number: row.number, ids: entry.ids });
      continue;
    }
    const fields = within(entry, row);
    if (!row.episodes) {
      named.found.push({ item: { type: "season", show, number: row.number }, fields });
      continue;
    }
    if (row.rating !== undefined) named.rated.push({ item: { type: "season", show, number: row.number }, fields });
    for (const one of row.episodes) {
      const episode = season.episodes.find((other) => other.number === one.number);
      if (episode === undefined) named.notFound.episodes.push({ number: one.number, season: row.number });
      else named.found.push({ item: { type: "episode", trakt: episode.trakt }, fields: within(fields, one) });
    }
  }
}

/** What is said of a show or season holds for what is in it, but for its rating and notes. */
function within(outer: Fields, inner: Fields): Fields {
  const { rating, notes } = inner;
  const watched_at = inner.watched_at ?? outer.watched_at;
  const collected_at = inner.collected_at ?? outer.collected_at;
  return { ...outer, ...inner, watched_at, collected_at, rating, notes };
}

/**
 * The item by the first of its ids that is known; movies and shows, where none is, by title and year, then by title
 * alone, of which the newest is meant. Trakt: sync, media objects for syncing.
 */
export function findItem(library: Library, type: ItemType, { ids, title, year }: Entry): Item | undefined {
  if (type === "season") {
    const season = library.seasons.get(Number(ids?.trakt));
    return season && { type, show: season.show, number: season.number };
  }
  const all = type === "movie" ? library.movies : type === "show" ? library.shows : library.episodes;
  const trakt = Number(ids?.trakt);
  if (all.has(trakt)) return { type, trakt };
  for (const kind of ["imdb", "tmdb", "tvdb", "slug"] as const) {
    const found = library.names.get(`${type}:${kind}:${ids?.[kind] ?? ""}`);
    if (found !== undefined) return { type, trakt: found };
  }
  if (type === "episode" || title === undefined || title === null) return undefined;
  const named = [...(type === "movie" ? library.movies : library.shows)].filter(([, one]) => one.facts.title === title);
  const [found] =
    named.find(([, one]) => one.facts.year === year) ??
    named.toSorted(([, a], [, b]) => (b.facts.year ?? 0) - (a.facts.year ?? 0))[0] ??
    [];
  return found === undefined ? undefined : { type, trakt: found };
}

/** Somebody of cast and crew, by the first of their ids that is known, or else by their name. */
export function findPerson({ ids, name }: PersonEntry): Artist | undefined {
  const all = artists();
  for (const kind of ["trakt", "imdb", "tmdb", "slug"] as const) {
    const found = all.find((one) => String(one.ids[kind]) === String(ids?.[kind] ?? ""));
    if (found !== undefined) return found;
  }
  return all.find((one) => one.name === name);
}
