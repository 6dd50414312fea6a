import * as z from "zod";
import { Things, ThingsToCollect } from "./bodies.ts";
import { defineEndpoint } from "./endpoint.ts";
import { listed } from "./media.ts";
import { extended, Instant, paging, SortBy, SortHow } from "./params.ts";
import { Receipt } from "./replies.ts";
import { Metadata } from "./sync.ts";

const docs = "https://docs.trakt.tv/reference/sync";

/** One collected movie or episode. */
export const CollectedItem = z.object({
  collected_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  metadata: Metadata,
  ...listed,
});
export type CollectedItem = z.infer<typeof CollectedItem>;

/** `start_at` and `end_at` are about when it was collected. */
const span = { start_at: Instant.optional(), end_at: Instant.optional() };

/** Collected movies and episodes in one list, newest first when no sorting is asked for. */
export const collectionMedia = defineEndpoint({
  id: "sync.collection_media",
  method: "GET",
  path: "/sync/collection/media",
  auth: "required",
  params: z.strictObject({
    ...span,
    sort_by: SortBy.optional(),
    sort_how: SortHow.optional(),
    ...paging,
    ...extended("full", "metadata"),
  }),
  reply: z.array(CollectedItem),
  paginated: true,
  source: docs,
});

/** Collected episodes, each for itself instead of below its show. */
export const collectionEpisodes = defineEndpoint({
  id: "sync.collection_episodes",
  method: "GET",
  path: "/sync/collection/episodes",
  auth: "required",
  params: z.strictObject({ ...span, ...paging, ...extended("full", "metadata") }),
  reply: z.array(CollectedItem),
  paginated: true,
  source: docs,
});

/** Episode number → when, by season number. */
const CollectedSeasons = z.record(z.string(), z.record(z.string(), z.string()));

/** Trakt's id → when it was collected; a show → season → episode → when. All of it at once. */
export const collectionMinimal = defineEndpoint({
  id: "sync.collection_minimal",
  method: "GET",
  path: "/sync/collection/minimal/:type",
  auth: "required",
  params: z.strictObject({ type: z.enum(["movies", "shows", "episodes"]), ...span }),
  reply: z.record(z.string(), z.union([z.string(), CollectedSeasons])),
  source: docs,
});

/** What is there already is updated with what is sent; a full collection is refused with 420. */
export const addToCollection = defineEndpoint({
  id: "sync.add_to_collection",
  method: "POST",
  path: "/sync/collection",
  auth: "required",
  params: z.strictObject({}),
  body: ThingsToCollect,
  reply: Receipt,
  source: docs,
});

/** A show without `seasons` removes every episode of it. */
export const removeFromCollection = defineEndpoint({
  id: "sync.remove_from_collection",
  method: "POST",
  path: "/sync/collection/remove",
  auth: "required",
  params: z.strictObject({}),
  body: Things,
  reply: Receipt,
  source: docs,
});
