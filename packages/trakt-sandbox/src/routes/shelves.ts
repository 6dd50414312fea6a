import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call } from "../http/call.ts";
import { itemBody, listed } from "../http/media.ts";
import { countByType, namedItems } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { isSort, sorted } from "./shelf-sorts.ts";
import { itemOf, keyOf, pluralOf, type ItemType } from "../world/items.ts";
import type { Person } from "../world/state.ts";

/**
 * Items of one shelf, listed with rank, id and date, sorted and paged: watchlist, favorites and personal lists. How
 * its owner likes it sorted is told, and not done: by rank is what comes when nothing is asked for.
 */
export function readShelf(
  call: Call,
  person: Person,
  name: string,
  liked: { sortBy?: string | undefined; sortHow?: string | undefined } = person.shelves.get(name) ?? {},
): Answer {
  const { type } = call.params;
  const sortBy = call.params.sort_by ?? call.query.get("sort_by") ?? "rank";
  const sortHow = call.params.sort_how ?? call.query.get("sort_how") ?? "asc";
  const wanted = type === undefined || type === "all" ? undefined : new Set(type.split(","));
  if (wanted !== undefined && ![...wanted].every(isTypeName)) return notFoundPage();
  const all = [...(person.shelves.get(name)?.entries ?? [])];
  const entries = all.filter(([key]) => {
    if (wanted === undefined) return true;
    const { type: one } = itemOf(key);
    return wanted.has(one) || wanted.has(pluralOf(one));
  });
  return page(
    call,
    sorted(call, person, entries, sortBy, sortHow),
    {
      defaultLimit: 100,
      // Seen on Trakt: a typed watchlist reports the count of the whole list (tRakt recording, 2026-05).
      itemCount: all.length,
      headers: {
        "x-sort-by": liked.sortBy ?? "rank",
        "x-sort-how": liked.sortHow ?? "asc",
        "x-applied-sort-by": isSort(sortBy) ? sortBy : "rank",
        "x-applied-sort-how": sortHow === "desc" ? "desc" : "asc",
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
    call.world.put(person.username, shelf, refs, mayNote(person, shelf) && notes !== undefined ? { notes } : {});
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

/** Everybody may say why something is a favorite; on other lists notes are for VIPs, and from others are not kept. */
export function mayNote(person: Person, shelf: string): boolean {
  return person.vip || shelf === "favorites";
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

export function listBody(call: Call, person: Person, name: string): { updated_at: string; item_count: number } {
  const shelf = person.shelves.get(name);
  return { updated_at: isoOf(shelf?.updatedAt ?? call.nowMs), item_count: shelf?.entries.size ?? 0 };
}

const typeNames = new Set(["movie", "movies", "show", "shows", "season", "seasons", "episode", "episodes"]);

function isTypeName(name: string): boolean {
  return typeNames.has(name);
}
