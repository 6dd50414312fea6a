import * as z from "zod";
import { counted, exceptMine, Period } from "./charts.ts";
import { defineEndpoint } from "./endpoint.ts";
import { movieFilters } from "./filters.ts";
import { MovieFacts } from "./media.ts";
import { full, paging } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/movies";

const read = { method: "GET", auth: "optional", source: docs } as const;
const list = { ...read, paginated: true } as const;
const chart = { ...movieFilters, ...exceptMine, ...paging, ...full };
const period = { period: Period.optional(), ...chart };

const charted = <Counts extends z.ZodRawShape>(counts: Counts) => z.array(z.object({ ...counts, movie: MovieFacts }));

/** Movies that people watch at this moment, the most watched first. */
export const trending = defineEndpoint({
  id: "movies.trending",
  path: "/movies/trending",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.trending),
});

/** By rating and number of votes together; bare movies, without counts. */
export const popular = defineEndpoint({
  id: "movies.popular",
  path: "/movies/popular",
  ...list,
  params: z.strictObject(chart),
  reply: z.array(MovieFacts),
});

/** The order of `popular`, with rank, plays and watchers. */
export const popularRanked = defineEndpoint({
  id: "movies.popular_ranked",
  path: "/movies/popular/next",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.ranked),
});

/** By plays in the period; one person may play a movie several times. */
export const played = defineEndpoint({
  id: "movies.played",
  path: "/movies/played/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people watched it in the period. */
export const watched = defineEndpoint({
  id: "movies.watched",
  path: "/movies/watched/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people collected it in the period. */
export const collected = defineEndpoint({
  id: "movies.collected",
  path: "/movies/collected/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.period),
});

/** By how many people made it a favorite in the period. */
export const favorited = defineEndpoint({
  id: "movies.favorited",
  path: "/movies/favorited/:period?",
  ...list,
  params: z.strictObject(period),
  reply: charted(counted.favorited),
});

/** Movies not out yet, by the number of lists that they are on. */
export const anticipated = defineEndpoint({
  id: "movies.anticipated",
  path: "/movies/anticipated",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.anticipated),
});

/** The ten that earned the most in the US last weekend; renewed on Monday mornings, neither paged nor filtered. */
export const boxOffice = defineEndpoint({
  id: "movies.box_office",
  path: "/movies/boxoffice",
  ...read,
  params: z.strictObject(full),
  reply: charted(counted.boxOffice),
});

/** What rises fastest; Trakt does not say by what. */
export const hot = defineEndpoint({
  id: "movies.hot",
  path: "/movies/hot",
  ...list,
  params: z.strictObject(chart),
  reply: charted(counted.anticipated),
});

/** Movies that came to streaming services of late, by rank; there is no period `all`. */
export const streaming = defineEndpoint({
  id: "movies.streaming",
  path: "/movies/streaming/:period?",
  ...list,
  params: z.strictObject({ ...chart, period: Period.exclude(["all"]).optional() }),
  reply: charted(counted.streaming),
});
