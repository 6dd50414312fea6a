import * as Collection from "@showrunner/trakt/contract/sync-collection.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";
import { gameOfThrones, memento, season1, starWars, winterIsComing } from "./library-scenes.ts";

const collected_at = "2020-01-01T00:00:00.000Z";
const ids = (item: { trakt: number }) => ({ ids: { trakt: item.trakt } });

function collects({ world }: Stage): void {
  world.collectAll("ada", [
    ["movie:7", Date.parse(collected_at), { media_type: "bluray" }],
    ["episode:73640", Date.UTC(2021, 0, 1), { resolution: "hd_720p" }],
  ]);
}

export const syncCollectionExamples: readonly Example[] = [
  example(Collection.collectionMedia, "has movies and episodes in one list, the newest first", {
    as: "ada",
    before: collects,
    input: { extended: "metadata" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { type: "episode", show: { title: "Game of Thrones" }, metadata: { resolution: "hd_720p", media_type: null } },
        { type: "movie", collected_at, movie: { title: "Star Wars" }, metadata: { media_type: "bluray" } },
      ]),
  }),
  example(Collection.collectionEpisodes, "has episodes alone, each for itself", {
    as: "ada",
    before: collects,
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { type: "episode", episode: { season: 1, number: 1 }, show: { title: "Game of Thrones" } },
      ]),
  }),
  example(Collection.collectionMinimal, "maps movies to when they were collected", {
    as: "ada",
    before: collects,
    input: { type: "movies" },
    then: (reply) => expect(reply).toEqual({ [starWars.trakt]: collected_at }),
  }),
  example(Collection.collectionMinimal, "maps shows to seasons to episodes", {
    as: "ada",
    before: collects,
    input: { type: "shows" },
    then: (reply) => expect(reply).toEqual({ [gameOfThrones.trakt]: { 1: { 1: "2021-01-01T00:00:00.000Z" } } }),
  }),
  example(Collection.addToCollection, "takes what a copy is like, and updates what is there", {
    as: "ada",
    before: ({ world }) => world.collect("ada", starWars),
    input: {
      body: {
        movies: [
          { ...ids(starWars), resolution: "uhd_4k", audio: "dolby_atmos", audio_channels: "7.1.4", hdr: "hdr10_plus" },
          { ...ids(memento), collected_at: "released" },
        ],
        shows: [{ ...ids(gameOfThrones), seasons: [{ number: 1, episodes: [{ number: 1 }, { number: 2 }] }] }],
      },
    },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({
        added: { movies: 1, episodes: 2 },
        updated: { movies: 1 },
        existing: { movies: 1 },
      });
      expect(world.collection("ada")).toMatchObject([
        { item: starWars },
        { item: memento, listed_at: expect.stringMatching(/^2001-/) },
        { item: winterIsComing },
        {},
      ]);
    },
  }),
  example(Collection.removeFromCollection, "takes every episode of a season that is named", {
    as: "ada",
    before: ({ world }) => {
      world.collect("ada", season1);
      world.collect("ada", starWars);
    },
    input: { body: { shows: [{ ...ids(gameOfThrones), seasons: [{ number: 1 }] }] } },
    then: (reply, { world }) => {
      expect(reply.deleted).toMatchObject({ movies: 0, episodes: 10 });
      expect(world.collection("ada").map(({ item }) => item)).toEqual([starWars]);
    },
  }),
];
