import { diffRated, mergeRated, RatedRow } from "@showrunner/detect/rated.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import type { Feed } from "./feed.ts";
import { listedItemOf } from "./listed-item.ts";
import { readSets, rowsOf } from "./set-read.ts";

export const ratings: Feed<RatedRow> = {
  name: "ratings",
  activityKeys: ["movies.rated_at", "shows.rated_at", "seasons.rated_at", "episodes.rated_at"],
  types: ["item.rated", "item.unrated"],
  row: RatedRow,
  read: (session) =>
    readSets([
      rowsOf(session.readWhole(Sync.ratings, {}), (one) => {
        const item = listedItemOf(one);
        return item === undefined ? undefined : { ...item, rating: one.rating, rated_at: one.rated_at };
      }),
    ]),
  diff: diffRated,
  merge: mergeRated,
};
