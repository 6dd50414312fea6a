import type { Person, State } from "./state.ts";
import { titleOfItem } from "./titles.ts";

/** What all people together did with one movie or show. */
export interface Audience {
  /** How many different people watched it. */
  watchers: number;
  /** Of a show: of all its episodes. */
  plays: number;
  collectors: number;
  /** How many movies, or episodes of a show, their collections have of it. */
  collected: number;
  favorites: number;
  /** Lists and watchlists that it is on. */
  lists: number;
}

export interface Span {
  fromMs: number;
  /** Not part of it. */
  toMs: number;
}

export const always: Span = { fromMs: -Infinity, toMs: Infinity };

/** What happened in the span, by the keys of titles; those that nothing happened to are not there. */
export function audiences(state: State, span: Span = always): Map<string, Audience> {
  const found = new Map<string, Audience>();
  const within = (at: number): boolean => at >= span.fromMs && at < span.toMs;
  for (const person of state.people.values()) count(state, person, within, found);
  return found;
}

/** Who watches what at this moment, by the keys of titles, seasons and episodes. */
export function watchingNow(state: State, nowMs: number): Map<string, Person[]> {
  const watching = new Map<string, Person[]>();
  for (const person of state.people.values()) {
    const now = person.watching;
    if (now === null || now.expiresAt <= nowMs) continue;
    for (const key of keysOf(state, now.item)) watching.set(key, [...(watching.get(key) ?? []), person]);
  }
  return watching;
}

/** A play of an episode is one of its season and its show. */
function keysOf(state: State, itemKey: string): Set<string> {
  const keys = new Set([itemKey]);
  const title = titleOfItem(state.library, itemKey);
  if (title !== undefined) keys.add(title);
  const episode = itemKey.startsWith("episode:") ? state.library.episodes.get(Number(itemKey.slice(8))) : undefined;
  if (episode !== undefined) keys.add(`season:${episode.show}:${episode.season}`);
  return keys;
}

function count(state: State, person: Person, within: (at: number) => boolean, found: Map<string, Audience>): void {
  const once = new Set<string>();
  /** Adds one to a number of the title; to those of people, once for each person. */
  const add = (
    itemKey: string,
    things: "plays" | "collected" | undefined,
    people: Exclude<keyof Audience, "plays" | "collected">,
    mark: string,
  ): void => {
    const key = titleOfItem(state.library, itemKey);
    if (key === undefined) return;
    const audience = found.get(key) ?? { watchers: 0, plays: 0, collectors: 0, collected: 0, favorites: 0, lists: 0 };
    found.set(key, audience);
    if (things !== undefined) audience[things]++;
    if (once.has(`${mark} ${key}`)) return;
    once.add(`${mark} ${key}`);
    audience[people]++;
  };
  for (const play of person.plays) {
    if (within(play.watchedAt))
      add(`${play.movie ? "movie" : "episode"}:${play.trakt}`, "plays", "watchers", "watched");
  }
  for (const [name, shelf] of person.shelves) {
    for (const [key, entry] of shelf.entries) {
      if (!within(entry.listedAt)) continue;
      if (name === "collection") add(key, "collected", "collectors", name);
      else if (name === "favorites") add(key, undefined, "favorites", name);
      else if (name === "watchlist" || name.startsWith("list:")) add(key, undefined, "lists", name);
    }
  }
}
