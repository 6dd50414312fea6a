import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { extended } from "./params.ts";

const named = { name: z.string(), slug: z.string() };

export const Genre = z.object({ ...named, subgenres: z.array(z.object(named)).nullish() });
export type Genre = z.infer<typeof Genre>;

/** Genres and their slugs, as filters take them; `extended=subgenres` for what each is divided into. */
export const list = defineEndpoint({
  id: "genres.list",
  method: "GET",
  path: "/genres/:type",
  auth: "none",
  params: z.strictObject({ type: z.enum(["movies", "shows"]), ...extended("subgenres") }),
  reply: z.array(Genre),
  source: "https://docs.trakt.tv/reference/genres",
});
