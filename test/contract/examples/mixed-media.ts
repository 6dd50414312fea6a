import * as Media from "@showrunner/trakt/contract/mixed-media.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";
import {
  collectedByMost,
  favoredByMost,
  listedMost,
  playedMost,
  roseThisWeek,
  watchedByMost,
  watchingNow,
} from "./chart-scenes.ts";

const memento = { type: "movie", trakt: 47 } as const;
const constantine = { type: "show", trakt: 60_307 } as const;
const pilot = { type: "episode", trakt: 73_640 } as const;
const doomsday = { type: "movie", trakt: 806_490 } as const;

export const mediaExamples: readonly Example[] = [
  example(Media.trending, "has movies and shows by who watches them", {
    before: watchingNow(pilot, memento),
    input: {},
    then: (reply) => {
      expect(reply).toMatchObject([
        { watchers: 2, show: { title: "Game of Thrones" } },
        { watchers: 1, movie: { title: "Memento" } },
      ]);
      expect([reply[0]?.movie, reply[1]?.show]).toEqual([undefined, undefined]);
    },
  }),
  example(Media.popular, "has movies and shows without counts", {
    input: { years: 2011, networks: ["HBO"], genres: ["fantasy"], extended: "full" },
    then: ([best]) => expect(best).toMatchObject({ title: "Game of Thrones", first_aired: "2011-04-18T01:00:00.000Z" }),
  }),
  example(Media.popularRanked, "gives both their places in one order", {
    input: { limit: 50 },
    then: (reply) => {
      expect(reply.map((one) => one.rank)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
      expect(reply.some((one) => one.movie != null)).toBe(true);
      expect(reply.some((one) => one.show != null)).toBe(true);
    },
  }),
  example(Media.played, "counts the plays of movies and episodes", {
    before: playedMost(constantine, memento),
    input: { period: "daily" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { play_count: 39, watcher_count: 1, show: { title: "Constantine" } },
        { play_count: 2, watcher_count: 2, movie: { title: "Memento" } },
      ]),
  }),
  example(Media.watched, "counts people", {
    before: watchedByMost(memento, constantine),
    input: { period: "weekly" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { watcher_count: 2, movie: { title: "Memento" } },
        { watcher_count: 1, show: { title: "Constantine" } },
      ]),
  }),
  example(Media.collected, "counts collectors", {
    before: collectedByMost(constantine, memento),
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { collected_count: 26, collector_count: 2, show: { title: "Constantine" } },
        { collected_count: 1, movie: { title: "Memento" } },
      ]),
  }),
  example(Media.favorited, "counts whose favorite it is", {
    before: favoredByMost(constantine, memento),
    input: { period: "all" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { user_count: 2, show: { title: "Constantine" } },
        { user_count: 1, movie: { title: "Memento" } },
      ]),
  }),
  example(Media.anticipated, "counts lists, of what is not out yet", {
    before: (stage) => {
      const episodes = [{ season: 1, number: 1, first_aired: "2027-03-01T20:00:00Z" }];
      const trakt = stage.world.addShow({ title: "Next Year", episodes });
      listedMost({ type: "show", trakt }, doomsday)(stage);
    },
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { list_count: 2, show: { title: "Next Year" } },
        { list_count: 1, movie: { title: "Avengers: Doomsday" } },
      ]),
  }),
  example(Media.streaming, "tells how far one rose since the period before", {
    before: roseThisWeek(memento, constantine),
    input: {},
    then: (reply) => expect(reply).toMatchObject([{ rank: 1, delta: 1, movie: { title: "Memento" } }]),
  }),
];
