import * as Episodes from "@showrunner/trakt/contract/episodes.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";

const pilot = { id: "breaking-bad", season: 1, episode: 1 };
const item = { type: "episode", trakt: 73_482 } as const;
const text = "An opening that nobody forgets again";

export const episodesExamples: readonly Example[] = [
  example(Episodes.summary, "tells when it aired and what type it is", {
    input: { ...pilot, extended: "full" },
    then: (reply) => {
      expect(reply).toMatchObject({
        season: 1,
        number: 1,
        title: "Pilot",
        ids: { trakt: 73_482, tvdb: 349_232, imdb: "tt0959621", tmdb: 62_085 },
        episode_type: "series_premiere",
      });
      expect(reply.first_aired).toMatch(/^2008-01-2\dT\d\d:\d\d:00\.000Z$/);
    },
  }),
  example(Episodes.summary, "has a null instant while nobody knows when it airs", {
    before: ({ world }) => {
      world.addEpisode(1388, { season: 6, number: 1, title: "Unannounced", first_aired: null });
    },
    input: { id: 1388, season: 6, episode: 1, extended: "full" },
    then: (reply) => {
      expect(reply).toMatchObject({ title: "Unannounced", first_aired: null });
    },
  }),
  example(Episodes.translations, "has its title in one language or in all", {
    input: { ...pilot, language: "en" },
    then: (reply) => {
      expect(reply).toMatchObject([{ title: "Pilot", language: "en", country: "us" }]);
    },
  }),
  example(Episodes.comments, "has the newest first, and the most played first when asked", {
    before: ({ world }) => {
      world.comment("ben", item, `${text}.`);
      world.comment("ada", item, `${text}, really.`);
      world.watch("ben", item);
    },
    input: { ...pilot, sort: "newest" },
    then: async (reply, { trakt }) => {
      expect(reply.map(({ comment }) => comment)).toEqual([`${text}, really.`, `${text}.`]);
      const played = await trakt.call(Episodes.comments, { ...pilot, sort: "plays" });
      expect(played.map(({ user }) => user?.username)).toEqual(["ben", "ada"]);
    },
  }),
  example(Episodes.watching, "has who watches it, and nobody who watches another", {
    before: ({ world }) => {
      world.startWatching("ben", item, 45);
      world.startWatching("dan", { type: "episode", trakt: 73_483 }, 45);
    },
    input: pilot,
    then: (reply) => {
      expect(reply.map(({ username }) => username)).toEqual(["ben"]);
    },
  }),
  example(Episodes.lists, "has the public lists that it is on, the most liked first when asked", {
    before: ({ world }) => {
      for (const name of ["Openings", "Pilots"]) {
        const list = world.createList("ben", { name, privacy: "public" });
        world.listAdd("ben", list, item);
        if (name === "Openings") world.likeList("ada", list);
      }
    },
    input: { ...pilot, type: "all", sort: "likes" },
    then: (reply) => {
      expect(reply.map(({ name }) => name)).toEqual(["Openings", "Pilots"]);
    },
  }),
  example(Episodes.people, "has the show's cast, and the guests of just this episode when asked", {
    input: { ...pilot, extended: ["full", "guest_stars"] },
    then: (reply) => {
      expect(reply.cast?.[0]?.person).toMatchObject({ name: "Bryan Cranston", birthday: "1956-03-07" });
      expect(reply.guest_stars).toHaveLength(1);
      const regulars = reply.cast?.map(({ person }) => person.ids.trakt);
      expect(regulars).not.toContain(reply.guest_stars?.[0]?.person.ids.trakt);
    },
  }),
  example(Episodes.ratings, "is what its people rated it", {
    before: ({ world }) => {
      world.rate("ada", item, 9);
    },
    input: pilot,
    then: (reply) => {
      expect(reply).toMatchObject({ rating: 9, votes: 1, distribution: { 9: 1, 10: 0 } });
    },
  }),
  example(Episodes.stats, "counts people and plays of it alone", {
    before: ({ world }) => {
      world.watch("ada", { type: "season", show: 1388, number: 1 });
      world.watch("ben", item);
      world.collect("ben", item);
    },
    input: pilot,
    then: (reply) => {
      expect(reply).toMatchObject({ watchers: 2, plays: 2, collectors: 1, lists: 0, comments: 0 });
      expect(reply?.collected_episodes).toBeUndefined();
    },
  }),
  example(Episodes.videos, "has its trailer", {
    input: pilot,
    then: (reply) => {
      expect(reply.map(({ title }) => title)).toContain("Breaking Bad: Pilot: Trailer");
    },
  }),
];
