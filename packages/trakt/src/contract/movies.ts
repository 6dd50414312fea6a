import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { MovieFacts } from "./media.ts";
import { full, PathId } from "./params.ts";

/** A movie; its facts (status, release date, genres …) with `extended=full`. */
export const summary = defineEndpoint({
  id: "movies.summary",
  method: "GET",
  path: "/movies/:id",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...full }),
  reply: MovieFacts,
  emptyMeansUnknown: true,
  source: "https://docs.trakt.tv/reference/movies",
});
