import * as Movies from "@showrunner/trakt/contract/movies.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";

const darkKnight = { type: "movie", trakt: 120 } as const;
const slug = "the-dark-knight-2008";

export const moviesExamples: readonly Example[] = [
  example(Movies.summary, "has its facts when they are asked for", {
    input: { id: "tt0468569", extended: "full" },
    then: (reply) =>
      expect(reply).toMatchObject({
        title: "The Dark Knight",
        year: 2008,
        ids: { trakt: 120, slug },
        status: "released",
        released: "2008-07-18",
        runtime: 152,
      }),
  }),
  example(Movies.updates, "has what changed since, the newest first", {
    before: ({ world }) => {
      world.addMovie({ title: "Older News" }, { at: Date.UTC(2026, 10, 18) });
      world.addMovie({ title: "Newer News" }, { at: Date.UTC(2026, 10, 19) });
      world.addMovie({ title: "No News" }, { at: Date.UTC(2026, 10, 1) });
    },
    input: { start_date: "2026-11-10" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { updated_at: "2026-11-19T00:00:00.000Z", movie: { title: "Newer News" } },
        { updated_at: "2026-11-18T00:00:00.000Z", movie: { title: "Older News" } },
      ]),
  }),
  example(Movies.updatedIds, "has the ids of what changed since", {
    before: ({ world }) => {
      world.addMovie({ title: "News", ids: { trakt: 930_000_001 } });
    },
    input: { start_date: "2026-11-20T00:00:00.000Z" },
    then: (reply) => expect(reply).toEqual([930_000_001]),
  }),
  example(Movies.aliases, "has how it is filed", {
    input: { id: slug },
    then: (reply) => expect(reply).toContainEqual({ title: "Dark Knight, The", country: "us" }),
  }),
  example(Movies.releases, "has those of one country", {
    input: { id: 120, country: "us" },
    then: (reply) => {
      expect(reply[0]).toMatchObject({
        release_date: "2008-07-18",
        release_type: "theatrical",
        certification: "PG-13",
      });
      expect(reply.map((one) => one.release_type)).toEqual(["theatrical", "digital", "physical"]);
      expect(new Set(reply.map((one) => one.country))).toEqual(new Set(["us"]));
    },
  }),
  example(Movies.translations, "has the one of a language", {
    input: { id: 120, language: "en" },
    then: (reply) => expect(reply).toMatchObject([{ language: "en", title: "The Dark Knight" }]),
  }),
  example(Movies.comments, "has those of people who were not blocked, by likes", {
    as: "dan",
    before: ({ world }) => {
      world.comment("ben", darkKnight, "A film of two halves, both of them good.");
      const liked = world.comment("ada", darkKnight, "Worth every minute of its two and a half hours.");
      world.likeComment("ben", liked);
      world.comment("cleo", darkKnight, "I left before the end, and so should everybody.");
      world.block("dan", "cleo");
    },
    input: { id: 120, sort: "likes" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { likes: 1, user: { username: "ada" } },
        { likes: 0, user: { username: "ben" } },
      ]),
  }),
  example(Movies.lists, "has the public ones that it is on", {
    before: ({ world }) => {
      world.listAdd("ada", world.createList("ada", { name: "Capes", privacy: "public" }), darkKnight);
      world.listAdd("ada", world.createList("ada", { name: "My own" }), darkKnight);
      world.createList("ben", { name: "Empty", privacy: "public" });
    },
    input: { id: 120 },
    then: (reply) => expect(reply).toMatchObject([{ name: "Capes", item_count: 1 }]),
  }),
  example(Movies.people, "has cast and crew", {
    input: { id: 120 },
    then: (reply) => {
      expect(reply.cast?.length).toBeGreaterThan(0);
      for (const { characters, person } of reply.cast ?? []) {
        expect(characters.length).toBeGreaterThan(0);
        expect(person.name).not.toBe("");
      }
      expect(reply.crew?.directing?.map((one) => one.jobs)).toContainEqual(["Director"]);
    },
  }),
  example(Movies.ratings, "counts every vote once", {
    before: ({ world }) => world.rate("ada", darkKnight, 10),
    input: { id: 120 },
    then: (reply) => {
      expect(reply.votes).toBe(83_997);
      expect(Object.values(reply.distribution ?? {}).reduce((sum, votes) => sum + votes, 0)).toBe(83_997);
      expect(reply.rating).toBeCloseTo(8.87, 2);
    },
  }),
  example(Movies.related, "has others that share its genres", {
    input: { id: 120, limit: 5, extended: "full" },
    then: (reply) => {
      expect(reply).toHaveLength(5);
      const own = new Set(["action", "crime", "drama", "thriller", "superhero"]);
      for (const movie of reply) {
        expect(movie.ids.trakt).not.toBe(120);
        expect(movie.genres.some((genre) => own.has(genre))).toBe(true);
      }
    },
  }),
  example(Movies.stats, "counts what people did with it", {
    before: ({ world }) => {
      for (const username of ["ada", "ben"]) world.watch(username, darkKnight);
      world.watch("ada", darkKnight);
      world.collect("ben", darkKnight);
      world.favorite("ben", darkKnight);
      world.watchlistAdd("dan", darkKnight);
      world.comment("ada", darkKnight, "Worth every minute of its two and a half hours.");
    },
    input: { id: 120 },
    then: (reply) =>
      expect(reply).toMatchObject({ watchers: 2, plays: 3, collectors: 1, favorited: 1, lists: 1, comments: 1 }),
  }),
  example(Movies.studios, "has who made it", {
    input: { id: 120 },
    then: (reply) => {
      expect(reply.length).toBeGreaterThan(0);
      for (const studio of reply) expect(studio).toMatchObject({ country: "us", ids: { slug: expect.any(String) } });
    },
  }),
  example(Movies.videos, "has its trailer, from before it came out", {
    input: { id: 120 },
    then: (reply) => {
      const trailer = reply.find((one) => one.type === "trailer");
      expect(trailer?.url).toMatch(/^https:\/\//);
      expect((trailer?.published_at ?? "") < "2008-07-18").toBe(true);
    },
  }),
  example(Movies.watching, "has who watches it now and may be seen", {
    before: ({ world }) => {
      for (const username of ["ada", "cleo"]) world.startWatching(username, darkKnight, 60);
      world.startWatching("dan", darkKnight, 60, { at: Date.UTC(2026, 10, 20, 9) });
    },
    input: { id: slug, extended: "full" },
    then: (reply) => expect(reply.map((one) => one.username)).toEqual(["ada"]),
  }),
  example(Movies.sentiments, "tells praise from blame", {
    before: ({ world }) => {
      world.rate("ada", darkKnight, 9);
      world.comment("ada", darkKnight, "Worth every minute. And there are many of them.");
      world.rate("ben", darkKnight, 3);
      world.comment("ben", darkKnight, "Far too dark for me. I could not see a thing.");
    },
    input: { id: 120 },
    then: (reply) =>
      expect(reply).toMatchObject({
        comment_count: 2,
        good: [{ sentiment: "Worth every minute." }],
        bad: [{ sentiment: "Far too dark for me." }],
      }),
  }),
];
