import * as Shows from "@showrunner/trakt/contract/shows-charts.ts";
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

const thrones = { type: "show", trakt: 1390 } as const;
/** Winter Is Coming. */
const pilot = { type: "episode", trakt: 73_640 } as const;
const suits = { type: "show", trakt: 37_522 } as const;
const constantine = { type: "show", trakt: 60_307 } as const;
const constantineSeason = { type: "season", show: 60_307, number: 1 } as const;

export const showChartExamples: readonly Example[] = [
  example(Shows.trending, "counts who watches any of its episodes at this moment", {
    before: (stage) => {
      const { episodes } = stage.world.show(constantine.trakt);
      watchingNow(pilot, { type: "episode", trakt: episodes[3]?.trakt ?? 0 })(stage);
    },
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { watchers: 2, show: { title: "Game of Thrones" } },
        { watchers: 1, show: { title: "Constantine" } },
      ]),
  }),
  example(Shows.popular, "keeps to filters", {
    input: { networks: ["hbo"], years: "2010-2012", genres: ["fantasy", "comedy"], extended: "full" },
    then: (reply) => {
      expect(reply[0]).toMatchObject({ title: "Game of Thrones", votes: 118_624 });
      for (const show of reply) {
        expect(show.network).toBe("HBO");
        expect([2010, 2011, 2012]).toContain(show.year);
        expect(show.genres.some((genre) => genre === "fantasy" || genre === "comedy")).toBe(true);
      }
    },
  }),
  example(Shows.popularRanked, "gives places, and what people did", {
    before: ({ world }) => {
      world.watch("ada", constantineSeason);
    },
    input: { networks: ["nbc"], genres: ["horror"] },
    then: ([only]) => {
      expect(only).toMatchObject({ plays: 13, watchers: 1, show: { title: "Constantine" } });
      expect(only?.rank).toBeGreaterThan(1);
    },
  }),
  example(Shows.played, "counts the plays of all its episodes", {
    before: playedMost(constantine, suits),
    input: { period: "daily" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { play_count: 39, watcher_count: 1, show: { title: "Constantine" } },
        { play_count: 24, watcher_count: 2, show: { title: "Suits" } },
      ]),
  }),
  example(Shows.watched, "counts people, of the last week when no period is given", {
    before: watchedByMost(pilot, constantine),
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { watcher_count: 2, play_count: 2, show: { title: "Game of Thrones" } },
        { watcher_count: 1, play_count: 39, show: { title: "Constantine" } },
      ]),
  }),
  example(Shows.collected, "counts collectors, and their episodes", {
    before: collectedByMost(constantine, suits),
    input: { period: "monthly" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { collector_count: 2, collected_count: 26, show: { title: "Constantine" } },
        { collector_count: 1, collected_count: 12, show: { title: "Suits" } },
      ]),
  }),
  example(Shows.favorited, "counts whose favorite it is", {
    before: favoredByMost(constantine, thrones),
    input: { period: "all" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { user_count: 2, show: { title: "Constantine" } },
        { user_count: 1, show: { title: "Game of Thrones" } },
      ]),
  }),
  example(Shows.anticipated, "counts lists, of what has not begun", {
    before: ({ world }) => {
      const trakt = world.addShow({
        title: "Next Year",
        episodes: [{ season: 1, number: 1, first_aired: "2027-03-01T20:00:00Z" }],
      });
      world.watchlistAdd("ada", { type: "show", trakt });
      for (const username of ["ada", "ben"]) world.watchlistAdd(username, constantine);
    },
    input: {},
    then: (reply) => expect(reply).toMatchObject([{ list_count: 1, show: { title: "Next Year" } }]),
  }),
  example(Shows.hot, "has what comes onto lists, but not what the caller watches when that is left out", {
    as: "ada",
    before: (stage) => {
      listedMost(constantine, suits)(stage);
      stage.world.watch("ada", pilot);
      stage.world.watchlistAdd("ben", thrones);
    },
    input: { ignore_watched: true },
    then: (reply) =>
      expect(reply).toMatchObject([
        { list_count: 2, show: { title: "Constantine" } },
        { list_count: 1, show: { title: "Suits" } },
      ]),
  }),
  example(Shows.streaming, "tells how far one rose since the period before", {
    before: roseThisWeek(constantine, suits),
    input: { period: "weekly" },
    then: (reply) => expect(reply).toMatchObject([{ rank: 1, delta: 1, show: { title: "Constantine" } }]),
  }),
];
