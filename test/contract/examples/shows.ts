import * as Shows from "@showrunner/trakt/contract/shows.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";

const constantine = { type: "show", trakt: 60_307 } as const;
const utopia = 46_241;
/** Game of Thrones' Winter Is Coming. */
const pilot = { type: "episode", trakt: 73_640 } as const;

const nextYear = [
  { season: 1, number: 1, title: "Then", first_aired: "2026-11-13T20:00:00Z" },
  { season: 1, number: 2, title: "Now", first_aired: "2027-01-01T20:00:00Z" },
];

export const showsExamples: readonly Example[] = [
  example(Shows.summary, "has its facts when they are asked for", {
    input: { id: "constantine", extended: "full" },
    then: (reply) =>
      expect(reply).toMatchObject({
        title: "Constantine",
        ids: { trakt: 60_307 },
        status: "canceled",
        network: "NBC",
        aired_episodes: 13,
      }),
  }),
  example(Shows.seasons, "has the episodes where they are asked for", {
    input: { id: utopia, extended: ["full", "episodes"] },
    then: (reply) => {
      expect(reply.map((season) => [season.number, season.aired_episodes])).toEqual([
        [0, 4],
        [1, 6],
        [2, 6],
      ]);
      expect(reply[1]?.episodes?.map((episode) => episode.number)).toEqual([1, 2, 3, 4, 5, 6]);
    },
  }),
  example(Shows.watchedProgress, "counts what aired, and goes on after what was watched", {
    as: "ada",
    before: ({ world }) => {
      const [first, second] = world.show(constantine.trakt).episodes;
      for (const episode of [second, first]) world.watch("ada", { type: "episode", trakt: episode?.trakt ?? 0 });
    },
    input: { id: 60_307, include_stats: true },
    then: (reply) => {
      expect(reply).toMatchObject({
        aired: 13,
        completed: 2,
        reset_at: null,
        last_episode: { season: 1, number: 2 },
        next_episode: { season: 1, number: 3 },
        stats: { play_count: 2 },
      });
      expect(reply.seasons[0]?.episodes?.filter((one) => one.completed).map((one) => one.number)).toEqual([1, 2]);
    },
  }),
  example(Shows.updates, "has what changed since", {
    before: ({ world }) => world.setStatus(constantine.trakt, "returning series"),
    input: { start_date: "2026-11-10", extended: "full" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { updated_at: "2026-11-20T12:00:00.000Z", show: { title: "Constantine", status: "returning series" } },
      ]),
  }),
  example(Shows.updatedIds, "has the ids of what changed since", {
    before: ({ world }) => world.reschedule(pilot.trakt, "2027-01-01T20:00:00Z"),
    input: {},
    then: (reply) => expect(reply).toEqual([1390]),
  }),
  example(Shows.aliases, "has how it is filed", {
    input: { id: 2302 },
    then: (reply) => expect(reply).toContainEqual({ title: "Office, The", country: "us" }),
  }),
  example(Shows.translations, "has the one of a language", {
    input: { id: 1390, language: "en" },
    then: (reply) => expect(reply).toMatchObject([{ language: "en", title: "Game of Thrones" }]),
  }),
  example(Shows.certifications, "has those of several countries", {
    input: { id: 1390 },
    then: (reply) =>
      expect(reply).toEqual([
        { certification: "TV-MA", country: "us" },
        { certification: "18", country: "gb" },
      ]),
  }),
  example(Shows.comments, "has top-level ones, by how much of it their authors saw", {
    before: ({ world }) => {
      world.watch("ben", constantine);
      const seen = world.comment("ben", constantine, "All thirteen of them, in one weekend.");
      world.reply("ada", seen, "Which weekend was that, if I may ask?");
      world.comment("ada", constantine, "I have not begun, but the poster is nice.");
    },
    input: { id: 60_307, sort: "watched" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { replies: 1, user: { username: "ben" }, user_stats: { completed_count: 13 } },
        { replies: 0, user: { username: "ada" } },
      ]),
  }),
  example(Shows.lists, "has the public ones that it is on, by how many items they have", {
    before: ({ world }) => {
      const small = world.createList("ada", { name: "Small", privacy: "public" });
      const large = world.createList("ben", { name: "Large", privacy: "public" });
      for (const [username, list] of [
        ["ada", small],
        ["ben", large],
      ] as const)
        world.listAdd(username, list, constantine);
      world.listAdd("ben", large, { type: "show", trakt: 1390 });
    },
    input: { id: 60_307, type: "personal", sort: "items" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { name: "Large", item_count: 2 },
        { name: "Small", item_count: 1 },
      ]),
  }),
  example(Shows.listed, "has the caller's own, private ones too", {
    as: "ada",
    before: ({ world }) => {
      for (const username of ["ada", "ben"])
        world.listAdd(username, world.createList(username, { name: `Of ${username}` }), constantine);
      world.createList("ada", { name: "Empty" });
    },
    input: { id: 60_307 },
    then: (reply) => expect(reply).toMatchObject([{ name: "Of ada", privacy: "private", item_count: 1 }]),
  }),
  example(Shows.people, "has guests where they are asked for", {
    input: { id: 60_307, extended: "guest_stars" },
    then: (reply) => {
      expect(reply.cast?.length).toBeGreaterThan(0);
      expect(reply.guest_stars?.length).toBeGreaterThan(0);
      const regulars = new Set(reply.cast?.map((one) => one.person.ids.trakt));
      for (const { person } of reply.guest_stars ?? []) expect(regulars.has(person.ids.trakt)).toBe(false);
    },
  }),
  example(Shows.ratings, "has those of others where they are asked for", {
    input: { id: 1390, extended: "all" },
    then: (reply) => {
      expect(reply?.trakt?.votes).toBe(118_624);
      expect(reply?.imdb?.rating).toBeGreaterThan(8);
    },
  }),
  example(Shows.related, "has others that share its genres", {
    input: { id: 1390, limit: 3, page: 2, extended: "full" },
    then: (reply) => {
      expect(reply).toHaveLength(3);
      const own = new Set(["fantasy", "drama", "action", "adventure"]);
      for (const show of reply) expect(show.genres.some((genre) => own.has(genre))).toBe(true);
    },
  }),
  example(Shows.stats, "counts what people did with its episodes", {
    before: ({ world }) => {
      world.watch("ada", constantine);
      world.watch("ben", { type: "episode", trakt: world.show(constantine.trakt).episodes[0]?.trakt ?? 0 });
      world.collect("dan", constantine);
    },
    input: { id: 60_307 },
    then: (reply) => expect(reply).toMatchObject({ watchers: 2, plays: 14, collectors: 1, collected_episodes: 13 }),
  }),
  example(Shows.studios, "has who made it", {
    input: { id: utopia },
    then: (reply) => {
      expect(reply.length).toBeGreaterThan(0);
      for (const studio of reply) expect(studio.country).toBe("gb");
    },
  }),
  example(Shows.videos, "has its trailer", {
    input: { id: 1390 },
    then: (reply) => expect(reply.map((one) => one.type)).toEqual(["trailer", "teaser"]),
  }),
  example(Shows.watching, "has who watches one of its episodes, private people for those they let follow them", {
    as: "ada",
    before: ({ world }) => {
      world.befriend("ada", "cleo");
      for (const username of ["ben", "cleo"]) world.startWatching(username, pilot, 60);
    },
    input: { id: 1390 },
    then: (reply) => expect(reply.map((one) => one.username)).toEqual(["ben", "cleo"]),
  }),
  example(Shows.nextEpisode, "is the next to air", {
    before: ({ world }) => {
      world.addShow({ title: "Next Year", ids: { trakt: 930_000_001 }, episodes: nextYear });
    },
    input: { id: 930_000_001, extended: "full" },
    then: (reply) => expect(reply).toMatchObject({ title: "Now", first_aired: "2027-01-01T20:00:00.000Z" }),
  }),
  example(Shows.nextEpisode, "is nothing where none is to come", {
    input: { id: 60_307 },
    then: (reply) => expect(reply).toBeNull(),
  }),
  example(Shows.lastEpisode, "is the one that aired last", {
    before: ({ world }) => {
      world.addShow({ title: "Next Year", ids: { trakt: 930_000_001 }, episodes: nextYear });
    },
    input: { id: 930_000_001 },
    then: (reply) => expect(reply).toMatchObject({ season: 1, number: 1, title: "Then" }),
  }),
  example(Shows.sentiments, "has nothing of what nobody spoke of", {
    input: { id: 60_307 },
    then: (reply) => expect(reply).toMatchObject({ good: [], bad: [], comment_count: 0 }),
  }),
];
