import * as z from "zod";
import { Episode, Movie, Progress, Season, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleEpisode, exampleMovie, exampleProgress, exampleShow } from "./examples.ts";

const play = {
  /** Trakt's history id: 64 bits on Trakt, safe in a JS number today (facts: 1.2e10). */
  play_id: z.int(),
  watched_at: z.string(),
  action: z.string(),
};

export const episodeWatched = defineEvent({
  type: "episode.watched",
  family: "watching",
  title: "Episode watched",
  description:
    "A play of an episode came into the history: watched, checked in or scrobbled. One event a play, so a rewatch is an event of its own.",
  about: "episode",
  data: z.object({ ...play, episode: Episode, show: Show }),
  example: {
    play_id: 12297139948,
    watched_at: "2026-11-20T20:10:00.000Z",
    action: "scrobble",
    episode: exampleEpisode,
    show: exampleShow,
  },
});

export const movieWatched = defineEvent({
  type: "movie.watched",
  family: "watching",
  title: "Movie watched",
  description: "A play of a movie came into the history. One event a play.",
  about: "movie",
  data: z.object({ ...play, movie: Movie }),
  example: { play_id: 12297139949, watched_at: "2026-11-20T22:40:00.000Z", action: "watch", movie: exampleMovie },
});

export const playRemoved = defineEvent({
  type: "play.removed",
  family: "watching",
  title: "Play removed",
  description: "A play that was in the history is gone from it. Emitted only when the whole history was read.",
  about: "item",
  data: z.object({
    play_id: z.int(),
    watched_at: z.string(),
    item_type: z.enum(["episode", "movie"]),
    episode: Episode.optional(),
    show: Show.optional(),
    movie: Movie.optional(),
  }),
  example: {
    play_id: 12297139948,
    watched_at: "2026-11-20T20:10:00.000Z",
    item_type: "episode",
    episode: exampleEpisode,
    show: exampleShow,
  },
});

export const showStarted = defineEvent({
  type: "show.started",
  family: "watching",
  title: "Show started",
  description: "The first episode of a show was watched; again after the person reset their progress to rewatch it.",
  about: "show",
  data: z.object({ show: Show, progress: Progress }),
  example: { show: exampleShow, progress: { ...exampleProgress, completed: 1 } },
});

export const seasonCompleted = defineEvent({
  type: "season.completed",
  family: "watching",
  title: "Season completed",
  description: "Every episode of a season has aired and has been watched. Specials (season 0) do not count.",
  about: "season",
  data: z.object({ show: Show, season: Season, progress: Progress }),
  example: { show: exampleShow, season: { number: 1 }, progress: exampleProgress },
});

export const showCaughtUp = defineEvent({
  type: "show.caught_up",
  family: "watching",
  title: "Caught up with a show",
  description:
    "Every aired episode of a show that goes on has been watched. Again after each later episode is watched as the last one. A show that is over gives show.completed instead.",
  about: "show",
  data: z.object({ show: Show, progress: Progress, status: z.string().nullish() }),
  example: { show: exampleShow, progress: exampleProgress, status: "returning series" },
});

export const showCompleted = defineEvent({
  type: "show.completed",
  family: "watching",
  title: "Show completed",
  description:
    "A show that has ended or was canceled, and of which every aired episode has been watched, whichever of the two came last.",
  about: "show",
  data: z.object({ show: Show, progress: Progress, status: z.string() }),
  example: { show: exampleShow, progress: exampleProgress, status: "ended" },
});

const playing = {
  item_type: z.enum(["episode", "movie"]),
  episode: Episode.optional(),
  show: Show.optional(),
  movie: Movie.optional(),
};
const examplePlaying = { item_type: "episode", episode: exampleEpisode, show: exampleShow };
const exampleSitting = {
  ...examplePlaying,
  action: "scrobble",
  started_at: "2026-11-20T20:10:00.000Z",
  expires_at: "2026-11-20T21:05:00.000Z",
};

export const playbackPaused = defineEvent({
  type: "playback.paused",
  family: "watching",
  title: "Playback paused",
  description: "A player was paused, or stopped before the end: Trakt keeps how far it got. Again at each later pause.",
  about: "item",
  data: z.object({ ...playing, percent: z.number(), paused_at: z.string() }),
  example: { ...examplePlaying, percent: 42.5, paused_at: "2026-11-20T20:35:00.000Z" },
});

export const watchingStarted = defineEvent({
  type: "watching.started",
  family: "watching",
  title: "Started watching",
  description:
    "The person began to watch an episode or movie, by a player or a check-in. Trakt does not tell when that happens: it is asked every minute while somebody is active, and every 5 minutes otherwise, so what is begun and left in between is not told.",
  about: "item",
  data: z.object({ ...playing, action: z.string(), started_at: z.string(), expires_at: z.string() }),
  example: exampleSitting,
});

export const watchingEnded = defineEvent({
  type: "watching.ended",
  family: "watching",
  title: "Stopped watching",
  description:
    "The person no longer watches what they did: it became a play or its time was over (finished), they left it before (stopped), or they watch something else now (replaced). A pause that goes on within a minute or two is no end.",
  about: "item",
  data: z.object({
    ...playing,
    action: z.string(),
    started_at: z.string(),
    expires_at: z.string(),
    ended_at: z.string(),
    outcome: z.enum(["finished", "stopped", "replaced"]),
    /** Whether it became a play in the history. */
    became_play: z.boolean(),
  }),
  example: { ...exampleSitting, ended_at: "2026-11-20T21:05:00.000Z", outcome: "finished", became_play: true },
});
