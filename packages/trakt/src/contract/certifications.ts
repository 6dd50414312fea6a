import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const Certification = z.object({
  name: z.string(),
  slug: z.string(),
  description: z.string().nullish(),
});
export type Certification = z.infer<typeof Certification>;

/** Ratings of content, by country; only those of the US are there. */
export const list = defineEndpoint({
  id: "certifications.list",
  method: "GET",
  path: "/certifications/:type",
  auth: "none",
  params: z.strictObject({ type: z.enum(["movies", "shows"]) }),
  reply: z.record(z.string(), z.array(Certification)),
  source: "https://docs.trakt.tv/reference/certifications",
});
