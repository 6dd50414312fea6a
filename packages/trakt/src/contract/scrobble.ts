import * as z from "zod";
import { Scrobble } from "./bodies.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, Movie, Show } from "./media.ts";
import { Int64 } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/scrobble";

/** What Trakt made of it: `action` is `start`, `pause` or `scrobble`; `id` is the play's, of a `scrobble` only. */
export const Scrobbled = z.object({
  id: Int64,
  action: z.string(),
  progress: z.number(),
  movie: Movie.nullish(),
  episode: Episode.nullish(),
  show: Show.nullish(),
});
export type Scrobbled = z.infer<typeof Scrobbled>;

const report = <Path extends string>(id: string, path: Path) =>
  defineEndpoint({
    id,
    method: "POST",
    path,
    auth: "required",
    params: z.strictObject({}),
    body: Scrobble,
    reply: Scrobbled,
    source: docs,
  });

/** A player begins, or goes on. The person is watching until the rest of the runtime is over; it need not be repeated. */
export const start = report("scrobble.start", "/scrobble/start");

/** A player is paused, and where it was is kept as playback. */
export const pause = report("scrobble.pause", "/scrobble/pause");

/**
 * A player ends. From 80 % on it is a play, below it a pause, below 1 % refused with 422. What was scrobbled within the
 * hour is refused with 409, which says `watched_at` and `expires_at`: it is there already.
 */
export const stop = report("scrobble.stop", "/scrobble/stop");
