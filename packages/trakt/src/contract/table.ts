import * as Calendars from "./calendars.ts";
import type { Endpoint } from "./endpoint.ts";
import * as Movies from "./movies.ts";
import * as Shows from "./shows.ts";
import * as Sync from "./sync.ts";
import * as Users from "./users.ts";

/** Every method of Trakt's API that this client knows. */
export const contract: readonly Endpoint[] = [
  Sync.lastActivities,
  Sync.history,
  Sync.addToHistory,
  Sync.removeFromHistory,
  Sync.watchlist,
  Sync.addToWatchlist,
  Sync.removeFromWatchlist,
  Sync.ratings,
  Sync.addRatings,
  Sync.removeRatings,
  Sync.collectionMovies,
  Sync.collectionShows,
  Sync.favorites,
  Sync.addToFavorites,
  Sync.removeFromFavorites,
  Sync.watchedShows,
  Sync.watchedMovies,
  Users.settings,
  Users.hidden,
  Users.addHidden,
  Users.removeHidden,
  Users.watching,
  Users.lists,
  Users.createList,
  Users.listItems,
  Users.addListItems,
  Users.removeListItems,
  Calendars.myShows,
  Calendars.myMovies,
  Calendars.allNewShows,
  Calendars.allSeasonPremieres,
  Calendars.allMovies,
  Shows.summary,
  Shows.seasons,
  Shows.watchedProgress,
  Shows.updates,
  Movies.summary,
];
