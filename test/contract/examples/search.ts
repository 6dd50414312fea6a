import * as Search from "@showrunner/trakt/contract/search.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";

const titles = (reply: readonly Search.SearchResult[]): (string | undefined)[] =>
  reply.map(
    ({ movie, show, episode, person, list }) =>
      movie?.title ?? episode?.title ?? show?.title ?? person?.name ?? list?.name,
  );

export const searchExamples: readonly Example[] = [
  example(Search.text, "finds movies and shows by words of their titles, the best fitting first", {
    input: { type: ["movie", "show"], query: "breaking bad" },
    then: (reply) => {
      expect(reply[0]).toMatchObject({ type: "show", show: { title: "Breaking Bad", ids: { trakt: 1388 } } });
      expect(titles(reply)).toContain("El Camino: A Breaking Bad Movie");
      const scores = reply.map(({ score }) => score ?? 0);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    },
  }),
  example(Search.text, "finds an episode with its show, whatever its case, accents and apostrophes", {
    before: ({ world }) => {
      world.addShow({
        title: "Cafés",
        episodes: [{ season: 1, number: 1, title: "L’Été Dernier", first_aired: null }],
      });
    },
    input: { type: "episode", query: "l'ete DERNIER" },
    then: (reply) => {
      expect(reply).toMatchObject([
        { type: "episode", episode: { season: 1, number: 1, title: "L’Été Dernier" }, show: { title: "Cafés" } },
      ]);
    },
  }),
  example(Search.text, "finds people by their names", {
    input: { type: "person", query: "cranston" },
    then: (reply) => {
      expect(reply).toMatchObject([{ type: "person", person: { name: "Bryan Cranston", ids: { trakt: 142 } } }]);
    },
  }),
  example(Search.text, "finds public lists, and no private ones", {
    before: ({ world }) => {
      world.createList("ben", { name: "Rainy Sundays", privacy: "public" });
      world.createList("ben", { name: "Rainy Mondays", privacy: "private" });
    },
    input: { type: "list", query: "rainy" },
    then: (reply) => {
      expect(titles(reply)).toEqual(["Rainy Sundays"]);
    },
  }),
  example(Search.text, "looks into other fields when they are named", {
    input: { type: "movie", query: '"christopher nolan"', fields: "people", limit: 3 },
    then: (reply) => {
      expect(titles(reply)).toEqual(["The Dark Knight", "Interstellar", "Inception"]);
    },
  }),
  example(Search.text, "takes what has a meaning for what it is, made literal", {
    before: ({ world }) => {
      world.addMovie({ title: "What (If?) -Not: 50/50* [Really]" });
    },
    input: { type: "movie", query: Search.literally("(If?) -Not: 50/50* [Really]") },
    then: (reply) => {
      expect(titles(reply)).toEqual(["What (If?) -Not: 50/50* [Really]"]);
    },
  }),
  example(Search.text, "leaves out what a minus forbids, and keeps what passes filters", {
    input: { type: "movie", query: "matrix -reloaded", years: "1999-2003" },
    then: (reply) => {
      expect(titles(reply)).toEqual(["The Matrix", "The Matrix Revolutions"]);
    },
  }),
  example(Search.exact, "finds what is called just so", {
    input: { type: "media", query: "the matrix" },
    then: (reply) => {
      expect(titles(reply)).toEqual(["The Matrix"]);
    },
  }),
  example(Search.lookup, "finds a movie by IMDb's id", {
    input: { id_type: "imdb", id: "tt0468569" },
    then: (reply) => {
      expect(reply).toMatchObject([{ type: "movie", score: 1000, movie: { title: "The Dark Knight" } }]);
    },
  }),
  example(Search.lookup, "finds all that have an id, or those of one type", {
    before: ({ world }) => {
      world.addShow({ title: "The Same Number", ids: { trakt: 120 } });
    },
    input: { id_type: "trakt", id: 120 },
    then: async (reply, { trakt }) => {
      expect(titles(reply)).toEqual(["The Dark Knight", "The Same Number"]);
      const shows = await trakt.call(Search.lookup, { id_type: "trakt", id: 120, type: "show" });
      expect(titles(shows)).toEqual(["The Same Number"]);
    },
  }),
  example(Search.lookup, "finds people and episodes, too", {
    input: { id_type: "imdb", id: "nm0186505", type: "person" },
    then: async (reply, { trakt }) => {
      expect(titles(reply)).toEqual(["Bryan Cranston"]);
      const episodes = await trakt.call(Search.lookup, { id_type: "tvdb", id: 349_232 });
      expect(episodes).toMatchObject([
        { type: "episode", episode: { title: "Pilot" }, show: { title: "Breaking Bad" } },
      ]);
    },
  }),
  example(Search.lookup, "has nothing for an id that nobody knows", {
    input: { id_type: "imdb", id: "tt99999999" },
    then: (reply) => {
      expect(reply).toEqual([]);
    },
  }),
  example(Search.recent, "counts what was chosen, the most often first", {
    before: ({ world }) => {
      world.chooseFromSearch({ query: "matrix", type: "movies", id: 482 });
      world.chooseFromSearch({ query: "Matrix", type: "movies", id: 481 });
      world.chooseFromSearch({ query: "keanu", type: "movies", id: 481 });
      world.chooseFromSearch({ query: "matrix", type: "shows", id: 1388 });
    },
    input: { type: "movies" },
    then: async (reply, { trakt }) => {
      expect(reply.map(({ movie, count }) => [movie?.title, count])).toEqual([
        ["The Matrix", 2],
        ["The Matrix Reloaded", 1],
      ]);
      const keanu = await trakt.call(Search.recent, { type: "movies", query: "keanu" });
      expect(keanu.map(({ id, count }) => [id, count])).toEqual([[481, 1]]);
    },
  }),
  example(Search.addRecent, "makes a choice known to everybody", {
    as: "ada",
    input: { body: { query: "breaking", id: 1388, type: "shows" } },
    then: async (_reply, { trakt }) => {
      const recent = await trakt.call(Search.recent, { type: "shows" });
      expect(recent).toMatchObject([{ id: 1388, count: 1, show: { title: "Breaking Bad" } }]);
    },
  }),
  example(Search.removeRecent, "takes a choice back", {
    as: "ada",
    before: ({ world }) => world.chooseFromSearch({ query: "breaking", type: "shows", id: 1388 }),
    input: { body: { query: "breaking", id: 1388, type: "shows" } },
    then: async (_reply, { trakt }) => {
      expect(await trakt.call(Search.recent, { type: "shows" })).toEqual([]);
    },
  }),
];
