import { CollectedRow, diffCollected, mergeCollected } from "@showrunner/detect/collected.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import { type Feed, unknownTime } from "./feed.ts";
import { compactMovie, compactShow } from "./media.ts";
import { readSets, rowsOf } from "./set-read.ts";

async function readShows(session: TraktSession): Promise<{ items: CollectedRow[]; whole: boolean }> {
  const { items, whole } = await session.readWhole(Sync.collectionShows, {});
  const rows: CollectedRow[] = [];
  for (const { show, seasons } of items)
    for (const season of seasons ?? [])
      for (const episode of season.episodes ?? [])
        rows.push({
          item_type: "episode",
          show: compactShow(show),
          episode: { season: season.number, number: episode.number },
          collected_at: episode.collected_at ?? unknownTime,
        });
  return { items: rows, whole };
}

export const collection: Feed<CollectedRow> = {
  name: "collection",
  activityKeys: ["movies.collected_at", "episodes.collected_at"],
  types: ["collection.item_added", "collection.item_removed"],
  row: CollectedRow,
  read: (session) =>
    readSets<CollectedRow>([
      rowsOf(session.readWhole(Sync.collectionMovies, {}), (one) => ({
        item_type: "movie" as const,
        movie: compactMovie(one.movie),
        collected_at: one.collected_at ?? unknownTime,
      })),
      readShows(session),
    ]),
  diff: diffCollected,
  merge: mergeCollected,
};
