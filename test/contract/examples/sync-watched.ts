import * as Watched from "@showrunner/trakt/contract/sync-watched.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";
import { gameOfThrones, season1, starWars, winterIsComing } from "./library-scenes.ts";

const first = "2026-11-01T20:00:00.000Z";
const second = "2026-11-02T20:00:00.000Z";

function watches({ world }: Stage): void {
  world.watch("ada", winterIsComing, { watched_at: first });
  world.watch("ada", winterIsComing, { watched_at: second });
  world.watch("ada", starWars, { watched_at: first });
}

export const syncWatchedExamples: readonly Example[] = [
  example(Watched.watchedEpisodes, "has each episode for itself, with its plays", {
    as: "ada",
    before: (stage) => {
      watches(stage);
      stage.world.watch("ada", season1, { watched_at: first });
    },
    input: {},
    then: (reply) => {
      expect(reply).toHaveLength(10);
      expect(reply.slice(0, 2)).toMatchObject([
        { plays: 3, last_watched_at: second, episode: { season: 1, number: 1 }, show: { title: "Game of Thrones" } },
        { plays: 1 },
      ]);
    },
  }),
  example(Watched.watchedMinimal, "maps shows to seasons to episodes to the times of every play", {
    as: "ada",
    before: watches,
    input: { type: "shows", season_numbers: true },
    then: (reply) => expect(reply).toEqual({ [gameOfThrones.trakt]: { 1: { 1: [first, second] } } }),
  }),
  example(Watched.watchedMinimal, "maps movies to times", {
    as: "ada",
    before: watches,
    input: { type: "movies" },
    then: (reply) => expect(reply).toEqual({ [starWars.trakt]: [first] }),
  }),
  example(Watched.watchedMinimal, "keeps to the span that is asked for", {
    as: "ada",
    before: watches,
    input: { type: "episodes", start_at: second },
    then: (reply) => expect(reply).toEqual({ [winterIsComing.trakt]: [second] }),
  }),
];
