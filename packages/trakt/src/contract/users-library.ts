import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { Movie } from "./media.ts";
import { extended, full, Instant, ItemsType, paging, PersonId, SortBy, SortHow } from "./params.ts";
import { CollectedShow, HistoryItem, ListedItem, Metadata, RatedItem, WatchedShow } from "./sync.ts";
import { Intent, ProgressSort, ShowInProgress } from "./sync-progress.ts";

const docs = "https://docs.trakt.tv/reference/users";

/** A person's plays, newest first. `start_at` and `end_at` are about when it was watched. */
export const history = defineEndpoint({
  id: "users.history",
  method: "GET",
  path: "/users/:id/history/:type?/:item_id?",
  auth: "optional",
  params: z.strictObject({
    id: PersonId,
    type: z.enum(["movies", "shows", "seasons", "episodes"]).optional(),
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

export const ratings = defineEndpoint({
  id: "users.ratings",
  method: "GET",
  path: "/users/:id/ratings/:type?/:rating?",
  auth: "optional",
  params: z.strictObject({
    id: PersonId,
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

const sorted = {
  /** `rank`, ascending, when left out; needs `type`. */
  sort_by: SortBy.optional(),
  sort_how: SortHow.optional(),
  ...paging,
  ...full,
};

export const watchlist = defineEndpoint({
  id: "users.watchlist",
  method: "GET",
  path: "/users/:id/watchlist/:type?/:sort_by?/:sort_how?",
  auth: "optional",
  params: z.strictObject({ id: PersonId, type: z.enum(["all", ...ItemsType.options]).optional(), ...sorted }),
  reply: z.array(ListedItem),
  paginated: true,
  countsAllTypes: true,
  source: docs,
});

export const favorites = defineEndpoint({
  id: "users.favorites",
  method: "GET",
  path: "/users/:id/favorites/:type?/:sort_by?/:sort_how?",
  auth: "optional",
  params: z.strictObject({ id: PersonId, type: z.enum(["all", "movies", "shows"]).optional(), ...sorted }),
  reply: z.array(ListedItem),
  paginated: true,
  countsAllTypes: true,
  source: docs,
});

/** One movie with `collected_at`, or one show with its collected episodes and `last_collected_at`. */
export const CollectedThing = CollectedShow.partial().extend({
  collected_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  metadata: Metadata,
  movie: Movie.optional(),
});
export type CollectedThing = z.infer<typeof CollectedThing>;

export const collection = defineEndpoint({
  id: "users.collection",
  method: "GET",
  path: "/users/:id/collection/:type",
  auth: "optional",
  params: z.strictObject({
    id: PersonId,
    type: z.enum(["movies", "shows"]),
    ...paging,
    ...extended("full", "metadata"),
  }),
  reply: z.array(CollectedThing),
  paginated: true,
  source: docs,
});

/** One movie or one show; a show's `seasons` only with `extended=progress`. */
export const WatchedThing = WatchedShow.partial({ show: true }).extend({ movie: Movie.optional() });
export type WatchedThing = z.infer<typeof WatchedThing>;

/** What a person has watched, and how often; what was watched most comes first. */
export const watched = defineEndpoint({
  id: "users.watched",
  method: "GET",
  path: "/users/:id/watched/:type",
  auth: "optional",
  params: z.strictObject({
    id: PersonId,
    type: z.enum(["movies", "shows"]),
    specials: z.boolean().optional(),
    ...paging,
    ...extended("full", "progress", "noseasons"),
  }),
  reply: z.array(WatchedThing),
  paginated: true,
  source: docs,
});

/** What the person whose token is sent is to watch next: Trakt ignores `id`. */
export const upNext = defineEndpoint({
  id: "users.up_next",
  method: "GET",
  path: "/users/:id/progress/up_next",
  auth: "optional",
  params: z.strictObject({
    id: PersonId,
    intent: Intent.optional(),
    sort_by: ProgressSort.optional(),
    sort_how: SortHow.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(ShowInProgress),
  paginated: true,
  source: docs,
});
