import { collection, favorites, hidden, history, ratings, watchlist } from "./testing/feeds.ts";
import { setProperties } from "./testing/set-properties.ts";

setProperties(watchlist);
setProperties(favorites);
setProperties(collection);
setProperties(ratings);
setProperties(hidden);
setProperties(history);
