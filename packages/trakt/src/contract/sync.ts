import * as z from "zod";
import { LastActivities } from "./activities.ts";
import { Plays, PlaysToRemove, Ratings, Things, ThingsToList } from "./bodies.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, listed, Movie, Show, ShowFacts } from "./media.ts";
import { namedList } from "./named-list.ts";
import { extended, full, Instant, Int64, ItemsType, paging, SortBy, SortHow } from "./params.ts";
import { Receipt } from "./replies.ts";

const docs = "https://docs.trakt.tv/reference/sync";
const nothing = z.strictObject({});

/** When each kind of thing last changed: the one cheap call that tells whether to read more. */
export const lastActivities = defineEndpoint({
  id: "sync.last_activities",
  method: "GET",
  path: "/sync/last_activities",
  auth: "required",
  params: nothing,
  reply: LastActivities,
  source: docs,
});

/** One play. `id` is above 2^31, and a bigint beyond 2^53; `watched_at` has the precision of a minute. */
export const HistoryItem = z.object({
  id: Int64,
  watched_at: z.string(),
  /** `scrobble`, `checkin` or `watch`. */
  action: z.string(),
  type: z.string(),
  movie: Movie.optional(),
  episode: Episode.optional(),
  show: Show.optional(),
});
export type HistoryItem = z.infer<typeof HistoryItem>;

