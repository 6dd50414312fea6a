import { itemOf, type Item } from "./items.ts";
import type { Ledger } from "./ledger.ts";
import type { PlayAction } from "./ops.ts";
import { finishCheckins } from "./playing.ts";
import { progressOf, type ShowProgress } from "./progress.ts";
import { personOf, type Play, type Write } from "./state.ts";

export interface HistoryEntry {
  id: number;
  item: Item;
  watched_at: string;
  added_at: string;
  action: PlayAction;
}

export interface ShelfItem {
  id: number;
  item: Item;
  listed_at: string;
  notes: string | null;
}

export interface RatedItem {
  item: Item;
  rating: number;
  rated_at: string;
}

export interface AuditedList {
  id: number;
  name: string;
  slug: string;
  items: ShelfItem[];
}

export type Audit = ReturnType<typeof auditOf>;

/** The truth, whatever reads over HTTP show late or short. */
export function auditOf(ledger: Ledger) {
  const { state } = ledger;
  const playsOf = (username: string): readonly Play[] => {
    finishCheckins(ledger);
    return personOf(state, username).plays;
  };
  const shelf = (username: string, name: string): ShelfItem[] => {
    const entries = personOf(state, username).shelves.get(name)?.entries ?? [];
    // People, which lists may hold, are no items.
    const items = [...entries].filter(([key]) => !key.startsWith("person:"));
    return items.map(([key, { id, listedAt, notes }]) => ({
      id,
      item: itemOf(key),
      listed_at: new Date(listedAt).toISOString(),
      notes,
    }));
  };
  return {
    /** The newest first. */
    history: (username: string): HistoryEntry[] =>
      playsOf(username)
        .toReversed()
        .map((play) => ({
          id: play.id,
          item: { type: play.movie ? "movie" : "episode", trakt: play.trakt },
          watched_at: new Date(play.watchedAt).toISOString(),
          added_at: new Date(play.addedAt).toISOString(),
          action: play.action,
        })),
    /** The play that was watched last; undefined in an empty history. */
    lastPlay: (username: string): { id: number; item: Item } | undefined => {
      const play = playsOf(username).at(-1);
      return play && { id: play.id, item: { type: play.movie ? "movie" : "episode", trakt: play.trakt } };
    },
    watchlist: (username: string): ShelfItem[] => shelf(username, "watchlist"),
    favorites: (username: string): ShelfItem[] => shelf(username, "favorites"),
    collection: (username: string): ShelfItem[] => shelf(username, "collection"),
    hidden: (username: string, section: string): ShelfItem[] => shelf(username, `hidden:${section}`),
    ratings: (username: string): RatedItem[] =>
      [...personOf(state, username).ratings].map(([key, { rating, ratedAt }]) => ({
        item: itemOf(key),
        rating,
        rated_at: new Date(ratedAt).toISOString(),
      })),
    /** What the person watches now, if anything. */
    watchingNow: (username: string): { item: Item }[] => {
      const { watching } = personOf(state, username);
      return watching === null || watching.expiresAt <= ledger.now() ? [] : [{ item: itemOf(watching.item) }];
    },
    lists: (username: string): AuditedList[] =>
      personOf(state, username).lists.map(({ id, name, slug }) => ({
        id,
        name,
        slug,
        items: shelf(username, `list:${id}`),
      })),
    progress: (username: string, showTraktId: number, nowMs: number = ledger.now()): ShowProgress =>
      progressOf(state, personOf(state, username), showTraktId, nowMs),
    /** Every write that came in over the API and was worked on, in order; of one person, or of all. */
    writes: (username?: string): Write[] =>
      username === undefined ? [...state.writes] : state.writes.filter((write) => write.who === username),
    /** What a caller keeps beside the world, in its journal; null when nothing is noted. */
    note: (name: string): string | null => state.notes.get(name) ?? null,
    setNote: (name: string, text: string, at: number = ledger.now()): void =>
      ledger.commit({ kind: "noted", at, name, text }),
  };
}
