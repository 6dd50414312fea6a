import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { Progress, SeasonFacts, ShowFacts } from "./media.ts";
import { Day, full, Instant, paging, PathId } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/shows";

/** A show; its facts (status, genres, network …) with `extended=full`. */
export const summary = defineEndpoint({
  id: "shows.summary",
  method: "GET",
  path: "/shows/:id",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...full }),
  reply: ShowFacts,
  emptyMeansUnknown: true,
  source: docs,
});

/** The seasons; how many episodes each has, and how many have aired, with `extended=full`. */
export const seasons = defineEndpoint({
  id: "shows.seasons",
  method: "GET",
  path: "/shows/:id/seasons",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...full }),
  reply: z.array(SeasonFacts),
  emptyMeansUnknown: true,
  source: docs,
});

/** How far the person is. Only aired episodes count; a show never watched has 0 completed. */
export const watchedProgress = defineEndpoint({
  id: "shows.watched_progress",
  method: "GET",
  path: "/shows/:id/progress/watched",
  auth: "required",
  params: z.strictObject({
    id: PathId,
    hidden: z.boolean().optional(),
    specials: z.boolean().optional(),
    count_specials: z.boolean().optional(),
    last_activity: z.enum(["aired", "watched"]).optional(),
  }),
  reply: Progress,
  emptyMeansUnknown: true,
  source: docs,
});

/** Shows changed since, newest first; at most 30 days back. */
export const updates = defineEndpoint({
  id: "shows.updates",
  method: "GET",
  path: "/shows/updates/:start_date",
  auth: "none",
  params: z.strictObject({ start_date: z.union([Day, Instant]), ...paging, ...full }),
  reply: z.array(z.object({ updated_at: z.string(), show: ShowFacts })),
  paginated: true,
  source: docs,
});
