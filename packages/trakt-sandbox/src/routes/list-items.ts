import * as z from "zod";
import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, type Call } from "../http/call.ts";
import { listed } from "../http/media.ts";
import { findPerson, PersonEntry } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { vipOnly } from "../http/refusals.ts";
import { itemTypes } from "../world/items.ts";
import type { OwnedList } from "../world/lists.ts";
import type { Entry } from "../world/state.ts";
import { attachedBody, typeOfKey } from "./attached.ts";
import { isSort, sorted } from "./shelf-sorts.ts";
import { addToShelf, listBody, takeFromShelf } from "./shelves.ts";
import { limitsOf } from "./watchlist.ts";

const types = new Set([...itemTypes, "person"]);

/** A list's items as `:type` (older clients have it in the query), `:sort_by` and `:sort_how` ask; how its owner likes them sorted is told in headers. */
export function readListItems(call: Call, { owner, list }: OwnedList): Answer {
  const type = call.params.type ?? call.query.get("type") ?? "all";
  const sortBy = call.params.sort_by ?? call.query.get("sort_by") ?? "rank";
  const sortHow = call.params.sort_how ?? call.query.get("sort_how") ?? "asc";
  const wanted = type === "all" ? types : new Set(type.split(",").map(singularOf));
  if (!wanted.isSubsetOf(types)) return notFoundPage();
  const everything = [...(owner.shelves.get(`list:${list.id}`)?.entries ?? [])];
  const entries = everything.filter(([key]) => wanted.has(typeOfKey(key)));
  return page(
    call,
    inOrder(call, owner, entries, sortBy, sortHow),
    {
      defaultLimit: 100,
      // Seen on Trakt: a typed list reports the count of the whole list (tRakt recording, 2026-05).
      itemCount: everything.length,
      headers: {
        "x-sort-by": list.sortBy,
        "x-sort-how": list.sortHow,
        "x-applied-sort-by": isSort(sortBy) ? sortBy : "rank",
        "x-applied-sort-how": sortHow === "desc" ? "desc" : "asc",
      },
    },
    ([key, { rank, id, listedAt, notes }]) =>
      listed(call, { rank, id, listed_at: isoOf(listedAt), notes }, attachedBody(call, key) ?? {}),
  );
}

/** Movies, shows, seasons, episodes and people; what does not fit any more is refused with 420, and nothing is added. */
export function addListItems(call: Call, { owner, list }: OwnedList): Answer {
  const shelf = `list:${list.id}`;
  const people = namedPeople(call);
  if (people === undefined) return empty(422);
  const entries = owner.shelves.get(shelf)?.entries;
  const fresh = people.found.filter((id) => entries?.has(`person:${id}`) !== true);
  const room = limitsOf(call).listItems - fresh.length;
  if (fresh.length > 0 && (entries?.size ?? 0) > room) return empty(420);
  const answer = addToShelf(call, shelf, itemTypes, room);
  if (answer.status !== 201) return answer;
  call.world.listPeople(owner.username, list.id, fresh);
  return withPeople(call, { owner, list }, answer, fresh.length, {
    added: { people: fresh.length },
    existing: { people: people.found.length - fresh.length },
    not_found: { people: people.notFound },
  });
}

export function removeListItems(call: Call, { owner, list }: OwnedList): Answer {
  const shelf = `list:${list.id}`;
  const people = namedPeople(call);
  const answer = people === undefined ? empty(422) : takeFromShelf(call, shelf, itemTypes);
  if (people === undefined || answer.status !== 200) return answer;
  const entries = owner.shelves.get(shelf)?.entries;
  const there = people.found.filter((id) => entries?.has(`person:${id}`) === true);
  call.world.unlistPeople(owner.username, list.id, there);
  return withPeople(call, { owner, list }, answer, there.length, {
    deleted: { people: there.length },
    not_found: { people: people.notFound },
  });
}

const Rank = z.looseObject({ rank: z.array(z.int()) });

export function reorderListItems(call: Call, { owner, list }: OwnedList): Answer {
  const shelf = `list:${list.id}`;
  const parsed = Rank.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const known = new Set([...(owner.shelves.get(shelf)?.entries.values() ?? [])].map((entry) => entry.id));
  const ids = parsed.data.rank.filter((id) => known.has(id));
  call.world.reorderShelf(owner.username, shelf, ids);
  const skipped_ids = parsed.data.rank.filter((id) => !known.has(id));
  return written({ updated: ids.length, skipped_ids, list: listBody(call, owner, shelf) }, ids.length, 200);
}

const Notes = z.looseObject({ notes: z.string().max(500).nullish() });

/** Notes are for VIPs. */
export function noteListItem(call: Call, { owner, list }: OwnedList): Answer {
  const shelf = `list:${list.id}`;
  const id = Number(call.params.list_item_id);
  const entry = [...(owner.shelves.get(shelf)?.entries.values() ?? [])].find((one) => one.id === id);
  if (entry === undefined) return notFoundPage();
  const parsed = Notes.safeParse(call.body);
  if (!parsed.success) return empty(422);
  if (!owner.vip) return vipOnly();
  call.world.noteOnShelf(owner.username, shelf, id, parsed.data.notes ?? null);
  return { ...empty(204), changed: 1 };
}

/** People have neither votes nor runtimes: by such a sort they come last, by rank. */
function inOrder(
  call: Call,
  owner: OwnedList["owner"],
  entries: readonly [string, Entry][],
  sortBy: string,
  sortHow: string,
): [string, Entry][] {
  const people = entries.filter(([key]) => typeOfKey(key) === "person");
  const things = sorted(
    call,
    owner,
    entries.filter(([key]) => typeOfKey(key) !== "person"),
    sortBy,
    sortHow,
  );
  const all = [...things, ...people.toSorted(([, a], [, b]) => a.rank - b.rank)];
  if (people.length === 0 || (isSort(sortBy) && sortBy !== "rank" && sortBy !== "added")) return all;
  const ascending = all.toSorted(([, a], [, b]) =>
    sortBy === "added" ? a.listedAt - b.listedAt || a.id - b.id : a.rank - b.rank || a.id - b.id,
  );
  return sortHow === "desc" ? ascending.toReversed() : ascending;
}

const People = z.looseObject({ people: z.array(PersonEntry).nullish() });

function namedPeople(call: Call): { found: number[]; notFound: unknown[] } | undefined {
  const parsed = People.safeParse(call.body);
  if (!parsed.success) return undefined;
  const found = new Set<number>();
  const notFound: unknown[] = [];
  for (const { ids, name } of parsed.data.people ?? []) {
    const artist = findPerson({ ids, name });
    if (artist === undefined) notFound.push(ids ? { ids } : { name });
    else found.add(artist.ids.trakt);
  }
  return { found: [...found], notFound };
}

const Receipt = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The receipt of the other items, and what became of the people. */
function withPeople(
  call: Call,
  { owner, list }: OwnedList,
  answer: Answer,
  changed: number,
  people: Readonly<Record<string, Record<string, unknown>>>,
): Answer {
  const body = Receipt.parse(answer.body);
  for (const [section, counts] of Object.entries(people)) body[section] = { ...body[section], ...counts };
  body.list = listBody(call, owner, `list:${list.id}`);
  return { ...answer, body, changed: (answer.changed ?? 0) + changed };
}

function singularOf(type: string): string {
  return type === "people" ? "person" : type.replace(/s$/, "");
}
