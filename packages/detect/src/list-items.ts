import type { Draft } from "@showrunner/core/events/envelope.ts";
import { PersonalList } from "@showrunner/core/events/lists.ts";
import * as z from "zod";
import { instantOf, sameInstant } from "./instant.ts";
import { ListedItem, listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** A personal list whose items are known, as of when they were read: `updated_at` and `item_count` as Trakt gave them. */
export const KnownList = PersonalList.extend({
  kind: z.literal("list"),
  updated_at: z.string().nullable(),
  item_count: z.int().nullable(),
});
export type KnownList = z.infer<typeof KnownList>;

/** A thing on the personal list of that number. */
export const OnList = ListedItem.extend({ kind: z.literal("item"), on: z.int(), listed_at: z.string() });
export type OnList = z.infer<typeof OnList>;

export const ListItemRow = z.discriminatedUnion("kind", [KnownList, OnList]);
export type ListItemRow = z.infer<typeof ListItemRow>;

const isItem = (row: ListItemRow): row is OnList => row.kind === "item";

const items: SetOf<OnList, string> = {
  key: (row) => `${row.on}:${listedItemKey(row)}`,
  time: (row) => row.listed_at,
  same: (before, after) => sameInstant(before.listed_at, after.listed_at),
};

const rows: SetOf<ListItemRow, string> = {
  key: (row) => (row.kind === "list" ? `list:${row.id}` : items.key(row)),
  time: (row) => (row.kind === "list" ? (row.updated_at ?? "") : row.listed_at),
  same: () => true,
};

/**
 * `list.item_added` for what came onto a list, `list.item_removed` for what is gone from a list that is still there: one
 * that is deleted takes its items with it. Taken off and put on again between two reads is one addition.
 */
export function diffListItems(read: SetDiff<ListItemRow>): Draft[] {
  const changes = changesOf(items, {
    before: read.before.filter(isItem),
    after: read.after.filter(isItem),
    whole: read.whole,
  });
  const there = new Map<number, PersonalList>();
  for (const row of read.after)
    if (row.kind === "list") there.set(row.id, { id: row.id, name: row.name, slug: row.slug });
  const draft = (type: "list.item_added" | "list.item_removed", row: OnList, time: string): Draft[] => {
    const personal_list = there.get(row.on);
    if (personal_list === undefined) return [];
    const { kind: _, on, ...item } = row;
    const identity = `list:${on}:${listedItemKey(row)}@${instantOf(row.listed_at)}`;
    return [{ type, subject: listedItemKey(row), time: instantOf(time), identity, data: { personal_list, ...item } }];
  };
  return inOrder([
    ...[...changes.added, ...changes.changed.map((change) => change.after)].flatMap((row) =>
      draft("list.item_added", row, row.listed_at),
    ),
    ...changes.removed.flatMap((row) => draft("list.item_removed", row, read.removedAt)),
  ]);
}

/** The next snapshot: the lists, and what is on them. */
export function mergeListItems(read: SetRead<ListItemRow>): ListItemRow[] {
  return mergeSet(rows, read);
}

/** What is on one list after a read of it that was not whole: what was read, beside what was known. */
export function mergePartOfList(before: readonly OnList[], after: readonly OnList[]): OnList[] {
  return mergeSet(items, { before, after, whole: false });
}
