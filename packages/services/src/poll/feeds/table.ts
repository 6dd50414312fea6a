import { collection } from "./collection.ts";
import { type AnyFeed, anyFeed } from "./feed.ts";
import { favorites } from "./favorites.ts";
import { dropped, hidden } from "./hidden.ts";
import { history } from "./history.ts";
import { listItems } from "./list-items.ts";
import { lists } from "./lists.ts";
import { followers, followRequests } from "./people.ts";
import { playback } from "./playback.ts";
import { ratings } from "./ratings.ts";
import { watchlist } from "./watchlist.ts";

/** Every feed whose changes `/sync/last_activities` tells, in the order in which a poll reads them. */
export const feeds: readonly AnyFeed[] = [
  anyFeed(history),
  anyFeed(playback),
  anyFeed(watchlist),
  anyFeed(favorites),
  anyFeed(lists),
  anyFeed(listItems),
  anyFeed(ratings),
  anyFeed(collection),
  anyFeed(hidden),
  anyFeed(dropped),
  anyFeed(followers),
  anyFeed(followRequests),
];
