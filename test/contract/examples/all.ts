import type { Example } from "../example.ts";
import { commentsExamples } from "./comments.ts";
import { listsExamples } from "./lists.ts";
import { notesExamples } from "./notes.ts";
import { usersListsExamples } from "./users-lists.ts";
import { usersSocialExamples } from "./users-social.ts";
import { scrobbleExamples } from "./scrobble.ts";
import { checkinExamples } from "./checkin.ts";
import { syncExamples } from "./sync.ts";
import { syncCollectionExamples } from "./sync-collection.ts";
import { syncPlaybackExamples } from "./sync-playback.ts";
import { syncProgressExamples } from "./sync-progress.ts";
import { syncShelvesExamples } from "./sync-shelves.ts";
import { syncWatchedExamples } from "./sync-watched.ts";
import { usersLibraryExamples } from "./users-library.ts";
import { usersExamples } from "./users.ts";
import { mediaExamples } from "./mixed-media.ts";
import { movieChartExamples } from "./movies-charts.ts";
import { moviesExamples } from "./movies.ts";
import { showChartExamples } from "./shows-charts.ts";
import { showsProgressExamples } from "./shows-progress.ts";
import { showsExamples } from "./shows.ts";
import { calendarsExamples } from "./calendars.ts";
import { episodesExamples } from "./episodes.ts";
import { lookupsExamples } from "./lookups.ts";
import { peopleExamples } from "./people.ts";
import { recommendationsExamples } from "./recommendations.ts";
import { searchExamples } from "./search.ts";
import { seasonsExamples } from "./seasons.ts";

/** Every example, area by area. */
export const examples: readonly Example[] = [
  ...commentsExamples,
  ...listsExamples,
  ...notesExamples,
  ...usersListsExamples,
  ...usersSocialExamples,
  ...usersExamples,
  ...mediaExamples,
  ...movieChartExamples,
  ...moviesExamples,
  ...showChartExamples,
  ...showsProgressExamples,
  ...showsExamples,
  ...calendarsExamples,
  ...episodesExamples,
  ...lookupsExamples,
  ...peopleExamples,
  ...recommendationsExamples,
  ...searchExamples,
  ...seasonsExamples,
  ...scrobbleExamples,
  ...checkinExamples,
  ...syncExamples,
  ...syncCollectionExamples,
  ...syncPlaybackExamples,
  ...syncProgressExamples,
  ...syncShelvesExamples,
  ...syncWatchedExamples,
  ...usersLibraryExamples,
];
