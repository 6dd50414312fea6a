import { expect, test } from "vitest";
import * as Media from "./mixed-media.ts";
import * as MoviesCharts from "./movies-charts.ts";
import * as Movies from "./movies.ts";
import * as ShowsCharts from "./shows-charts.ts";
import * as Progress from "./shows-progress.ts";
import * as Shows from "./shows.ts";

const movie = { title: "Memento", year: 2000, ids: { trakt: 47, slug: "memento-2000" }, colors: { poster: [] } };

test("counts that are missing, null or of another kind do not make a chart unreadable", () => {
  expect(MoviesCharts.watched.reply.parse([{ movie }, { watcher_count: null, play_count: "7", movie }])).toMatchObject([
    { watcher_count: 0, play_count: 0, movie: { title: "Memento" } },
    { watcher_count: 0, play_count: 0, movie: { title: "Memento" } },
  ]);
  expect(Media.trending.reply.parse([{ watchers: 3, movie, show: null }])).toMatchObject([{ watchers: 3, show: null }]);
  expect(ShowsCharts.streaming.reply.parse([{ rank: 1, show: movie }])[0]?.delta).toBeUndefined();
});

test("what nobody rated, and what others rate it, is read with and without each part", () => {
  expect(Movies.ratings.reply.parse({ rating: null, votes: 0, distribution: {} }).rating).toBeNull();
  expect(Shows.ratings.reply.parse(null)).toBeNull();
  const all = { trakt: { rating: 8.1, votes: 3, distribution: { 8: 3 } }, imdb: { rating: 8.9 }, letterboxd: null };
  expect(Shows.ratings.reply.parse(all)).toMatchObject({ trakt: { votes: 3 }, imdb: { rating: 8.9 } });
});

test("stats lack what came later, and shows without any are read as null", () => {
  expect(Movies.stats.reply.parse({ watchers: 3, plays: 4 })).toMatchObject({ watchers: 3, favorited: 0, lists: 0 });
  expect(Shows.stats.reply.parse(null)).toBeNull();
});

test("certifications of a show are a list, whatever else is answered", () => {
  expect(Shows.certifications.reply.parse([{ certification: "TV-MA", country: "us" }])).toHaveLength(1);
  expect(Shows.certifications.reply.parse("TV-MA")).toEqual([]);
});

test("a reset is read from 200 and 204 alike, and progress of a collection without any of it", () => {
  for (const answer of [null, {}, { message: "Show progress was reset.", reset_at: "2026-11-20T12:00:00.000Z" }, "ok"])
    expect(Progress.resetProgress.reply.safeParse(answer).success).toBe(true);
  expect(Progress.collectionProgress.reply.parse({ aired: 3, completed: 0, seasons: null })).toMatchObject({
    seasons: [],
    hidden_seasons: [],
  });
});

test("only periods that Trakt knows are asked for, streaming has no `all`, and filters stay with their kind", () => {
  expect(MoviesCharts.played.params.safeParse({ period: "all", certifications: ["pg-13"] }).success).toBe(true);
  expect(MoviesCharts.played.params.safeParse({ period: "hourly" }).success).toBe(false);
  expect(MoviesCharts.streaming.params.safeParse({ period: "all" }).success).toBe(false);
  expect(MoviesCharts.trending.params.safeParse({ networks: ["HBO"] }).success).toBe(false);
  expect(ShowsCharts.trending.params.safeParse({ networks: ["HBO"] }).success).toBe(true);
});

test.each([
  [MoviesCharts.watched.target({}), "/movies/watched"],
  [MoviesCharts.watched.target({ period: "daily", limit: 5 }), "/movies/watched/daily?limit=5"],
  [
    ShowsCharts.popularRanked.target({ genres: ["drama", "science-fiction"] }),
    "/shows/popular/next?genres=drama,science-fiction",
  ],
  [Movies.updatedIds.target({ start_date: "2026-11-01" }), "/movies/updates/id/2026-11-01"],
  [Shows.lists.target({ id: 1390, type: "personal", sort: "likes" }), "/shows/1390/lists/personal/likes"],
])("%s", (target, expected) => expect(target).toBe(expected));