/** Plays, newest first. `start_at` and `end_at` are about when it was watched, not when it was added. */
export const history = defineEndpoint({
  id: "sync.history",
  method: "GET",
  path: "/sync/history/:type?/:item_id?",
  auth: "required",
  params: z.strictObject({
    type: z.enum(["all", "movies", "shows", "seasons", "episodes"]).optional(),
    /** Trakt's id of one movie, show, season or episode; needs `type`. */
    item_id: z.int().min(1).optional(),
    start_at: Instant.optional(),
    end_at: Instant.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(HistoryItem),
  paginated: true,
  source: docs,
});

/** Not idempotent. A show without `seasons` adds a play of every episode it has. */
export const addToHistory = defineEndpoint({
  id: "sync.add_to_history",
  method: "POST",
  path: "/sync/history",
  auth: "required",
  params: nothing,
  body: Plays,
  reply: Receipt,
  source: docs,
});

/** A show without `seasons` removes every play of it. */
export const removeFromHistory = defineEndpoint({
  id: "sync.remove_from_history",
  method: "POST",
  path: "/sync/history/remove",
  auth: "required",
  params: nothing,
  body: PlaysToRemove,
  reply: Receipt,
  source: docs,
});

/** One thing on a list. Ranks are not unique. */
export const ListedItem = z.object({
  rank: z.int().nullish(),
  id: z.int().nullish(),
  listed_at: z.string().catch(""),
  notes: z.string().nullish(),
  ...listed,
});
export type ListedItem = z.infer<typeof ListedItem>;

const sortedList = z.strictObject({
  type: z.enum(["all", ...ItemsType.options]).optional(),
  /** `rank`, ascending, when left out; needs `type`. */
  sort_by: SortBy.optional(),
  sort_how: SortHow.optional(),
  ...paging,
  ...full,
});

/** The watchlist, by rank when nothing else is asked for. */
export const watchlist = defineEndpoint({
  id: "sync.watchlist",
  method: "GET",
  path: "/sync/watchlist/:type?/:sort_by?/:sort_how?",
  auth: "required",
  params: sortedList,
  reply: z.array(ListedItem),
  paginated: true,
  countsAllTypes: true,
  source: docs,
});

/** What is there already comes back as `existing`; a full watchlist is refused with 420. */
export const addToWatchlist = defineEndpoint({
  id: "sync.add_to_watchlist",
  method: "POST",
  path: "/sync/watchlist",
  auth: "required",
  params: nothing,
  body: ThingsToList,
  reply: Receipt,
  source: docs,
});

export const removeFromWatchlist = defineEndpoint({
  id: "sync.remove_from_watchlist",
  method: "POST",
  path: "/sync/watchlist/remove",
  auth: "required",
  params: nothing,
  body: Things,
  reply: Receipt,
  source: docs,
});

export const RatedItem = z.object({ rated_at: z.string(), rating: z.int(), ...listed });
export type RatedItem = z.infer<typeof RatedItem>;

export const ratings = defineEndpoint({
  id: "sync.ratings",
  method: "GET",
  path: "/sync/ratings/:type?/:rating?",
  auth: "required",
  params: z.strictObject({
    type: z.enum(["all", ...ItemsType.options]).optional(),
    /** Only these ratings; needs `type`. */
    rating: z.union([z.int().min(1).max(10), z.array(z.int().min(1).max(10)).min(1)]).optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(RatedItem),
  paginated: true,
  source: docs,
});

export const addRatings = defineEndpoint({
  id: "sync.add_ratings",
  method: "POST",
  path: "/sync/ratings",
  auth: "required",
  params: nothing,
  body: Ratings,
  reply: Receipt,
  source: docs,
});

export const removeRatings = defineEndpoint({
  id: "sync.remove_ratings",
  method: "POST",
  path: "/sync/ratings/remove",
  auth: "required",
  params: nothing,
  body: Things,
  reply: Receipt,
  source: docs,
});

/** What a copy is like, with `extended=metadata`; null where nobody said. */
export const Metadata = z
  .object({
    media_type: z.string().nullish(),
    resolution: z.string().nullish(),
    hdr: z.string().nullish(),
    audio: z.string().nullish(),
    audio_channels: z.string().nullish(),
    /** A number on newer backends. */
    "3d": z.union([z.boolean(), z.number()]).nullish().catch(null),
  })
  .nullish();

export const CollectedMovie = z.object({
  collected_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  metadata: Metadata,
  movie: Movie,
});
export type CollectedMovie = z.infer<typeof CollectedMovie>;

export const collectionMovies = defineEndpoint({
  id: "sync.collection_movies",
  method: "GET",
  path: "/sync/collection/movies",
  auth: "required",
  params: z.strictObject({ ...paging, ...extended("full", "metadata") }),
  reply: namedList("movie", CollectedMovie),
  paginated: true,
  source: docs,
});

export const CollectedShow = z.object({
  last_collected_at: z.string().nullish(),
  last_updated_at: z.string().nullish(),
  show: Show,
  seasons: z
    .array(
      z.object({
        number: z.int(),
        episodes: z.array(z.object({ number: z.int(), collected_at: z.string().nullish(), metadata: Metadata })),
      }),
    )
    .nullish(),
});
export type CollectedShow = z.infer<typeof CollectedShow>;

export const collectionShows = defineEndpoint({
  id: "sync.collection_shows",
  method: "GET",
  path: "/sync/collection/shows",
  auth: "required",
  params: z.strictObject({ ...paging, ...extended("full", "metadata") }),
  reply: namedList("show", CollectedShow),
  paginated: true,
  source: docs,
});

export const favorites = defineEndpoint({
  id: "sync.favorites",
  method: "GET",
  path: "/sync/favorites/:type?/:sort_by?/:sort_how?",
  auth: "required",
  params: sortedList.extend({ type: z.enum(["all", "movies", "shows"]).optional() }),
  reply: z.array(ListedItem),
  paginated: true,
  countsAllTypes: true,
  source: docs,
});

/** Movies and shows only. */
export const addToFavorites = defineEndpoint({
  id: "sync.add_to_favorites",
  method: "POST",
  path: "/sync/favorites",
  auth: "required",
  params: nothing,
  body: ThingsToList,
  reply: Receipt,
  source: docs,
});

export const removeFromFavorites = defineEndpoint({
  id: "sync.remove_from_favorites",
  method: "POST",
  path: "/sync/favorites/remove",
  auth: "required",
  params: nothing,
  body: Things,
  reply: Receipt,
  source: docs,
});

export const WatchedShow = z.object({
  plays: z.int().catch(0),
  last_watched_at: z.string().nullish(),
  last_updated_at: z.string().nullish(),
  reset_at: z.string().nullish(),
  show: ShowFacts,
  /** Only with `extended=progress`; specials only with `specials`. */
  seasons: z
    .array(
      z.object({
        number: z.int(),
        episodes: z.array(z.object({ number: z.int(), plays: z.int(), last_watched_at: z.string().nullish() })),
      }),
    )
    .nullish(),
});
export type WatchedShow = z.infer<typeof WatchedShow>;

export const watchedShows = defineEndpoint({
  id: "sync.watched_shows",
  method: "GET",
  path: "/sync/watched/shows",
  auth: "required",
  params: z.strictObject({
    ...extended("full", "progress", "noseasons"),
    specials: z.boolean().optional(),
    ...paging,
  }),
  reply: namedList("show", WatchedShow),
  paginated: true,
  source: docs,
});

export const WatchedMovie = z.object({
  plays: z.int().catch(0),
  last_watched_at: z.string().nullish(),
  last_updated_at: z.string().nullish(),
  movie: Movie,
});
export type WatchedMovie = z.infer<typeof WatchedMovie>;

export const watchedMovies = defineEndpoint({
  id: "sync.watched_movies",
  method: "GET",
  path: "/sync/watched/movies",
  auth: "required",
  params: z.strictObject({ ...paging, ...full }),
  reply: namedList("movie", WatchedMovie),
  paginated: true,
  source: docs,
});
