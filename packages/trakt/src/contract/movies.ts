import * as z from "zod";
import { Comment } from "./comments.ts";
import { Credits } from "./credits.ts";
import { defineEndpoint } from "./endpoint.ts";
import { MovieFacts } from "./media.ts";
import { Day, extended, full, Instant, paging, PathId } from "./params.ts";
import { User } from "./profiles.ts";
import {
  Alias,
  CommentSort,
  ContainingLists,
  CountryCode,
  LanguageCode,
  Ratings,
  Release,
  Sentiments,
  Stats,
  Studio,
  Translation,
  Video,
} from "./title-facts.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/movies";

const read = { method: "GET", auth: "optional", source: docs } as const;
const list = { ...read, paginated: true } as const;
const about = { id: PathId };

/** Movies changed since, newest first; at most 30 days back. */
export const updates = defineEndpoint({
  id: "movies.updates",
  path: "/movies/updates/:start_date?",
  ...list,
  params: z.strictObject({ start_date: z.union([Day, Instant]).optional(), ...paging, ...full }),
  reply: z.array(z.object({ updated_at: z.string(), movie: MovieFacts })),
});

/** The Trakt ids of the movies changed since; at most 30 days back. */
export const updatedIds = defineEndpoint({
  id: "movies.updated_ids",
  path: "/movies/updates/id/:start_date?",
  ...list,
  params: z.strictObject({ start_date: z.union([Day, Instant]).optional(), ...paging }),
  reply: z.array(z.int()),
});

/** A movie; its facts (status, release date, genres …) with `extended=full`. */
export const summary = defineEndpoint({
  id: "movies.summary",
  method: "GET",
  path: "/movies/:id",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...full }),
  reply: MovieFacts,
  emptyMeansUnknown: true,
  source: docs,
});

/** Its other titles, each with the country that knows it by that. */
export const aliases = defineEndpoint({
  id: "movies.aliases",
  path: "/movies/:id/aliases",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Alias),
});

/** Its releases, in all countries or in one (`us`). */
export const releases = defineEndpoint({
  id: "movies.releases",
  path: "/movies/:id/releases/:country?",
  ...read,
  params: z.strictObject({
    ...about,
    country: CountryCode.optional(),
  }),
  reply: z.array(Release),
});

/** Title, overview and tagline in all languages or in one (`es`). */
export const translations = defineEndpoint({
  id: "movies.translations",
  path: "/movies/:id/translations/:language?",
  ...read,
  params: z.strictObject({
    ...about,
    language: LanguageCode.optional(),
  }),
  reply: z.array(Translation),
});

/** Trakt's rating and how its votes are spread; with `extended=all`, those of TMDB, IMDb and others too. */
export const ratings = defineEndpoint({
  id: "movies.ratings",
  path: "/movies/:id/ratings",
  ...read,
  params: z.strictObject({ ...about, ...extended("all") }),
  reply: Ratings,
});

/** Movies like it. An unknown movie is answered with an empty list by the newer backend. */
export const related = defineEndpoint({
  id: "movies.related",
  path: "/movies/:id/related",
  ...list,
  params: z.strictObject({ ...about, ...paging, ...full }),
  reply: z.array(MovieFacts),
});

/** How many people watched, collected, listed and rated it. */
export const stats = defineEndpoint({
  id: "movies.stats",
  path: "/movies/:id/stats",
  ...read,
  params: z.strictObject(about),
  reply: Stats,
});

/** Who made it. */
export const studios = defineEndpoint({
  id: "movies.studios",
  path: "/movies/:id/studios",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Studio),
});

/** Its trailers, clips and featurettes. */
export const videos = defineEndpoint({
  id: "movies.videos",
  path: "/movies/:id/videos",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Video),
});

/** What its comments praise and blame. */
export const sentiments = defineEndpoint({
  id: "movies.sentiments",
  path: "/movies/:id/sentiments",
  ...read,
  params: z.strictObject(about),
  reply: Sentiments,
});

/** Cast and crew. */
export const people = defineEndpoint({
  id: "movies.people",
  path: "/movies/:id/people",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: Credits,
  emptyMeansUnknown: true,
});

/** Public lists that the movie is on; personal ones, the most popular first, unless it is said otherwise. */
export const lists = defineEndpoint({
  id: "movies.lists",
  path: "/movies/:id/lists/:type?/:sort?",
  ...list,
  params: z.strictObject({
    ...about,
    type: ContainingLists.type.optional(),
    sort: ContainingLists.sort.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(List),
});

/** Its top-level comments, the newest first unless it is said otherwise; those of people who are blocked are left out. */
export const comments = defineEndpoint({
  id: "movies.comments",
  path: "/movies/:id/comments/:sort?",
  ...list,
  params: z.strictObject({ ...about, sort: CommentSort.exclude(["watched"]).optional(), ...paging, ...full }),
  reply: z.array(Comment),
});

/** Who watches it at this moment, as far as the caller may see them. */
export const watching = defineEndpoint({
  id: "movies.watching",
  path: "/movies/:id/watching",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: z.array(User),
});
