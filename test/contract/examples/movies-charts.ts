import * as Movies from "@showrunner/trakt/contract/movies-charts.ts";
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

const starWars = { type: "movie", trakt: 7 } as const;
const memento = { type: "movie", trakt: 47 } as const;
const dunePartThree = { type: "movie", trakt: 943_606 } as const;
const doomsday = { type: "movie", trakt: 806_490 } as const;

export const movieChartExamples: readonly Example[] = [
  example(Movies.trending, "counts who watches at this moment", {
    before: watchingNow(memento, starWars),
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { watchers: 2, movie: { title: "Memento" } },
        { watchers: 1, movie: { title: "Star Wars" } },
      ]),
  }),
  example(Movies.popular, "keeps to filters", {
    input: {
      genres: ["superhero"],
      years: "2008-2016",
      certifications: ["pg-13"],
      ratings: "80-100",
      extended: "full",
    },
    then: (reply) => {
      expect(reply[0]?.title).toBe("The Dark Knight");
      for (const movie of reply) {
        expect(movie.genres).toContain("superhero");
        expect(movie.certification).toBe("PG-13");
        expect(movie.year).toBeGreaterThanOrEqual(2008);
        expect(movie.year).toBeLessThanOrEqual(2016);
        expect(movie.rating).toBeGreaterThanOrEqual(8);
      }
    },
  }),
  example(Movies.popularRanked, "gives places, and what people did", {
    before: ({ world }) => {
      world.watch("ada", { type: "movie", trakt: 120 });
    },
    input: { years: 2008, genres: ["superhero"], limit: 1 },
    then: ([best]) => {
      expect(best).toMatchObject({ plays: 1, watchers: 1, movie: { title: "The Dark Knight" } });
      expect(best?.rank).toBeGreaterThanOrEqual(1);
    },
  }),
  example(Movies.played, "counts every play of the day", {
    before: playedMost(memento, starWars),
    input: { period: "daily" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { play_count: 3, watcher_count: 1, movie: { title: "Memento" } },
        { play_count: 2, watcher_count: 2, movie: { title: "Star Wars" } },
      ]),
  }),
  example(Movies.watched, "counts people, of the last week when no period is given", {
    before: watchedByMost(memento, starWars),
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { watcher_count: 2, play_count: 2, movie: { title: "Memento" } },
        { watcher_count: 1, play_count: 3, movie: { title: "Star Wars" } },
      ]),
  }),
  example(Movies.collected, "counts collectors, but not of what the caller watched when that is left out", {
    as: "ada",
    before: (stage) => {
      collectedByMost(memento, starWars)(stage);
      stage.world.watch("ada", starWars);
    },
    input: { period: "monthly", ignore_watched: true },
    then: (reply) => expect(reply).toMatchObject([{ collected_count: 2, movie: { title: "Memento" } }]),
  }),
  example(Movies.favorited, "counts whose favorite it is", {
    before: favoredByMost(memento, starWars),
    input: { period: "all" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { user_count: 2, movie: { title: "Memento" } },
        { user_count: 1, movie: { title: "Star Wars" } },
      ]),
  }),
  example(Movies.anticipated, "counts lists, of what is not out yet", {
    before: (stage) => {
      listedMost(dunePartThree, doomsday)(stage);
      stage.world.watchlistAdd("ada", memento);
    },
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { list_count: 2, movie: { title: "Dune: Part Three" } },
        { list_count: 1, movie: { title: "Avengers: Doomsday" } },
      ]),
  }),
  example(Movies.boxOffice, "has ten that earned less and less", {
    input: { extended: "full" },
    then: (reply) => {
      const earned = reply.map((one) => one.revenue ?? 0);
      expect(earned).toHaveLength(10);
      expect(earned).toEqual(earned.toSorted((a, b) => b - a));
      for (const { movie } of reply) expect((movie.released ?? "") < "2026-11-16").toBe(true);
    },
  }),
  example(Movies.hot, "has what comes onto lists", {
    before: listedMost(memento, starWars),
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { list_count: 2, movie: { title: "Memento" } },
        { list_count: 1, movie: { title: "Star Wars" } },
      ]),
  }),
  example(Movies.streaming, "tells how far one rose since the period before", {
    before: roseThisWeek(memento, starWars),
    input: { period: "weekly" },
    then: (reply) => expect(reply).toMatchObject([{ rank: 1, delta: 1, movie: { title: "Memento" } }]),
  }),
];
