import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, Movie, Show } from "./media.ts";
import { full, Instant, Int64, Int64Id, paging } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/sync";

/** Something half watched; `progress` in percent. */
export const PlaybackItem = z.object({
  id: Int64,
  progress: z.number().catch(0),
  paused_at: z.string(),
  type: z.string(),
  movie: Movie.optional(),
  episode: Episode.optional(),
  show: Show.optional(),
});
export type PlaybackItem = z.infer<typeof PlaybackItem>;

/** Where players were paused, newest first; `start_at` and `end_at` are about when. */
export const playback = defineEndpoint({
  id: "sync.playback",
  method: "GET",
  path: "/sync/playback/:type?",
  auth: "required",
  params: z.strictObject({
    type: z.enum(["movies", "episodes"]).optional(),
    start_at: Instant.optional(),
    end_at: Instant.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(PlaybackItem),
  paginated: true,
  source: docs,
});

/** Forgets where a player was paused; 404 when it is forgotten already. */
export const removePlayback = defineEndpoint({
  id: "sync.remove_playback",
  method: "DELETE",
  path: "/sync/playback/:id",
  auth: "required",
  params: z.strictObject({ id: Int64Id }),
  reply: z.unknown(),
  source: docs,
});
