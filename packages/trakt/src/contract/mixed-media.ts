import * as z from "zod";
import { counted, exceptMine, Period } from "./charts.ts";
import { defineEndpoint } from "./endpoint.ts";
import { mediaFilters } from "./filters.ts";
import { MovieFacts, ShowFacts } from "./media.ts";
import { full, paging } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/media";

const read = { method: "GET", auth: "optional", source: docs } as const;
const list = { ...read, paginated: true } as const;
const chart = { ...mediaFilters, ...exceptMine, ...paging, ...full };
const period = { period: Period.optional(), ...chart };

/** With `extended=full` movies have `released` and shows `first_aired`; else the two look alike. */
const Title = ShowFacts.extend(MovieFacts.shape);

const charted = <Counts extends z.ZodRawShape>(counts: Counts) =>
  z.array(z.object({ ...counts, movie: MovieFacts.nullish(), show: ShowFacts.nullish() }));

/** Movies and shows that people watch at this moment, the most watched first. */
export const trending = defineEndpoint({
  id: "media.trending",
  path: "/media/trending",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.trending),
});

/** By rating and number of votes together; bare titles, without counts. */
export const popular = defineEndpoint({
  id: "media.popular",
  path: "/media/popular",
  ...list,
  params: z.strictObject(chart),
  reply: z.array(Title),
});

/** The order of `popular`, with rank, plays and watchers. */
export const popularRanked = defineEndpoint({
  id: "media.popular_ranked",
  path: "/media/popular/next",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.ranked),
});

/** By plays in the period; of a show, of all its episodes together. */
export const played = defineEndpoint({
  id: "media.played",
  path: "/media/played/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people watched it in the period. */
export const watched = defineEndpoint({
  id: "media.watched",
  path: "/media/watched/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people collected it in the period. */
export const collected = defineEndpoint({
  id: "media.collected",
  path: "/media/collected/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people made it a favorite in the period. */
export const favorited = defineEndpoint({
  id: "media.favorited",
  path: "/media/favorited/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.favorited),
});

/** What is not out yet, by the number of lists that it is on. */
export const anticipated = defineEndpoint({
  id: "media.anticipated",
  path: "/media/anticipated",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.anticipated),
});

/** Movies and shows that came to streaming services of late, by rank; there is no period `all`. */
export const streaming = defineEndpoint({
  id: "media.streaming",
  path: "/media/streaming/:period?",
  ...list,
  params: z.strictObject({ ...chart, period: Period.exclude(["all"]).optional() }),
  reply: charted(counted.streaming),
});
