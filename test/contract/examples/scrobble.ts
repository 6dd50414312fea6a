import * as Scrobble from "@showrunner/trakt/contract/scrobble.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";
import { gameOfThrones, starWars, winterIsComing } from "./library-scenes.ts";

const movie = { ids: { trakt: starWars.trakt }, title: "Star Wars", year: 1977 };
const episode = { ids: { trakt: winterIsComing.trakt } };

export const scrobbleExamples: readonly Example[] = [
  example(Scrobble.start, "is what the person watches from then on", {
    as: "ada",
    before: ({ world }) => world.pause("ada", starWars, 25),
    input: { body: { movie, progress: 25, app_version: "1.0" } },
    then: async (reply, { trakt, world }) => {
      expect(reply).toMatchObject({ action: "start", progress: 25, movie: { title: "Star Wars" } });
      expect(await trakt.call(Users.watching, { id: "ada" })).toMatchObject({
        action: "scrobble",
        movie: { title: "Star Wars" },
        expires_at: "2026-11-20T13:30:45.000Z",
      });
      expect(world.playbackIds("ada")).toEqual([]);
    },
  }),
  example(Scrobble.pause, "keeps where it was, and ends the watching", {
    as: "ada",
    before: ({ world }) => world.startWatching("ada", winterIsComing, 60),
    input: { body: { episode, progress: 62.5 } },
    then: async (reply, { trakt, world }) => {
      expect(reply).toMatchObject({ action: "pause", progress: 62.5, show: { title: "Game of Thrones" } });
      expect(await trakt.call(Users.watching, { id: "ada" })).toBeNull();
      expect(world.playbackIds("ada")).toHaveLength(1);
    },
  }),
  example(Scrobble.stop, "is a play from 80 % on, by an id that the history has", {
    as: "ada",
    before: ({ world }) => world.watchlistAdd("ada", gameOfThrones),
    input: { body: { episode, progress: 99.9 } },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({ action: "scrobble", episode: { season: 1, number: 1 } });
      expect(world.history("ada")).toMatchObject([{ id: reply.id, item: winterIsComing, action: "scrobble" }]);
      expect(world.watchlist("ada")).toEqual([]);
    },
  }),
  example(Scrobble.stop, "is a pause below that", {
    as: "ada",
    input: { body: { movie, progress: 40 } },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({ action: "pause", progress: 40 });
      expect(world.history("ada")).toEqual([]);
    },
  }),
];
