import * as Playback from "@showrunner/trakt/contract/sync-playback.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";
import { memento, starWars, winterIsComing } from "./library-scenes.ts";

const hour = (count: number) => ({ at: Date.UTC(2026, 10, 20, count) });

function pauses({ world }: Stage): void {
  world.pause("ada", starWars, 10.5, hour(8));
  world.pause("ada", winterIsComing, 20, hour(9));
  world.pause("ada", memento, 30, hour(10));
}

export const syncPlaybackExamples: readonly Example[] = [
  example(Playback.playback, "has where players were paused, newest first, of one type", {
    as: "ada",
    before: pauses,
    input: { type: "movies" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { progress: 30, paused_at: "2026-11-20T10:00:00.000Z", type: "movie", movie: { title: "Memento" } },
        { progress: 10.5, movie: { title: "Star Wars" } },
      ]),
  }),
  example(Playback.playback, "keeps to the span that is asked for", {
    as: "ada",
    before: pauses,
    input: { type: "episodes", start_at: "2026-11-20T09:00:00.000Z", end_at: "2026-11-20T09:30:00.000Z" },
    then: (reply) =>
      expect(reply).toMatchObject([{ progress: 20, episode: { number: 1 }, show: { title: "Game of Thrones" } }]),
  }),
  example(Playback.removePlayback, "forgets one of them", {
    as: "ada",
    before: ({ world }) => world.pause("ada", starWars, 10.5),
    input: ({ world }) => ({ id: world.playbackIds("ada")[0] ?? 0 }),
    then: (_reply, { world }) => expect(world.playbackIds("ada")).toEqual([]),
  }),
];
