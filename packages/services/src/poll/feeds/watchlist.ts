import { diffListed, ListedRow, mergeListed } from "@showrunner/detect/listed.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import type { Feed } from "./feed.ts";
import { listedItemOf } from "./listed-item.ts";
import { readSets, rowsOf } from "./set-read.ts";

export const watchlist: Feed<ListedRow> = {
  name: "watchlist",
  activityKeys: [
    "watchlist.updated_at",
    "movies.watchlisted_at",
    "shows.watchlisted_at",
    "seasons.watchlisted_at",
    "episodes.watchlisted_at",
  ],
  types: ["watchlist.item_added", "watchlist.item_removed"],
  row: ListedRow,
  read: (session) =>
    readSets([
      rowsOf(session.readWhole(Sync.watchlist, {}), (one) => {
        const item = listedItemOf(one);
        return item === undefined ? undefined : { ...item, listed_at: one.listed_at };
      }),
    ]),
  diff: (input) => diffListed("watchlist", input),
  merge: mergeListed,
};
