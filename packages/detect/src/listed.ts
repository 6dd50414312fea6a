import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as z from "zod";
import { instantOf, sameInstant } from "./instant.ts";
import { ListedItem, listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** A row of the watchlist or the favorites. */
export const ListedRow = ListedItem.extend({ listed_at: z.string() });
export type ListedRow = z.infer<typeof ListedRow>;

const listed: SetOf<ListedRow, string> = {
  key: listedItemKey,
  time: (row) => row.listed_at,
  same: (before, after) => sameInstant(before.listed_at, after.listed_at),
};

/**
 * `….item_added` for what came onto the list, `….item_removed` for what is gone from a whole read. What was
 * taken off and put on again between two reads (another `listed_at`) is one addition: the two net out.
 */
export function diffListed(list: "watchlist" | "favorites", read: SetDiff<ListedRow>): Draft[] {
  const changes = changesOf(listed, read);
  return inOrder([
    ...[...changes.added, ...changes.changed.map((change) => change.after)].map((row): Draft => ({
      type: `${list}.item_added` as const,
      subject: listedItemKey(row),
      time: instantOf(row.listed_at),
      identity: listingIdentity(row),
      data: { ...row },
    })),
    ...changes.removed.map((row): Draft => ({
      type: `${list}.item_removed` as const,
      subject: listedItemKey(row),
      time: instantOf(read.removedAt),
      identity: listingIdentity(row),
      data: { ...row },
    })),
  ]);
}

/** The next snapshot, sorted by item. */
export function mergeListed(read: SetRead<ListedRow>): ListedRow[] {
  return mergeSet(listed, read);
}

/** One stay on the list: it begins once and ends once. */
const listingIdentity = (row: ListedRow): string => `${listedItemKey(row)}@${instantOf(row.listed_at)}`;
