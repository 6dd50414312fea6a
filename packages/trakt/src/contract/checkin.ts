import * as z from "zod";
import { CheckIn } from "./bodies.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, Movie, Show } from "./media.ts";
import { Int64 } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/checkin";

/** `id` is the play's that it will be. */
export const CheckedIn = z.object({
  id: Int64,
  watched_at: z.string(),
  movie: Movie.nullish(),
  episode: Episode.nullish(),
  show: Show.nullish(),
});
export type CheckedIn = z.infer<typeof CheckedIn>;

/**
 * Somebody sits down to watch something: it is a play once its runtime is over. While one is under way, another is
 * refused with 409, which says when it `expires_at`.
 */
export const checkIn = defineEndpoint({
  id: "checkin.check_in",
  method: "POST",
  path: "/checkin",
  auth: "required",
  params: z.strictObject({}),
  body: CheckIn,
  reply: CheckedIn,
  source: docs,
});

/** Ends the check-in that is under way, if one is, without a play. */
export const cancel = defineEndpoint({
  id: "checkin.cancel",
  method: "DELETE",
  path: "/checkin",
  auth: "required",
  params: z.strictObject({}),
  reply: z.unknown(),
  source: docs,
});
