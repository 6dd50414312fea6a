import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const Language = z.object({ name: z.string(), code: z.string() });
export type Language = z.infer<typeof Language>;

/** Languages and their ISO 639-1 codes, as filters take them. */
export const list = defineEndpoint({
  id: "languages.list",
  method: "GET",
  path: "/languages/:type",
  auth: "none",
  params: z.strictObject({ type: z.enum(["movies", "shows"]) }),
  reply: z.array(Language),
  source: "https://docs.trakt.tv/reference/languages",
});
