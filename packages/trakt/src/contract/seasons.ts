import * as z from "zod";
import { Comment } from "./comments.ts";
import { Credits } from "./credits.ts";
import { defineEndpoint } from "./endpoint.ts";
import { EpisodeFacts, SeasonFacts } from "./media.ts";
import { extended, full, paging, PathId } from "./params.ts";
import { User } from "./profiles.ts";
import { CommentSort, ContainingLists, LanguageCode, Ratings, Stats, Translation, Video } from "./title-facts.ts";
import { List } from "./users.ts";

/** All seasons of a show: `shows.seasons`. */

const docs = "https://docs.trakt.tv/reference/seasons";

const read = { method: "GET", auth: "optional", source: docs } as const;

/** A show and the number of its season; 0 holds the specials. */
const about = { id: PathId, season: z.int().min(0) };

/** With titles in one language or in all, where they were asked for. */
const TranslatedEpisode = EpisodeFacts.extend({ translations: z.array(Translation).nullish() });

/** The episodes of a season; an unknown one is answered with an empty list by the newer backend. */
export const episodes = defineEndpoint({
  id: "seasons.episodes",
  path: "/shows/:id/seasons/:season",
  ...read,
  params: z.strictObject({
    ...about,
    translations: z.union([LanguageCode, z.literal("all")]).optional(),
    ...full,
  }),
  reply: z.array(TranslatedEpisode),
  emptyMeansUnknown: true,
});

/** The season itself, and how many episodes it has; null when there is none. */
export const info = defineEndpoint({
  id: "seasons.info",
  path: "/shows/:id/seasons/:season/info",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: SeasonFacts.nullable(),
  emptyMeansUnknown: true,
});

/** Title and overview in all languages or in one (`es`). */
export const translations = defineEndpoint({
  id: "seasons.translations",
  path: "/shows/:id/seasons/:season/translations/:language?",
  ...read,
  params: z.strictObject({ ...about, language: LanguageCode.optional() }),
  reply: z.array(Translation),
});

/** Its top-level comments, the newest first unless it is said otherwise; those of people who are blocked are left out. */
export const comments = defineEndpoint({
  id: "seasons.comments",
  path: "/shows/:id/seasons/:season/comments/:sort?",
  ...read,
  params: z.strictObject({ ...about, sort: CommentSort.optional(), ...paging, ...full }),
  reply: z.array(Comment),
  paginated: true,
});

/** Who watches it at this moment. */
export const watching = defineEndpoint({
  id: "seasons.watching",
  path: "/shows/:id/seasons/:season/watching",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: z.array(User),
});

/** Public lists that the season is on; personal ones, the most popular first, unless it is said otherwise. */
export const lists = defineEndpoint({
  id: "seasons.lists",
  path: "/shows/:id/seasons/:season/lists/:type?/:sort?",
  ...read,
  params: z.strictObject({
    ...about,
    type: ContainingLists.type.optional(),
    sort: ContainingLists.sort.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(List),
  paginated: true,
});

/** Cast and crew and in how many episodes they are; those of single episodes with `extended=guest_stars`. */
export const people = defineEndpoint({
  id: "seasons.people",
  path: "/shows/:id/seasons/:season/people",
  ...read,
  params: z.strictObject({ ...about, ...extended("full", "guest_stars") }),
  reply: Credits,
  emptyMeansUnknown: true,
});

/** Trakt's rating and how its votes are spread; with `extended=all`, those of TMDB, IMDb and others too. */
export const ratings = defineEndpoint({
  id: "seasons.ratings",
  path: "/shows/:id/seasons/:season/ratings",
  ...read,
  params: z.strictObject({ ...about, ...extended("all") }),
  reply: Ratings.nullable(),
});

/** How many people watched, collected, listed and rated it. */
export const stats = defineEndpoint({
  id: "seasons.stats",
  path: "/shows/:id/seasons/:season/stats",
  ...read,
  params: z.strictObject(about),
  reply: Stats.nullable(),
});

/** Its trailers, clips and featurettes; with `all` for the season, those of every season. */
export const videos = defineEndpoint({
  id: "seasons.videos",
  path: "/shows/:id/seasons/:season/videos",
  ...read,
  params: z.strictObject({ ...about, season: z.union([about.season, z.literal("all")]) }),
  reply: z.array(Video),
});
