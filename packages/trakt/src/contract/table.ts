import * as Calendars from "./calendars.ts";
import * as Certifications from "./certifications.ts";
import * as Checkin from "./checkin.ts";
import * as Comments from "./comments.ts";
import * as Countries from "./countries.ts";
import type { Endpoint } from "./endpoint.ts";
import * as Episodes from "./episodes.ts";
import * as Genres from "./genres.ts";
import * as Languages from "./languages.ts";
import * as Lists from "./lists.ts";
import * as Media from "./mixed-media.ts";
import * as MoviesCharts from "./movies-charts.ts";
import * as Movies from "./movies.ts";
import * as Networks from "./networks.ts";
import * as Notes from "./notes.ts";
import * as People from "./people.ts";
import * as Recommendations from "./recommendations.ts";
import * as Scrobble from "./scrobble.ts";
import * as Search from "./search.ts";
import * as Seasons from "./seasons.ts";
import * as ShowsCharts from "./shows-charts.ts";
import * as ShowsProgress from "./shows-progress.ts";
import * as Shows from "./shows.ts";
import * as SyncCollection from "./sync-collection.ts";
import * as SyncPlayback from "./sync-playback.ts";
import * as SyncProgress from "./sync-progress.ts";
import * as SyncShelves from "./sync-shelves.ts";
import * as SyncWatched from "./sync-watched.ts";
import * as Sync from "./sync.ts";
import * as UsersLibrary from "./users-library.ts";
import * as UsersLists from "./users-lists.ts";
import * as UsersSocial from "./users-social.ts";
import * as Users from "./users.ts";

const areas: readonly Readonly<Record<string, unknown>>[] = [
  Calendars,
  Certifications,
  Checkin,
  Comments,
  Countries,
  Episodes,
  Genres,
  Languages,
  Lists,
  Media,
  Movies,
  MoviesCharts,
  Networks,
  Notes,
  People,
  Recommendations,
  Scrobble,
  Search,
  Seasons,
  Shows,
  ShowsCharts,
  ShowsProgress,
  Sync,
  SyncCollection,
  SyncPlayback,
  SyncProgress,
  SyncShelves,
  SyncWatched,
  Users,
  UsersLibrary,
  UsersLists,
  UsersSocial,
];

/** Every method of Trakt's API that this client knows, area by area. */
export const contract: readonly Endpoint[] = areas.flatMap((area) => Object.values(area).filter(isEndpoint));

function isEndpoint(exported: unknown): exported is Endpoint {
  return typeof exported === "object" && exported !== null && "target" in exported && "reply" in exported;
}
