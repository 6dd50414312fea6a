import * as z from "zod";
import { Episode, Movie, Season, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleEpisode, exampleMovie, examplePremiere, exampleShow } from "./examples.ts";

/** Whose calendar told us: the person's own (`mine`), or the one of all shows and movies (`all`). */
export const Scope = z.enum(["mine", "all"]);
export type Scope = z.infer<typeof Scope>;

/** How far from its instant it is told: minutes, before (negative) or after it; absent at the instant itself. */
const offset = { offset_minutes: z.int().optional() };

const episodeAt = { show: Show, episode: Episode, airs_at: z.string() };
const exampleAt = { show: exampleShow, episode: exampleEpisode, airs_at: "2026-11-22T02:00:00.000Z" };
const examplePremiereAt = { show: exampleShow, episode: examplePremiere, airs_at: "2026-11-22T02:00:00.000Z" };

export const episodeScheduled = defineEvent({
  type: "episode.scheduled",
  family: "calendar",
  title: "Episode scheduled",
  description: "An episode of one of the person's shows came onto their calendar, up to 30 days ahead.",
  about: "episode",
  data: z.object(episodeAt),
  example: exampleAt,
});

export const episodeRescheduled = defineEvent({
  type: "episode.rescheduled",
  family: "calendar",
  title: "Episode rescheduled",
  description: "An episode on the person's calendar moved to another time before it aired.",
  about: "episode",
  data: z.object({ ...episodeAt, previously_airs_at: z.string() }),
  example: { ...exampleAt, previously_airs_at: "2026-11-21T02:00:00.000Z" },
});

export const episodeAiring = defineEvent({
  type: "episode.airing",
  family: "calendar",
  title: "Episode airing",
  description:
    "An episode on the person's calendar airs now, or by a rule's offset: before or after it airs. Once an episode and offset, even when it moves later.",
  about: "episode",
  data: z.object({ ...episodeAt, ...offset }),
  example: exampleAt,
});

export const seasonPremiering = defineEvent({
  type: "season.premiering",
  family: "calendar",
  title: "Season premiering",
  description: "The first episode of a season airs now; the first of all seasons is show.premiering.",
  about: "season",
  data: z.object({ ...episodeAt, season: Season, scope: Scope, ...offset }),
  example: {
    ...examplePremiereAt,
    episode: { ...examplePremiere, season: 2 },
    season: { number: 2 },
    scope: "mine",
  },
});

export const showPremiering = defineEvent({
  type: "show.premiering",
  family: "calendar",
  title: "Show premiering",
  description: "The very first episode of a show airs now.",
  about: "show",
  data: z.object({ ...episodeAt, scope: Scope, ...offset }),
  example: { ...examplePremiereAt, scope: "all" },
});

const exampleFinaleAt = {
  show: exampleShow,
  episode: { season: 2, number: 10, title: "Valar Morghulis", ids: { trakt: 73659 } },
  season: { number: 2 },
  airs_at: "2026-12-06T02:00:00.000Z",
};

export const seasonEnding = defineEvent({
  type: "season.ending",
  family: "calendar",
  title: "Season ending",
  description:
    "The last episode of a season airs now: the one that Trakt calls the finale of the season or of the series. The end of a half season is none.",
  about: "season",
  data: z.object({ ...episodeAt, season: Season, series_finale: z.boolean(), scope: Scope, ...offset }),
  example: { ...exampleFinaleAt, series_finale: false, scope: "mine" },
});

export const seasonAired = defineEvent({
  type: "season.aired",
  family: "calendar",
  title: "Whole season out",
  description:
    "A season is out from its first episode to its last: when the last of them has aired, or at once when all come out together. Of the calendar of all shows, Trakt tells premieres and finales only.",
  about: "season",
  data: z.object({ ...episodeAt, season: Season, all_at_once: z.boolean(), scope: Scope, ...offset }),
  example: { ...exampleFinaleAt, all_at_once: false, scope: "mine" },
});

const movieOn = { movie: Movie, released: z.string(), scope: Scope, ...offset };
const exampleMovieOn = { movie: exampleMovie, released: "2026-11-22", scope: "mine" };

export const movieReleasing = defineEvent({
  type: "movie.releasing",
  family: "calendar",
  title: "Movie releasing",
  description: "A movie is released today (Trakt gives a date and no time: it is taken as midnight UTC).",
  about: "movie",
  data: z.object(movieOn),
  example: exampleMovieOn,
});

export const movieStreaming = defineEvent({
  type: "movie.streaming",
  family: "calendar",
  title: "Movie streaming",
  description: "A movie can be streamed from today (Trakt gives a date and no time: it is taken as midnight UTC).",
  about: "movie",
  data: z.object(movieOn),
  example: exampleMovieOn,
});

export const movieOnDisc = defineEvent({
  type: "movie.on_disc",
  family: "calendar",
  title: "Movie on disc",
  description: "A movie comes out on disc today (Trakt gives a date and no time: it is taken as midnight UTC).",
  about: "movie",
  data: z.object(movieOn),
  example: exampleMovieOn,
});
