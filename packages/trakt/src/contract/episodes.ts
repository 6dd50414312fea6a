import * as z from "zod";
import { Comment } from "./comments.ts";
import { Credits } from "./credits.ts";
import { defineEndpoint } from "./endpoint.ts";
import { EpisodeFacts } from "./media.ts";
import { extended, full, paging, PathId } from "./params.ts";
import { User } from "./profiles.ts";
import { CommentSort, ContainingLists, LanguageCode, Ratings, Stats, Translation, Video } from "./title-facts.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/episodes";

const read = { method: "GET", auth: "optional", source: docs } as const;

/** A show and the numbers of season and episode. */
const about = { id: PathId, season: z.int().min(0), episode: z.int().min(0) };

/** An episode; when it aired and what type it is with `extended=full`. `first_aired` is null while nobody knows. */
export const summary = defineEndpoint({
  id: "episodes.summary",
  path: "/shows/:id/seasons/:season/episodes/:episode",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: EpisodeFacts,
  emptyMeansUnknown: true,
});

/** Title and overview in all languages or in one (`es`). */
export const translations = defineEndpoint({
  id: "episodes.translations",
  path: "/shows/:id/seasons/:season/episodes/:episode/translations/:language?",
  ...read,
  params: z.strictObject({ ...about, language: LanguageCode.optional() }),
  reply: z.array(Translation),
});

/** Its top-level comments, the newest first unless it is said otherwise; those of people who are blocked are left out. */
export const comments = defineEndpoint({
  id: "episodes.comments",
  path: "/shows/:id/seasons/:season/episodes/:episode/comments/:sort?",
  ...read,
  params: z.strictObject({ ...about, sort: CommentSort.exclude(["watched"]).optional(), ...paging, ...full }),
  reply: z.array(Comment),
  paginated: true,
});

/** Who watches it at this moment. */
export const watching = defineEndpoint({
  id: "episodes.watching",
  path: "/shows/:id/seasons/:season/episodes/:episode/watching",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: z.array(User),
});

/** Public lists that the episode is on; personal ones, the most popular first, unless it is said otherwise. */
export const lists = defineEndpoint({
  id: "episodes.lists",
  path: "/shows/:id/seasons/:season/episodes/:episode/lists/:type?/:sort?",
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

/** Cast and crew; those of just this episode with `extended=guest_stars`. */
export const people = defineEndpoint({
  id: "episodes.people",
  path: "/shows/:id/seasons/:season/episodes/:episode/people",
  ...read,
  params: z.strictObject({ ...about, ...extended("full", "guest_stars") }),
  reply: Credits,
  emptyMeansUnknown: true,
});

/** Trakt's rating and how its votes are spread; with `extended=all`, those of TMDB, IMDb and others too. */
export const ratings = defineEndpoint({
  id: "episodes.ratings",
  path: "/shows/:id/seasons/:season/episodes/:episode/ratings",
  ...read,
  params: z.strictObject({ ...about, ...extended("all") }),
  reply: Ratings.nullable(),
});

/** How many people watched, collected, listed and rated it. */
export const stats = defineEndpoint({
  id: "episodes.stats",
  path: "/shows/:id/seasons/:season/episodes/:episode/stats",
  ...read,
  params: z.strictObject(about),
  reply: Stats.nullable(),
});

/** Its trailers, clips and featurettes. */
export const videos = defineEndpoint({
  id: "episodes.videos",
  path: "/shows/:id/seasons/:season/episodes/:episode/videos",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Video),
});
