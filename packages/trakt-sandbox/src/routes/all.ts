import type { Route } from "../http/call.ts";
import { activityRoutes } from "./activities.ts";
import { calendarRoutes } from "./calendars.ts";
import { checkinRoutes } from "./checkin.ts";
import { chartRoutes } from "./charts.ts";
import { collectionRoutes } from "./collection.ts";
import { commentFeedRoutes, userCommentRoutes } from "./comment-feeds.ts";
import { commentVoteRoutes } from "./comment-votes.ts";
import { commentRoutes } from "./comments.ts";
import { followRoutes } from "./follows.ts";
import { lookupRoutes } from "./lookups.ts";
import { peopleRoutes } from "./people.ts";
import { hiddenRoutes } from "./hidden.ts";
import { historyRoutes } from "./history.ts";
import { likeRoutes } from "./likes.ts";
import { listRoutes } from "./lists.ts";
import { noteRoutes } from "./notes.ts";
import { publicListRoutes } from "./public-lists.ts";
import { playbackRoutes } from "./playback.ts";
import { ratingRoutes } from "./ratings.ts";
import { episodeRoutes } from "./episodes.ts";
import { recommendationRoutes } from "./recommendations.ts";
import { seasonRoutes } from "./seasons.ts";
import { searchRoutes } from "./search.ts";
import { scrobbleRoutes } from "./scrobble.ts";
import { savedFilterRoutes } from "./saved-filters.ts";
import { showRoutes } from "./shows.ts";
import { syncProgressRoutes } from "./sync-progress.ts";
import { updateRoutes } from "./sync-updates.ts";
import { userLibraryRoutes } from "./users-library.ts";
import { socialActivityRoutes } from "./social-activities.ts";
import { userStatsRoutes } from "./user-stats.ts";
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
  ...playbackRoutes,
  ...syncProgressRoutes,
  ...updateRoutes,
  ...scrobbleRoutes,
  ...checkinRoutes,
  ...hiddenRoutes,
  ...followRoutes,
  ...savedFilterRoutes,
  ...commentVoteRoutes,
  ...commentFeedRoutes,
  ...commentRoutes,
  ...likeRoutes,
  ...userRoutes,
  ...userCommentRoutes,
  ...userStatsRoutes,
  ...noteRoutes,
  ...socialActivityRoutes,
  ...userLibraryRoutes,
  ...listRoutes,
  ...publicListRoutes,
  ...calendarRoutes,
  ...lookupRoutes,
  ...peopleRoutes,
  ...searchRoutes,
  ...recommendationRoutes,
  ...episodeRoutes,
  ...seasonRoutes,
  ...chartRoutes,
  ...showRoutes,
];
