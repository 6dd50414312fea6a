import * as z from "zod";
import { Episode, Movie, Season, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleEpisode, exampleMovie, examplePremiere, exampleShow } from "./examples.ts";

/** Whose calendar told us: the person's own (`mine`), or the one of all shows and movies (`all`). */
export const Scope = z.enum(["mine", "all"]);
export type Scope = z.infer<typeof Scope>;

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
  description: "An episode on the person's calendar airs now. Once an episode, even when it moves later.",
  about: "episode",
  data: z.object(episodeAt),
  example: exampleAt,
});

export const seasonPremiering = defineEvent({
  type: "season.premiering",
  family: "calendar",
  title: "Season premiering",
  description: "The first episode of a season airs now; the first of all seasons is show.premiering.",
  about: "season",
  data: z.object({ ...episodeAt, season: Season, scope: Scope }),
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
  data: z.object({ ...episodeAt, scope: Scope }),
  example: { ...examplePremiereAt, scope: "all" },
});

export const movieReleasing = defineEvent({
  type: "movie.releasing",
  family: "calendar",
  title: "Movie releasing",
  description: "A movie is released today (Trakt gives a date and no time: it is taken as midnight UTC).",
  about: "movie",
  data: z.object({ movie: Movie, released: z.string(), scope: Scope }),
  example: { movie: exampleMovie, released: "2026-11-22", scope: "mine" },
});
