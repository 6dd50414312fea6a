import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, Show } from "./media.ts";
import { namedList } from "./named-list.ts";
import { extendedLevels, full, Instant, paging } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/sync";

export const WatchedEpisode = z.object({
  plays: z.int().catch(0),
  last_watched_at: z.string().nullish(),
  last_updated_at: z.string().nullish(),
  episode: Episode,
  show: Show.nullish(),
});
export type WatchedEpisode = z.infer<typeof WatchedEpisode>;

/** Watched episodes, each for itself; specials only with `specials`. */
export const watchedEpisodes = defineEndpoint({
  id: "sync.watched_episodes",
  method: "GET",
  path: "/sync/watched/episodes",
  auth: "required",
  params: z.strictObject({ specials: z.boolean().optional(), ...paging, ...full }),
  reply: namedList("episode", WatchedEpisode),
  paginated: true,
  source: docs,
});

const Times = z.array(z.string());

/** The level that turns the lists of what was watched into maps. */
const min = z.literal("min").default("min");
extendedLevels.add(min, { levels: ["min"] });

/**
 * Every play's time, by Trakt's ids: movie or episode → times; show → season → episode → times, the seasons by number
 * with `season_numbers`. All of it at once, without `page`.
 */
export const watchedMinimal = defineEndpoint({
  id: "sync.watched_minimal",
  method: "GET",
  path: "/sync/watched/:type",
  auth: "required",
  params: z.strictObject({
    type: z.enum(["movies", "shows", "episodes"]),
    extended: min,
    specials: z.boolean().optional(),
    season_numbers: z.boolean().optional(),
    start_at: Instant.optional(),
    end_at: Instant.optional(),
    ...paging,
  }),
  reply: z.record(z.string(), z.union([Times, z.record(z.string(), z.record(z.string(), Times))])),
  source: docs,
});
