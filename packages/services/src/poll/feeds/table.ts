import { collection } from "./collection.ts";
import { type AnyFeed, anyFeed } from "./feed.ts";
import { favorites } from "./favorites.ts";
import { dropped, hidden } from "./hidden.ts";
import { history } from "./history.ts";
import { ratings } from "./ratings.ts";
import { watchlist } from "./watchlist.ts";

/** Every feed whose changes `/sync/last_activities` tells, in the order in which a poll reads them. */
export const feeds: readonly AnyFeed[] = [
  anyFeed(history),
  anyFeed(watchlist),
  anyFeed(favorites),
  anyFeed(ratings),
  anyFeed(collection),
  anyFeed(hidden),
  anyFeed(dropped),
];
