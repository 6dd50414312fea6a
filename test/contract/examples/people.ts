import * as People from "@showrunner/trakt/contract/people.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";

const cranston = { id: "bryan-cranston" };

export const peopleExamples: readonly Example[] = [
  example(People.summary, "tells all of a person by their slug", {
    input: cranston,
    then: (reply) => {
      expect(reply).toMatchObject({
        name: "Bryan Cranston",
        ids: { trakt: 142, slug: "bryan-cranston", imdb: "nm0186505", tmdb: 17_419 },
        birthday: "1956-03-07",
        death: null,
        gender: "male",
        known_for_department: "acting",
      });
    },
  }),
  example(People.movies, "has his movies, the best known first, and the crew of a director by department", {
    input: { id: "christopher-nolan" },
    then: (reply) => {
      expect(reply.cast).toEqual([]);
      expect(reply.crew?.["directing"]?.map(({ movie }) => movie.title)).toEqual([
        "The Dark Knight",
        "Interstellar",
        "Inception",
        "The Prestige",
        "Tenet",
        "Memento",
      ]);
      expect(reply.crew?.["writing"]?.[0]).toMatchObject({ jobs: ["Screenplay"] });
    },
  }),
  example(People.movies, "keeps the movies that pass its filters", {
    input: { id: 142, genres: ["science-fiction"], ratings: "0-70", extended: "full" },
    then: (reply) => {
      expect(reply.cast?.map(({ characters, movie }) => [characters, movie.title])).toEqual([
        [["Joe Brody"], "Godzilla"],
        [["Cohaagen"], "Total Recall"],
        [["Powell"], "John Carter"],
        [["Zordon"], "Power Rangers"],
      ]);
    },
  }),
  example(People.shows, "tells regulars from guests, and in how many episodes each was", {
    input: cranston,
    then: (reply) => {
      const roles = reply.cast?.map(({ show, series_regular, episode_count }) => [
        show.title,
        series_regular,
        episode_count,
      ]);
      expect(roles).toContainEqual(["Breaking Bad", true, 62]);
      expect(roles).toContainEqual(["Seinfeld", false, 5]);
      expect(reply.crew?.["directing"]?.map(({ show }) => show.title)).toEqual(["Breaking Bad"]);
    },
  }),
  example(People.knownFor, "has titles of both types, the best rated first, each once", {
    input: cranston,
    then: (reply) => {
      expect(reply?.[0]).toMatchObject({ type: "show", characters: ["Walter White"], jobs: ["Director"] });
      expect(reply?.[0]?.show?.title).toBe("Breaking Bad");
      expect(new Set(reply?.map(({ type }) => type))).toEqual(new Set(["show", "movie"]));
    },
  }),
  example(People.knownFor, "has nothing of a type that the person is in nothing of", {
    input: { id: "emilia-clarke", type: "shows" },
    then: (reply) => {
      expect(reply?.map(({ show }) => show?.title)).toEqual(["Game of Thrones"]);
    },
  }),
  example(People.knownFor, "is null for who is known for nothing of the type", {
    input: { id: "peter-dinklage", type: "movies" },
    then: (reply) => {
      expect(reply).toBeNull();
    },
  }),
  example(People.lists, "has the public lists that the person is on", {
    before: ({ world }) => {
      for (const privacy of ["public", "private"] as const) {
        world.listPeople("ben", world.createList("ben", { name: `Actors, ${privacy}`, privacy }), [142]);
      }
    },
    input: { id: 142, type: "personal", sort: "likes" },
    then: (reply) => {
      expect(reply.map(({ name }) => name)).toEqual(["Actors, public"]);
    },
  }),
  example(People.thisMonth, "has those born in November, the best known first", {
    input: {},
    then: (reply) => {
      expect(reply.slice(0, 3).map(({ name }) => name)).toEqual([
        "Matthew McConaughey",
        "Anne Hathaway",
        "Leonardo DiCaprio",
      ]);
      for (const { birthday } of reply) expect(birthday).toMatch(/^\d{4}-11-/);
    },
  }),
  example(People.updates, "has those whose data changed since, the newest first", {
    input: { start_date: "2026-11-10", limit: 100 },
    then: (reply) => {
      expect(reply.length).toBeGreaterThan(3);
      const times = reply.map(({ updated_at }) => updated_at);
      expect(times).toEqual(times.toSorted().toReversed());
      expect(times.at(-1)?.localeCompare("2026-11-10")).toBe(1);
      expect(reply[0]?.person.name).not.toBe("");
    },
  }),
  example(People.updatedIds, "has the same people, by their ids", {
    input: { start_date: "2026-11-10", limit: 100 },
    then: async (reply, { trakt }) => {
      const people = await trakt.call(People.updates, { start_date: "2026-11-10", limit: 100 });
      expect(reply.length).toBeGreaterThan(3);
      expect(reply).toEqual(people.map(({ person }) => person.ids.trakt));
    },
  }),
];
