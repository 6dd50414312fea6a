import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call } from "../http/call.ts";
import { itemBody, listed } from "../http/media.ts";
import { countByType, namedItems } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { itemOf, keyOf, pluralOf, type ItemType } from "../world/items.ts";
import type { Entry, Person } from "../world/state.ts";

/** Items of one shelf, listed with rank, id and date, sorted and paged: watchlist, favorites and personal lists. */
export function readShelf(call: Call, person: Person, shelf: string): Answer {
  const { type, sort_by = "rank", sort_how = "asc" } = call.params;
  const wanted = type === undefined || type === "all" ? undefined : new Set(type.split(","));
  if (wanted !== undefined && ![...wanted].every(isTypeName)) return notFoundPage();
  const all = [...(person.shelves.get(shelf)?.entries ?? [])];
  const entries = all.filter(([key]) => {
    if (wanted === undefined) return true;
    const { type: one } = itemOf(key);
    return wanted.has(one) || wanted.has(pluralOf(one));
  });
  const by = sorters[sort_by] ?? byRank;
  const ascending = entries.toSorted((a, b) => by(call, a) - by(call, b) || a[1].id - b[1].id);
  return page(
    call,
    sort_how === "desc" ? ascending.toReversed() : ascending,
    {
      defaultLimit: 100,
      // Seen on Trakt: a typed watchlist reports the count of the whole list (tRakt recording, 2026-05).
      itemCount: all.length,
      headers: {
        "x-sort-by": sort_by,
        "x-sort-how": sort_how,
        "x-applied-sort-by": sort_by in sorters ? sort_by : "rank",
        "x-applied-sort-how": sort_how === "desc" ? "desc" : "asc",
      },
    },
    ([key, { rank, id, listedAt, notes }]) =>
      listed(call, { rank, id, listed_at: isoOf(listedAt), notes }, itemBody(call, key) ?? {}),
  );
}

/** Puts the body's items onto a shelf: what is there already is `existing`, and too many are a bare 420. */
export function addToShelf(call: Call, shelf: string, types: readonly ItemType[], limit: number): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const person = me(call);
  const entries = person.shelves.get(shelf)?.entries;
  const wanted = named.found.filter(({ item }) => types.includes(item.type));
  const fresh = new Map(
    wanted.filter(({ item }) => entries?.has(keyOf(item)) !== true).map((one) => [keyOf(one.item), one]),
  );
  if (fresh.size > 0 && (entries?.size ?? 0) + fresh.size > limit) return empty(420);
  for (const [notes, items] of Map.groupBy(fresh.values(), ({ fields }) => fields.notes ?? undefined)) {
    const refs = items.map(({ item }) => item);
    // Notes are for VIPs: from others they are not kept.
    call.world.put(person.username, shelf, refs, person.vip && notes !== undefined ? { notes } : {});
  }
  const added = [...fresh.values()].map(({ item }) => item);
  const existing = wanted.map(({ item }) => item).filter((item) => !fresh.has(keyOf(item)));
  return written(
    {
      added: countByType(added, types),
      existing: countByType(existing, types),
      not_found: notFoundOf(named.notFound, types),
      list: listBody(call, person, shelf),
    },
    added.length,
  );
}

export function takeFromShelf(call: Call, shelf: string, types: readonly ItemType[]): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const person = me(call);
  const entries = person.shelves.get(shelf)?.entries;
  const items = named.found.map(({ item }) => item).filter((item) => entries?.has(keyOf(item)) === true);
  call.world.take(person.username, shelf, items);
  return written(
    {
      deleted: countByType(items, types),
      not_found: notFoundOf(named.notFound, types),
      list: listBody(call, person, shelf),
    },
    items.length,
    200,
  );
}

export function notFoundOf(
  notFound: Readonly<Record<string, unknown[]>>,
  types: readonly ItemType[],
): Record<string, unknown[]> {
  return Object.fromEntries(types.map((type) => [pluralOf(type), notFound[pluralOf(type)] ?? []]));
}

function listBody(call: Call, person: Person, name: string): { updated_at: string; item_count: number } {
  const shelf = person.shelves.get(name);
  return { updated_at: isoOf(shelf?.updatedAt ?? call.nowMs), item_count: shelf?.entries.size ?? 0 };
}

const typeNames = new Set(["movie", "movies", "show", "shows", "season", "seasons", "episode", "episodes"]);

function isTypeName(name: string): boolean {
  return typeNames.has(name);
}

type Sorter = (call: Call, entry: [string, Entry]) => number;

const byRank: Sorter = (_call, [, entry]) => entry.rank;

const factsOf = (
  call: Call,
  key: string,
): { votes?: number | undefined; rating?: number | undefined; runtime?: number | undefined } => {
  const item = itemOf(key);
  const { library } = call.state;
  if (item.type === "movie") return library.movies.get(item.trakt)?.facts ?? {};
  const show =
    item.type === "episode" ? library.episodes.get(item.trakt)?.show : item.type === "show" ? item.trakt : item.show;
  return library.shows.get(show ?? 0)?.facts ?? {};
};

const sorters: Readonly<Record<string, Sorter>> = {
  rank: byRank,
  added: (_call, [, entry]) => entry.listedAt,
  popularity: (call, [key]) => factsOf(call, key).votes ?? 0,
  votes: (call, [key]) => factsOf(call, key).votes ?? 0,
  percentage: (call, [key]) => factsOf(call, key).rating ?? 0,
  runtime: (call, [key]) => factsOf(call, key).runtime ?? 0,
};
