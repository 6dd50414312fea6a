import * as z from "zod";
import { Comment } from "./comments.ts";
import { Credits } from "./credits.ts";
import { defineEndpoint } from "./endpoint.ts";
import { EpisodeFacts, Progress, SeasonFacts, ShowFacts } from "./media.ts";
import { Day, extended, full, Instant, paging, PathId } from "./params.ts";
import { User } from "./profiles.ts";
import {
  Alias,
  Certification,
  CommentSort,
  ContainingLists,
  LanguageCode,
  Ratings,
  Sentiments,
  Stats,
  Studio,
  Translation,
  Video,
} from "./title-facts.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/shows";

const read = { method: "GET", auth: "optional", source: docs } as const;
const list = { ...read, paginated: true } as const;
const about = { id: PathId };

/** A show; its facts (status, genres, network …) with `extended=full`. */
export const summary = defineEndpoint({
  id: "shows.summary",
  method: "GET",
  path: "/shows/:id",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...full }),
  reply: ShowFacts,
  emptyMeansUnknown: true,
  source: docs,
});

/** The seasons; how many episodes each has, and how many have aired, with `extended=full`; the episodes with `episodes`. */
export const seasons = defineEndpoint({
  id: "shows.seasons",
  method: "GET",
  path: "/shows/:id/seasons",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...extended("full", "episodes") }),
  reply: z.array(SeasonFacts.extend({ episodes: z.array(EpisodeFacts).nullish() })),
  emptyMeansUnknown: true,
  source: docs,
});

/** How far the person is. Only aired episodes count; a show never watched has 0 completed. */
export const watchedProgress = defineEndpoint({
  id: "shows.watched_progress",
  method: "GET",
  path: "/shows/:id/progress/watched",
  auth: "required",
  params: z.strictObject({
    id: PathId,
    hidden: z.boolean().optional(),
    specials: z.boolean().optional(),
    count_specials: z.boolean().optional(),
    last_activity: z.enum(["aired", "watched"]).optional(),
    include_stats: z.boolean().optional(),
  }),
  reply: Progress,
  emptyMeansUnknown: true,
  source: docs,
});

/** Shows changed since, newest first; at most 30 days back. */
export const updates = defineEndpoint({
  id: "shows.updates",
  method: "GET",
  path: "/shows/updates/:start_date",
  auth: "none",
  params: z.strictObject({ start_date: z.union([Day, Instant]), ...paging, ...full }),
  reply: z.array(z.object({ updated_at: z.string(), show: ShowFacts })),
  paginated: true,
  source: docs,
});

/** The Trakt ids of the shows changed since; at most 30 days back. */
export const updatedIds = defineEndpoint({
  id: "shows.updated_ids",
  path: "/shows/updates/id/:start_date?",
  ...list,
  params: z.strictObject({ start_date: z.union([Day, Instant]).optional(), ...paging }),
  reply: z.array(z.int()),
});

/** Its other titles, each with the country that knows it by that. */
export const aliases = defineEndpoint({
  id: "shows.aliases",
  path: "/shows/:id/aliases",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Alias),
});

/** Title and overview in all languages or in one (`es`). */
export const translations = defineEndpoint({
  id: "shows.translations",
  path: "/shows/:id/translations/:language?",
  ...read,
  params: z.strictObject({
    ...about,
    language: LanguageCode.optional(),
  }),
  reply: z.array(Translation),
});

/** Trakt's rating and how its votes are spread; with `extended=all`, those of TMDB, IMDb and others too. */
export const ratings = defineEndpoint({
  id: "shows.ratings",
  path: "/shows/:id/ratings",
  ...read,
  params: z.strictObject({ ...about, ...extended("all") }),
  reply: Ratings.nullable(),
});

/** Shows like it. An unknown show is answered with an empty list by the newer backend. */
export const related = defineEndpoint({
  id: "shows.related",
  path: "/shows/:id/related",
  ...list,
  params: z.strictObject({ ...about, ...paging, ...full }),
  reply: z.array(ShowFacts),
});

/** How many people watched, collected, listed and rated it. */
export const stats = defineEndpoint({
  id: "shows.stats",
  path: "/shows/:id/stats",
  ...read,
  params: z.strictObject(about),
  reply: Stats.nullable(),
});

/** Who made it. */
export const studios = defineEndpoint({
  id: "shows.studios",
  path: "/shows/:id/studios",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Studio),
});

/** Its trailers, clips and featurettes. */
export const videos = defineEndpoint({
  id: "shows.videos",
  path: "/shows/:id/videos",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Video),
});

/** What its comments praise and blame. */
export const sentiments = defineEndpoint({
  id: "shows.sentiments",
  path: "/shows/:id/sentiments",
  ...read,
  params: z.strictObject(about),
  reply: Sentiments,
});

/** Its ratings of who may watch it, by country; none where it is the bare text that the official contract has here. */
export const certifications = defineEndpoint({
  id: "shows.certifications",
  path: "/shows/:id/certifications",
  ...read,
  params: z.strictObject(about),
  reply: z.array(Certification).catch([]),
});

/** The next episode to air; null when none is known. */
export const nextEpisode = defineEndpoint({
  id: "shows.next_episode",
  path: "/shows/:id/next_episode",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: EpisodeFacts.nullable(),
});

/** The episode that aired last; null when none has. */
export const lastEpisode = defineEndpoint({
  id: "shows.last_episode",
  path: "/shows/:id/last_episode",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: EpisodeFacts.nullable(),
});

/** Cast and crew and in how many episodes they are; those of single episodes with `extended=guest_stars`. */
export const people = defineEndpoint({
  id: "shows.people",
  path: "/shows/:id/people",
  ...read,
  params: z.strictObject({ ...about, ...extended("full", "guest_stars") }),
  reply: Credits,
  emptyMeansUnknown: true,
});

/** Public lists that the show is on; personal ones, the most popular first, unless it is said otherwise. */
export const lists = defineEndpoint({
  id: "shows.lists",
  path: "/shows/:id/lists/:type?/:sort?",
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
  id: "shows.comments",
  path: "/shows/:id/comments/:sort?",
  ...list,
  params: z.strictObject({ ...about, sort: CommentSort.optional(), ...paging, ...full }),
  reply: z.array(Comment),
});

/** Who watches it at this moment, as far as the caller may see them. */
export const watching = defineEndpoint({
  id: "shows.watching",
  path: "/shows/:id/watching",
  ...read,
  params: z.strictObject({ ...about, ...full }),
  reply: z.array(User),
});

/** The caller's own lists that the show is on, whoever else may see them. */
export const listed = defineEndpoint({
  id: "shows.listed",
  ...list,
  path: "/shows/:id/listed",
  auth: "required",
  params: z.strictObject({ ...about, ...paging, ...full }),
  reply: z.array(List),
});
