import * as Recommendations from "@showrunner/trakt/contract/recommendations.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const matrix = { type: "movie", trakt: 481 } as const;
const breakingBad = { type: "show", trakt: 1388 } as const;
const officeOfHers = { type: "show", trakt: 2302 } as const;

const likesAnimation = ({ world }: Stage): void => {
  for (const trakt of [93_870, 59_799]) world.watch("ada", { type: "movie", trakt });
};

export const recommendationsExamples: readonly Example[] = [
  example(Recommendations.movies, "prefers the genres that the person watches, and leaves out what they watched", {
    as: "ada",
    before: likesAnimation,
    input: { limit: 5, extended: "full" },
    then: (reply) => {
      expect(reply).toHaveLength(5);
      for (const { genres } of reply) expect(genres).toContain("animation");
      expect(reply.map(({ ids }) => ids.trakt)).not.toContain(93_870);
    },
  }),
  example(Recommendations.movies, "gives ten unasked, and none of those to leave out", {
    as: "ada",
    before: ({ world }) => {
      world.watchlistAdd("ada", matrix);
    },
    input: { ignore_watchlisted: true },
    then: async (reply, { as }) => {
      expect(reply).toHaveLength(10);
      expect(reply.map(({ title }) => title)).not.toContain("The Matrix");
      const all = await as("ada").call(Recommendations.movies, {});
      expect(all.map(({ title }) => title)).toContain("The Matrix");
    },
  }),
  example(Recommendations.shows, "learns from friends, too, and keeps what passes filters", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ben", breakingBad);
    },
    input: { limit: 3, genres: ["crime"], extended: "full" },
    then: (reply) => {
      expect(reply).toHaveLength(3);
      for (const { genres } of reply) expect(genres).toContain("crime");
      expect(reply.map(({ title }) => title)).toContain("Breaking Bad");
    },
  }),
  example(Recommendations.hideMovie, "is never recommended again", {
    as: "ada",
    input: { id: "the-matrix-1999" },
    then: async (reply, { as }) => {
      expect(reply).toBeNull();
      const movies = await as("ada").call(Recommendations.movies, { limit: 100 });
      expect(movies.map(({ title }) => title)).not.toContain("The Matrix");
      const bens = await as("ben").call(Recommendations.movies, { limit: 100 });
      expect(bens.map(({ title }) => title)).toContain("The Matrix");
    },
  }),
  example(Recommendations.hideShow, "is never recommended again", {
    as: "ada",
    input: { id: 1388 },
    then: async (reply, { as }) => {
      expect(reply).toBeNull();
      const shows = await as("ada").call(Recommendations.shows, { limit: 100 });
      expect(shows.map(({ title }) => title)).not.toContain("Breaking Bad");
      const bens = await as("ben").call(Recommendations.shows, { limit: 100 });
      expect(bens.map(({ title }) => title)).toContain("Breaking Bad");
    },
  }),
  example(Recommendations.friendsMovies, "has what friends rated highly, and nobody else did", {
    as: "ada",
    before: ({ world }) => {
      world.rate("ben", matrix, 9);
      world.rate("ben", { type: "movie", trakt: 47 }, 4);
      world.rate("dan", { type: "movie", trakt: 120 }, 10);
    },
    input: {},
    then: (reply) => {
      expect(reply.map(({ title }) => title)).toEqual(["The Matrix"]);
    },
  }),
  example(Recommendations.friendsShows, "has what friends favorited and the person has not watched", {
    as: "ada",
    before: ({ world }) => {
      world.favorite("ben", breakingBad);
      world.favorite("ben", officeOfHers);
      world.watch("ada", officeOfHers);
    },
    input: {},
    then: (reply) => {
      expect(reply.map(({ title }) => title)).toEqual(["Breaking Bad"]);
    },
  }),
];
