import type { Route } from "../http/call.ts";
import { activityRoutes } from "./activities.ts";
import { calendarRoutes } from "./calendars.ts";
import { collectionRoutes } from "./collection.ts";
import { hiddenRoutes } from "./hidden.ts";
import { historyRoutes } from "./history.ts";
import { listRoutes } from "./lists.ts";
import { ratingRoutes } from "./ratings.ts";
import { showRoutes } from "./shows.ts";
import { userRoutes } from "./users.ts";
import { watchedRoutes } from "./watched.ts";
import { watchlistRoutes } from "./watchlist.ts";

/** Every route of the API, in the order in which they are tried. */
export const routes: readonly Route[] = [
  ...activityRoutes,
  ...historyRoutes,
  ...watchlistRoutes,
  ...ratingRoutes,
  ...collectionRoutes,
  ...watchedRoutes,
  ...hiddenRoutes,
  ...userRoutes,
  ...listRoutes,
  ...calendarRoutes,
  ...showRoutes,
];
