import * as Progress from "@showrunner/trakt/contract/sync-progress.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";
import { constantine, season1, starWars, utopia } from "./library-scenes.ts";

function watches({ world }: Stage): void {
  world.watch("ada", season1, { watched_at: "2026-11-01T20:00:00Z" });
  world.watch("ada", utopia, { watched_at: "2026-11-10T20:00:00Z" });
  world.watchlistAdd("ada", constantine);
}

function changes({ world }: Stage): void {
  world.watch("ada", starWars);
  world.watchlistAdd("ada", constantine);
  world.setStatus(constantine.trakt, "ended", { at: Date.UTC(2026, 10, 18) });
  world.setStatus(utopia.trakt, "ended", { at: Date.UTC(2026, 10, 18) });
  world.redateMovie(starWars.trakt, "1977-05-26", { at: Date.UTC(2026, 10, 20, 1) });
}

export const syncProgressExamples: readonly Example[] = [
  example(Progress.progressWatched, "has every show begun, what was watched last first", {
    as: "ada",
    before: watches,
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { show: { title: "Utopia" }, progress: { aired: 12, completed: 12, next_episode: null } },
        {
          show: { title: "Game of Thrones" },
          progress: {
            aired: 73,
            completed: 10,
            last_watched_at: "2026-11-01T20:00:00.000Z",
            next_episode: { season: 2, number: 1 },
            last_episode: { season: 1, number: 10 },
            stats: { play_count: 10 },
          },
        },
      ]),
  }),
  example(Progress.progressWatched, "leaves out what is through, and has seasons when they are asked for", {
    as: "ada",
    before: watches,
    input: { hide_completed: true, include_seasons: true, terms: "game" },
    then: (reply) => {
      expect(reply.map(({ show }) => show.title)).toEqual(["Game of Thrones"]);
      expect(reply[0]?.progress.seasons?.map(({ number, completed }) => [number, completed]).slice(0, 2)).toEqual([
        [1, 10],
        [2, 0],
      ]);
    },
  }),
  example(Progress.upNext, "has what to go on with", {
    as: "ada",
    before: watches,
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { show: { title: "Game of Thrones" }, progress: { next_episode: { season: 2, number: 1 } } },
      ]),
  }),
  example(Progress.upNext, "has what to begin when that is the intent", {
    as: "ada",
    before: watches,
    input: { intent: "start" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { show: { title: "Constantine" }, progress: { completed: 0, next_episode: { season: 1, number: 1 } } },
      ]),
  }),
  example(Progress.updates, "has what changed of what the person has to do with", {
    as: "ada",
    before: changes,
    input: { type: "shows", start_date: "2026-11-10" },
    then: (reply) =>
      expect(reply).toMatchObject([{ updated_at: "2026-11-18T00:00:00.000Z", show: { title: "Constantine" } }]),
  }),
  example(Progress.updatedIds, "begins with today", {
    as: "ada",
    before: changes,
    input: { type: "movies" },
    then: (reply) => expect(reply).toEqual([starWars.trakt]),
  }),
];
