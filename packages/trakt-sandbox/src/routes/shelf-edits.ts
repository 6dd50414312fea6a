import * as z from "zod";
import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call } from "../http/call.ts";
import { unheardOf, userBody } from "../http/media.ts";
import { countByType, namedItems } from "../http/named.ts";
import { vipOnly } from "../http/refusals.ts";
import { keyOf, type ItemType } from "../world/items.ts";
import type { Entry } from "../world/state.ts";
import { isSort } from "./shelf-sorts.ts";
import { listBody, mayNote, notFoundOf } from "./shelves.ts";

const Description = z.looseObject({
  description: z.string().nullish(),
  sort_by: z.string().refine(isSort).optional(),
  sort_how: z.enum(["asc", "desc"]).optional(),
});

const Order = z.looseObject({ rank: z.array(z.int()) });

const Change = z.looseObject({ notes: z.string().max(500).nullish(), rank: z.int().min(1).optional() });

function entriesOf(call: Call, shelf: string): Entry[] {
  return [...(me(call).shelves.get(shelf)?.entries.values() ?? [])];
}

/**
 * Changes what the list says of itself and how it is sorted, and the notes of the items that are named: the reference
 * has the first, Trakt's contract of August 2026 the second, and the answer tells of both.
 */
export function describeShelf(call: Call, shelf: string, types: readonly ItemType[]): Answer {
  const sent = Description.safeParse(call.body);
  const named = namedItems(call);
  if (!sent.success || named === undefined) return empty(422);
  const person = me(call);
  const { description, sort_by: sortBy, sort_how: sortHow } = sent.data;
  const entries = person.shelves.get(shelf)?.entries;
  const there = named.found.filter(({ item }) => entries?.has(keyOf(item)) === true);
  const noted = there.filter(({ fields }) => fields.notes !== undefined);
  if (noted.length > 0 && !mayNote(person, shelf)) return vipOnly();
  const describes = [description, sortBy, sortHow].some((one) => one !== undefined);
  if (describes) {
    call.world.describeShelf(person.username, shelf, { description: description ?? undefined, sortBy, sortHow });
  }
  for (const { item, fields } of noted) {
    const id = entries?.get(keyOf(item))?.id ?? 0;
    call.world.noteOnShelf(person.username, shelf, id, fields.notes ?? null);
  }
  const list = listBody(call, person, shelf);
  const now = person.shelves.get(shelf);
  return written(
    unheardOf(call, {
      name: shelf === "watchlist" ? "Watchlist" : "Favorites",
      description: now?.description ?? null,
      privacy: "public",
      type: shelf,
      display_numbers: true,
      allow_comments: true,
      sort_by: now?.sortBy ?? "rank",
      sort_how: now?.sortHow ?? "asc",
      created_at: isoOf(person.joinedAt),
      comment_count: 0,
      likes: 0,
      user: userBody(call, person),
      ...list,
      added: countByType([], types),
      existing: countByType(
        there.map(({ item }) => item),
        types,
      ),
      not_found: notFoundOf(named.notFound, types),
      list,
    }),
    noted.length + (describes ? 1 : 0),
    200,
  );
}

/** Ranks the items as their ids are listed, from 1. */
export function reorderShelf(call: Call, shelf: string): Answer {
  const sent = Order.safeParse(call.body);
  if (!sent.success) return empty(422);
  const person = me(call);
  const known = new Map(entriesOf(call, shelf).map((entry) => [entry.id, entry.rank]));
  const ids = [...new Set(sent.data.rank)];
  const ordered = ids.filter((id) => known.has(id));
  const updated = ordered.filter((id, index) => known.get(id) !== index + 1).length;
  if (updated > 0) call.world.reorderShelf(person.username, shelf, ordered);
  const skipped = ids.filter((id) => !known.has(id));
  return written({ updated, skipped_ids: skipped, list: listBody(call, person, shelf) }, updated, 200);
}

/** Changes one item's note and its rank, which moves those behind it. */
export function noteOnShelf(call: Call, shelf: string): Answer {
  const sent = Change.safeParse(call.body);
  if (!sent.success) return empty(422);
  const person = me(call);
  const id = Number(call.params.list_item_id);
  const entries = entriesOf(call, shelf);
  if (!entries.some((entry) => entry.id === id)) return notFoundPage();
  const { notes, rank } = sent.data;
  if (notes !== undefined && !mayNote(person, shelf)) return vipOnly();
  if (notes !== undefined) call.world.noteOnShelf(person.username, shelf, id, notes);
  if (rank !== undefined) {
    const others = entries.filter((entry) => entry.id !== id).toSorted((a, b) => a.rank - b.rank);
    const order = others.map((entry) => entry.id).toSpliced(rank - 1, 0, id);
    call.world.reorderShelf(person.username, shelf, order);
  }
  return { ...empty(204), changed: notes === undefined && rank === undefined ? 0 : 1 };
}
