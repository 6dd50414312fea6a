import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { EpisodeFacts, Season } from "./media.ts";
import { PathId } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/shows";

const about = { id: PathId };

/** Which seasons are listed and counted: neither hidden ones nor specials when nothing is said. */
const countedSeasons = {
  hidden: z.boolean().optional(),
  specials: z.boolean().optional(),
  count_specials: z.boolean().optional(),
};

const count = z.int().catch(0);

/** How far a person's collection of a show is; `seasons[].episodes` are the aired ones. */
export const CollectionProgress = z.object({
  aired: z.int(),
  completed: z.int(),
  last_collected_at: z.string().nullish(),
  seasons: z
    .array(
      z.object({
        number: z.int(),
        title: z.string().nullish(),
        aired: count,
        completed: count,
        episodes: z
          .array(z.object({ number: z.int(), completed: z.boolean(), collected_at: z.string().nullish() }))
          .nullish(),
      }),
    )
    .catch([]),
  hidden_seasons: z.array(Season).catch([]),
  next_episode: EpisodeFacts.nullish(),
  last_episode: EpisodeFacts.nullish(),
});
export type CollectionProgress = z.infer<typeof CollectionProgress>;

/** Trakt documents an answer with nothing in it, and 200 as well as 204. */
const Reset = z.object({ message: z.string().nullish() }).nullable().catch(null);

/** How many of the episodes that aired the person has collected; the next is the next to collect. */
export const collectionProgress = defineEndpoint({
  id: "shows.collection_progress",
  path: "/shows/:id/progress/collection",
  method: "GET",
  auth: "required",
  params: z.strictObject({ ...about, ...countedSeasons, last_activity: z.enum(["aired", "collected"]).optional() }),
  reply: CollectionProgress,
  emptyMeansUnknown: true,
  source: docs,
});

/** Starts the show over: what was watched until now no longer counts. Answered with 200 or 204. */
export const resetProgress = defineEndpoint({
  id: "shows.reset_progress",
  method: "POST",
  path: "/shows/:id/progress/watched/reset",
  auth: "required",
  params: z.strictObject(about),
  reply: Reset,
  source: docs,
});

/** Takes a reset back: all that was watched counts again. */
export const undoResetProgress = defineEndpoint({
  id: "shows.undo_reset_progress",
  method: "DELETE",
  path: "/shows/:id/progress/watched/reset",
  auth: "required",
  params: z.strictObject(about),
  reply: Reset,
  source: docs,
});
