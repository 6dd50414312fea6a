import * as Certifications from "@showrunner/trakt/contract/certifications.ts";
import * as Countries from "@showrunner/trakt/contract/countries.ts";
import * as Genres from "@showrunner/trakt/contract/genres.ts";
import * as Languages from "@showrunner/trakt/contract/languages.ts";
import * as Networks from "@showrunner/trakt/contract/networks.ts";
import * as People from "@showrunner/trakt/contract/people.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";

export const lookupsExamples: readonly Example[] = [
  example(Certifications.list, "has those of the US, movies' ones for movies", {
    input: { type: "movies" },
    then: (reply) => {
      expect(Object.keys(reply)).toEqual(["us"]);
      expect(reply["us"]?.map(({ slug }) => slug)).toEqual(["g", "pg", "pg-13", "r", "nr"]);
    },
  }),
  example(Certifications.list, "has shows' ones for shows", {
    input: { type: "shows" },
    then: (reply) => {
      expect(reply["us"]).toContainEqual(expect.objectContaining({ name: "TV-MA", slug: "tv-ma" }));
      expect(reply["us"]).not.toContainEqual(expect.objectContaining({ slug: "pg-13" }));
    },
  }),
  example(Countries.list, "has names and codes, by name", {
    before: ({ world }) => {
      world.addShow({ title: "Made in Norway", country: "no" });
    },
    input: { type: "shows" },
    then: (reply) => {
      expect(reply).toContainEqual({ name: "United States", code: "us" });
      expect(reply).toContainEqual({ name: "Norway", code: "no" });
      expect(reply.map(({ name }) => name)).toEqual(reply.map(({ name }) => name).toSorted());
    },
  }),
  example(Languages.list, "has names and codes", {
    before: ({ world }) => {
      world.addMovie({ title: "Told in Norwegian", language: "no" });
    },
    input: { type: "movies" },
    then: (reply) => {
      expect(reply).toContainEqual({ name: "English", code: "en" });
      expect(reply).toContainEqual({ name: "Norwegian", code: "no" });
    },
  }),
  example(Genres.list, "has names and slugs, and no subgenres unasked", {
    input: { type: "shows" },
    then: (reply) => {
      expect(reply).toContainEqual({ name: "Science Fiction", slug: "science-fiction" });
    },
  }),
  example(Genres.list, "has subgenres when asked", {
    input: { type: "movies", extended: "subgenres" },
    then: (reply) => {
      const found = reply.find(({ slug }) => slug === "science-fiction");
      expect(found?.subgenres).toContainEqual({ name: "Space Opera", slug: "space-opera" });
    },
  }),
  example(Networks.list, "has each network once, with its country", {
    before: ({ world }) => {
      world.addShow({ title: "News of Oslo", country: "no", network: "NRK1" });
      world.addShow({ title: "More of Oslo", country: "no", network: "NRK1" });
    },
    input: {},
    then: async (reply, { trakt }) => {
      const [norwegian, ...others] = reply.filter(({ name }) => name === "NRK1");
      expect(others).toEqual([]);
      expect(norwegian).toMatchObject({ name: "NRK1", country: "no" });
      const amc = reply.flatMap(({ name }) => (name === "AMC" ? [name] : []));
      const shows = await trakt.call(People.shows, { id: "bryan-cranston", networks: amc });
      expect(shows.cast?.map(({ show }) => show.title)).toEqual(["Breaking Bad"]);
    },
  }),
];
