import type { Catalogue, EpisodeRow, ExternalIds, MovieRecord, SeasonRow, ShowRecord } from "../catalogue.ts";

export interface Episode {
  show: number;
  season: number;
  number: number;
  title: string | null;
  trakt: number;
  ids: ExternalIds;
  /** Epoch ms; null while Trakt does not know. */
  firstAired: number | null;
  runtime: number | null;
  updatedAt: number;
}

export interface Season {
  show: number;
  number: number;
  trakt: number;
  /** By number. */
  episodes: Episode[];
}

export interface Show {
  facts: Omit<ShowRecord, "seasons" | "first_aired">;
  firstAired: number | null;
  /** By number; 0 holds the specials. */
  seasons: Season[];
  updatedAt: number;
}

export interface Movie {
  facts: MovieRecord;
  updatedAt: number;
}

/** Everything that can be watched, with the ways to find it; plain data, so that it can be cloned. */
export interface Library {
  shows: Map<number, Show>;
  movies: Map<number, Movie>;
  episodes: Map<number, Episode>;
  seasons: Map<number, Season>;
  /** `show:imdb:tt0944947` → Trakt's id; slugs too. */
  names: Map<string, number>;
  /** Episodes with an air time, earliest first; null after a change, until it is asked for. */
  airings: Episode[] | null;
}

export function createLibrary(catalogue: Catalogue): Library {
  const library: Library = {
    shows: new Map(),
    movies: new Map(),
    episodes: new Map(),
    seasons: new Map(),
    names: new Map(),
    airings: null,
  };
  for (const show of catalogue.shows) putShow(library, show, 0);
  for (const movie of catalogue.movies) putMovie(library, movie, 0);
  return library;
}

/** Adds the show, or replaces it, seasons included. */
export function putShow(library: Library, record: ShowRecord, updatedAt: number): void {
  const { seasons, first_aired, ...facts } = record;
  const trakt = facts.ids.trakt;
  for (const season of library.shows.get(trakt)?.seasons ?? []) forgetSeason(library, season);
  const show: Show = { facts, firstAired: timeOf(first_aired), seasons: [], updatedAt };
  library.shows.set(trakt, show);
  name(library, "show", facts.ids, facts.ids.slug);
  for (const season of seasons ?? []) putSeason(library, show, season, updatedAt);
}

/** Adds the season, or replaces it. */
export function putSeason(library: Library, show: Show, row: SeasonRow, updatedAt: number): void {
  const trakt = show.facts.ids.trakt;
  const old = show.seasons.findIndex((season) => season.number === row.number);
  if (old >= 0) {
    for (const season of show.seasons.splice(old, 1)) forgetSeason(library, season);
  }
  const season: Season = { show: trakt, number: row.number, trakt: row.trakt, episodes: [] };
  show.seasons = [...show.seasons, season].toSorted((a, b) => a.number - b.number);
  library.seasons.set(row.trakt, season);
  for (const episode of row.episodes) putEpisode(library, season, episode, updatedAt);
  show.updatedAt = updatedAt;
}

export function putEpisode(library: Library, season: Season, row: EpisodeRow, updatedAt: number): void {
  const [number, title, firstAired, runtime, trakt, ids] = row;
  const episode: Episode = {
    show: season.show,
    season: season.number,
    number,
    title,
    trakt,
    ids: ids ?? {},
    firstAired: timeOf(firstAired),
    runtime,
    updatedAt,
  };
  const others = season.episodes.filter((other) => other.number !== number);
  season.episodes = [...others, episode].toSorted((a, b) => a.number - b.number);
  library.episodes.set(trakt, episode);
  name(library, "episode", { ...episode.ids, trakt });
  library.airings = null;
}

export function putMovie(library: Library, record: MovieRecord, updatedAt: number): void {
  library.movies.set(record.ids.trakt, { facts: record, updatedAt });
  name(library, "movie", record.ids, record.ids.slug);
}

export function seasonOf(library: Library, show: number, number: number): Season | undefined {
  return library.shows.get(show)?.seasons.find((season) => season.number === number);
}

/** Episodes whose air time is known, from `fromMs` up to, and without, `toMs`. */
export function airingsBetween(library: Library, fromMs: number, toMs: number): Episode[] {
  library.airings ??= [...library.episodes.values()]
    .filter((episode) => episode.firstAired !== null)
    .toSorted((a, b) => (a.firstAired ?? 0) - (b.firstAired ?? 0) || a.trakt - b.trakt);
  const all = library.airings;
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.firstAired ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < all.length && (all[end]?.firstAired ?? 0) < toMs) end++;
  return all.slice(low, end);
}

export function hasAired(episode: Episode, nowMs: number): boolean {
  return episode.firstAired !== null && episode.firstAired <= nowMs;
}

/** Aired episodes of the regular seasons; as recorded where the episodes are not known. */
export function airedCount(show: Show, nowMs: number): number {
  if (show.seasons.length === 0) return show.facts.aired_episodes ?? 0;
  let count = 0;
  for (const season of show.seasons) {
    if (season.number === 0) continue;
    for (const episode of season.episodes) if (hasAired(episode, nowMs)) count++;
  }
  return count;
}

/** `2011-04-18T01:00` is UTC, with or without its zone letter. */
export function timeOf(text: string | null): number | null {
  if (text === null) return null;
  return Date.parse(/[Zz]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
}

function forgetSeason(library: Library, season: Season): void {
  library.seasons.delete(season.trakt);
  for (const episode of season.episodes) library.episodes.delete(episode.trakt);
  library.airings = null;
}

function name(
  library: Library,
  type: "show" | "movie" | "episode",
  ids: ExternalIds & { trakt: number },
  slug?: string,
): void {
  if (slug !== undefined) library.names.set(`${type}:slug:${slug}`, ids.trakt);
  for (const kind of ["imdb", "tvdb", "tmdb"] as const) {
    const value = ids[kind];
    if (value !== undefined) library.names.set(`${type}:${kind}:${value}`, ids.trakt);
  }
}
