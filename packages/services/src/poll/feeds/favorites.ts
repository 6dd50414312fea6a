import { diffListed, ListedRow, mergeListed } from "@showrunner/detect/listed.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import type { Feed } from "./feed.ts";
import { listedItemOf } from "./listed-item.ts";
import { readSets, rowsOf } from "./set-read.ts";

export const favorites: Feed<ListedRow> = {
  name: "favorites",
  activityKeys: ["favorites.updated_at", "movies.favorited_at", "shows.favorited_at"],
  types: ["favorites.item_added", "favorites.item_removed"],
  row: ListedRow,
  read: (session) =>
    readSets([
      rowsOf(session.readWhole(Sync.favorites, {}), (one) => {
        const item = listedItemOf(one);
        return item === undefined ? undefined : { ...item, listed_at: one.listed_at };
      }),
    ]),
  diff: (input) => diffListed("favorites", input),
  merge: mergeListed,
};
