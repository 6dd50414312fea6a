import { keyIn, playables } from "./find.ts";
import { keyOf, type Item } from "./items.ts";
import type { Ledger } from "./ledger.ts";
import type { When } from "./people.ts";
import type { Copy } from "./playing-ops.ts";

export interface ListedOptions extends When {
  listed_at?: string | number | undefined;
  notes?: string | undefined;
}

export type Shelves = ReturnType<typeof shelvesOf>;

export function shelvesOf(ledger: Ledger) {
  const now = (when: When): number => when.at ?? ledger.now();

  /** Puts items onto a shelf as one change; what is there already stays as it was. */
  const put = (username: string, shelf: string, items: readonly Item[], options: ListedOptions = {}): void => {
    if (items.length === 0) return;
    const listedAt = new Date(options.listed_at ?? now(options)).getTime();
    ledger.commit({
      kind: "shelf.added",
      at: now(options),
      who: username,
      shelf,
      items: items.map((item): [string, number, ...string[]] => {
        const key = keyIn(ledger.state.library, item);
        return options.notes === undefined ? [key, listedAt] : [key, listedAt, options.notes];
      }),
    });
  };

  /** Takes items off a shelf as one change; what is not there is nothing to it. */
  const take = (username: string, shelf: string, items: readonly Item[], when: When = {}): void => {
    if (items.length === 0) return;
    ledger.commit({
      kind: "shelf.removed",
      at: now(when),
      who: username,
      shelf,
      items: items.map((item) => keyOf(item)),
    });
  };

  const on =
    (shelf: string) =>
    (username: string, item: Item, options: ListedOptions = {}): void =>
      put(username, shelf, [item], options);
  const off =
    (shelf: string) =>
    (username: string, item: Item, when: When = {}): void =>
      take(username, shelf, [item], when);

  const collectable = (item: Item, when: When): Item[] =>
    playables(ledger.state.library, item, now(when)).map((key) => ({
      type: item.type === "movie" ? "movie" : "episode",
      trakt: Number(key.split(":")[1]),
    }));

  return {
    put,
    take,
    watchlistAdd: on("watchlist"),
    watchlistRemove: off("watchlist"),
    favorite: on("favorites"),
    unfavorite: off("favorites"),
    /** A show or season is collected as its aired episodes, as Trakt does. */
    collect: (username: string, item: Item, options: ListedOptions = {}): void =>
      put(username, "collection", collectable(item, options), options),
    uncollect: (username: string, item: Item, when: When = {}): void =>
      take(username, "collection", collectable(item, when), when),
    /** `[item's key, collected_at in epoch ms, what the copy is like]`, as one change; what is there is changed. */
    collectAll: (username: string, items: readonly [string, number, Copy][], when: When = {}): void => {
      if (items.length > 0) ledger.commit({ kind: "collected", at: now(when), who: username, items: [...items] });
    },
    /** What a shelf says of itself, and how its owner likes it sorted. */
    describeShelf: (
      username: string,
      shelf: string,
      facts: { description?: string | undefined; sortBy?: string | undefined; sortHow?: string | undefined },
      when: When = {},
    ): void => ledger.commit({ kind: "shelf.described", at: now(when), who: username, shelf, ...facts }),
    hide: (username: string, item: Item, section: string, options: ListedOptions = {}): void =>
      put(username, `hidden:${section}`, [item], options),
    unhide: (username: string, item: Item, section: string, when: When = {}): void =>
      take(username, `hidden:${section}`, [item], when),
    drop: on("hidden:dropped"),
    undrop: off("hidden:dropped"),
    rate: (username: string, item: Item, rating: number, options: When & { rated_at?: string | number } = {}): void =>
      ledger.commit({
        kind: "rated",
        at: now(options),
        who: username,
        ratings: [[keyIn(ledger.state.library, item), rating, new Date(options.rated_at ?? now(options)).getTime()]],
      }),
    unrate: (username: string, item: Item, when: When = {}): void =>
      ledger.commit({ kind: "unrated", at: now(when), who: username, items: [keyOf(item)] }),
    listAdd: (username: string, listId: number, item: Item, options: ListedOptions = {}): void =>
      put(username, `list:${listId}`, [item], options),
    listRemove: (username: string, listId: number, item: Item, when: When = {}): void =>
      take(username, `list:${listId}`, [item], when),
  };
}
