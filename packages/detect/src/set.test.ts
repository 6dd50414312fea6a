import {
  collection,
  favorites,
  followers,
  followRequests,
  hidden,
  history,
  listItems,
  personalLists,
  playback,
  ratings,
  watchlist,
} from "./testing/feeds.ts";
import { setProperties } from "./testing/set-properties.ts";

setProperties(watchlist);
setProperties(favorites);
setProperties(collection);
setProperties(ratings);
setProperties(hidden);
setProperties(history);
setProperties(playback);
setProperties(personalLists);
setProperties(listItems);
setProperties(followers);
setProperties(followRequests);
