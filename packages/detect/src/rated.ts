import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { ListedItem, listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** A rated thing; ratings are 1 to 10. */
export const RatedRow = ListedItem.extend({ rating: z.int().min(1).max(10), rated_at: z.string() });
export type RatedRow = z.infer<typeof RatedRow>;

const rated: SetOf<RatedRow, string> = {
  key: listedItemKey,
  time: (row) => row.rated_at,
  same: (before, after) => before.rating === after.rating,
};

/**
 * `item.rated` for a first rating and for another one than before, and of a whole read `item.unrated` for one that was
 * taken back. The same rating given again is no news.
 */
export function diffRated(read: SetDiff<RatedRow>): Draft[] {
  const changes = changesOf(rated, read);
  return inOrder([
    ...changes.added.map((row) => ratedDraft(row, null)),
    ...changes.changed.map(({ before, after }) => ratedDraft(after, before.rating)),
    ...changes.removed.map((row): Draft => ({
      type: "item.unrated",
      subject: listedItemKey(row),
      time: instantOf(read.removedAt),
      identity: ratingIdentity(row),
      data: { ...row },
    })),
  ]);
}

/** The next snapshot, sorted by item. */
export function mergeRated(read: SetRead<RatedRow>): RatedRow[] {
  return mergeSet(rated, read);
}

function ratedDraft(row: RatedRow, previous: number | null): Draft {
  return {
    type: "item.rated",
    subject: listedItemKey(row),
    time: instantOf(row.rated_at),
    identity: ratingIdentity(row),
    data: { ...row, previous_rating: previous },
  };
}

/** The rating too, for a client may set `rated_at` itself. Not the one before: that depends on when we looked. */
const ratingIdentity = (row: RatedRow): string => `${listedItemKey(row)}@${instantOf(row.rated_at)}:${row.rating}`;
