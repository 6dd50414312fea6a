import * as z from "zod";
import { counted, exceptMine, Period } from "./charts.ts";
import { defineEndpoint } from "./endpoint.ts";
import { showFilters } from "./filters.ts";
import { ShowFacts } from "./media.ts";
import { full, paging } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/shows";

const read = { method: "GET", auth: "optional", source: docs } as const;
const list = { ...read, paginated: true } as const;
const chart = { ...showFilters, ...exceptMine, ...paging, ...full };
const period = { period: Period.optional(), ...chart };

const charted = <Counts extends z.ZodRawShape>(counts: Counts) => z.array(z.object({ ...counts, show: ShowFacts }));

/** Shows that people watch at this moment, the most watched first. */
export const trending = defineEndpoint({
  id: "shows.trending",
  path: "/shows/trending",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.trending),
});

/** By rating and number of votes together; bare shows, without counts. */
export const popular = defineEndpoint({
  id: "shows.popular",
  path: "/shows/popular",
  ...list,
  params: z.strictObject(chart),
  reply: z.array(ShowFacts),
});

/** The order of `popular`, with rank, plays and watchers. */
export const popularRanked = defineEndpoint({
  id: "shows.popular_ranked",
  path: "/shows/popular/next",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.ranked),
});

/** By plays in the period; of all its episodes together. */
export const played = defineEndpoint({
  id: "shows.played",
  path: "/shows/played/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people watched it in the period. */
export const watched = defineEndpoint({
  id: "shows.watched",
  path: "/shows/watched/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people collected it in the period. */
export const collected = defineEndpoint({
  id: "shows.collected",
  path: "/shows/collected/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people made it a favorite in the period. */
export const favorited = defineEndpoint({
  id: "shows.favorited",
  path: "/shows/favorited/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.favorited),
});

/** Shows that have not begun, by the number of lists that they are on. */
export const anticipated = defineEndpoint({
  id: "shows.anticipated",
  path: "/shows/anticipated",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.anticipated),
});

/** What rises fastest; Trakt does not say by what. */
export const hot = defineEndpoint({
  id: "shows.hot",
  path: "/shows/hot",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.anticipated),
});

/** Shows that came to streaming services of late, by rank; there is no period `all`. */
export const streaming = defineEndpoint({
  id: "shows.streaming",
  path: "/shows/streaming/:period?",
  ...list,
  params: z.strictObject({ ...chart, period: Period.exclude(["all"]).optional() }),
  reply: charted(counted.streaming),
});
