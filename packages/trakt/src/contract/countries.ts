import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const Country = z.object({ name: z.string(), code: z.string() });
export type Country = z.infer<typeof Country>;

/** Countries and their ISO 3166-1 codes, as filters take them. */
export const list = defineEndpoint({
  id: "countries.list",
  method: "GET",
  path: "/countries/:type",
  auth: "none",
  params: z.strictObject({ type: z.enum(["movies", "shows"]) }),
  reply: z.array(Country),
  source: "https://docs.trakt.tv/reference/countries",
});
