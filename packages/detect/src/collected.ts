import type { Draft } from "@showrunner/core/events/envelope.ts";
import { Episode } from "@showrunner/core/media.ts";
import * as z from "zod";
import { instantOf, sameInstant } from "./instant.ts";
import { incompleteItem, ListedItem, listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** A movie or an episode in the collection. Trakt gives a collected episode no id: its show and number name it. */
export const CollectedRow = ListedItem.extend({
  item_type: z.enum(["movie", "episode"]),
  episode: Episode.partial({ ids: true }).optional(),
  collected_at: z.string(),
});
export type CollectedRow = z.infer<typeof CollectedRow>;

const collected: SetOf<CollectedRow, string> = {
  key: collectedKey,
  time: (row) => row.collected_at,
  same: (before, after) => sameInstant(before.collected_at, after.collected_at),
};

/**
 * `collection.item_added` and, of a whole read, `collection.item_removed`. Removed and collected again between
 * two reads (another `collected_at`) is one addition: the two net out.
 */
export function diffCollected(read: SetDiff<CollectedRow>): Draft[] {
  const changes = changesOf(collected, read);
  return inOrder([
    ...[...changes.added, ...changes.changed.map((change) => change.after)].map((row): Draft => ({
      type: "collection.item_added",
      subject: collectedKey(row),
      time: instantOf(row.collected_at),
      identity: collectingIdentity(row),
      data: { ...row },
    })),
    ...changes.removed.map((row): Draft => ({
      type: "collection.item_removed",
      subject: collectedKey(row),
      time: instantOf(read.removedAt),
      identity: collectingIdentity(row),
      data: { ...row },
    })),
  ]);
}

/** The next snapshot, sorted by item. */
export function mergeCollected(read: SetRead<CollectedRow>): CollectedRow[] {
  return mergeSet(collected, read);
}

/** One stay in the collection: it begins once and ends once. */
const collectingIdentity = (row: CollectedRow): string => `${collectedKey(row)}@${instantOf(row.collected_at)}`;

/** `episode:1390:2:8`, whether or not this read gives the episode's id, or `movie:1`. */
function collectedKey({ item_type, movie, show, episode }: CollectedRow): string {
  if (item_type === "movie") return listedItemKey({ item_type, movie });
  if (show === undefined || episode === undefined) throw incompleteItem({ item_type });
  return `episode:${show.ids.trakt}:${episode.season}:${episode.number}`;
}
