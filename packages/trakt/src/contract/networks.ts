import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";

/** The ids came later; `network_ids` of filters takes `ids.trakt`. */
export const Network = z.object({
  name: z.string(),
  country: z.string().nullish(),
  ids: z.object({ trakt: z.int().nullish(), tmdb: z.int().nullish() }).nullish(),
});
export type Network = z.infer<typeof Network>;

/** Every TV network. */
export const list = defineEndpoint({
  id: "networks.list",
  method: "GET",
  path: "/networks",
  auth: "none",
  params: z.strictObject({}),
  reply: z.array(Network),
  source: "https://docs.trakt.tv/reference/networks",
});
