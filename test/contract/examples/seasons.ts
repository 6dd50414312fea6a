import * as Seasons from "@showrunner/trakt/contract/seasons.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";
import { today } from "../stage.ts";

const pilotSeason = { id: "breaking-bad", season: 1 };
const item = { type: "season", show: 1388, number: 1 } as const;
const pilot = { type: "episode", trakt: 73_482 } as const;
const text = "A season that sets everything else up";

/** Ben's is the older one, and has a like and a higher rating. */
const twoComments = ({ world }: Stage): void => {
  const liked = world.comment("ben", item, `${text}.`, { at: today - 60_000 });
  world.comment("ada", item, `${text}, slowly.`);
  world.likeComment("dan", liked);
  world.rate("ben", item, 9);
};

export const seasonsExamples: readonly Example[] = [
  example(Seasons.episodes, "has the season's episodes", {
    input: { ...pilotSeason, extended: "full" },
    then: (reply) => {
      expect(reply.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(reply[0]).toMatchObject({ title: "Pilot", episode_type: "series_premiere", ids: { trakt: 73_482 } });
      expect(reply[6]?.episode_type).toBe("season_finale");
      expect(reply[0]?.translations).toBeUndefined();
    },
  }),
  example(Seasons.episodes, "has their titles in a language when asked", {
    input: { ...pilotSeason, translations: "en" },
    then: (reply) => {
      expect(reply[0]?.translations).toMatchObject([{ title: "Pilot", language: "en" }]);
    },
  }),
  example(Seasons.info, "counts the season's episodes", {
    input: pilotSeason,
    then: (reply) => {
      expect(reply).toMatchObject({ number: 1, title: "Season 1", episode_count: 7, aired_episodes: 7 });
    },
  }),
  example(Seasons.info, "is null for a season that the show does not have", {
    input: { ...pilotSeason, season: 77 },
    then: (reply) => {
      expect(reply).toBeNull();
    },
  }),
  example(Seasons.translations, "has the title in one of the show's languages", {
    before: ({ world }) => {
      world.addShow({
        title: "Norsk",
        language: "no",
        country: "no",
        ids: { slug: "norsk" },
        episodes: [{ season: 1, number: 1, first_aired: null }],
      });
    },
    input: { id: "norsk", season: 1, language: "no" },
    then: (reply) => {
      expect(reply).toMatchObject([{ title: "Season 1", language: "no", country: "no" }]);
    },
  }),
  example(Seasons.comments, "has the newest first, and others when asked", {
    before: twoComments,
    input: { ...pilotSeason, sort: "newest" },
    then: async (reply, { trakt }) => {
      expect(reply.map(({ user }) => user?.username)).toEqual(["ada", "ben"]);
      for (const sort of ["likes", "oldest", "highest"] as const) {
        const sorted = await trakt.call(Seasons.comments, { ...pilotSeason, sort });
        expect(sorted.map(({ user }) => user?.username)).toEqual(["ben", "ada"]);
      }
    },
  }),
  example(Seasons.watching, "has who watches an episode of it", {
    before: ({ world }) => {
      world.startWatching("ben", pilot, 45);
      world.startWatching("cleo", pilot, 45);
    },
    input: pilotSeason,
    then: (reply) => {
      expect(reply.map(({ username }) => username)).toEqual(["ben"]);
    },
  }),
  example(Seasons.lists, "has the public lists that it is on", {
    before: ({ world }) => {
      for (const privacy of ["public", "private"] as const) {
        const list = world.createList("ben", { name: `First seasons, ${privacy}`, privacy });
        world.listAdd("ben", list, item);
      }
    },
    input: { ...pilotSeason, type: "personal", sort: "popular" },
    then: (reply) => {
      expect(reply.map(({ name }) => name)).toEqual(["First seasons, public"]);
    },
  }),
  example(Seasons.people, "counts the season's episodes, and has guests when asked", {
    input: { ...pilotSeason, extended: "guest_stars" },
    then: async (reply, { trakt }) => {
      expect(reply.cast?.[0]).toMatchObject({
        characters: ["Walter White"],
        episode_count: 7,
        person: { name: "Bryan Cranston" },
      });
      expect(reply.crew?.["created by"]).toMatchObject([{ jobs: ["Creator"], person: { name: "Vince Gilligan" } }]);
      const guestEpisodes = reply.guest_stars?.map(({ episode_count }) => episode_count ?? 0) ?? [];
      expect(guestEpisodes.reduce((sum, count) => sum + count, 0)).toBe(7);
      const without = await trakt.call(Seasons.people, pilotSeason);
      expect(without.guest_stars).toBeUndefined();
    },
  }),
  example(Seasons.ratings, "is what its people rated it", {
    before: ({ world }) => {
      world.rate("ada", item, 10);
      world.rate("ben", item, 7);
    },
    input: pilotSeason,
    then: async (reply, { trakt }) => {
      expect(reply).toMatchObject({ rating: 8.5, votes: 2, distribution: { 10: 1, 7: 1, 1: 0 } });
      const all = await trakt.call(Seasons.ratings, { ...pilotSeason, extended: "all" });
      expect(all).toMatchObject({ trakt: { rating: 8.5, votes: 2 } });
    },
  }),
  example(Seasons.stats, "counts people, plays and what they collected", {
    before: ({ world }) => {
      world.watch("ada", item);
      world.watch("ben", pilot);
      world.watch("ben", pilot);
      world.collect("ada", item);
      world.watchlistAdd("dan", item);
      world.comment("ada", item, `${text}.`);
      world.rate("ada", item, 9);
    },
    input: pilotSeason,
    then: (reply) => {
      expect(reply).toMatchObject({
        watchers: 2,
        plays: 9,
        collectors: 1,
        collected_episodes: 7,
        lists: 1,
        comments: 1,
        votes: 1,
      });
    },
  }),
  example(Seasons.videos, "has the season's trailer, or those of all seasons", {
    input: pilotSeason,
    then: async (reply, { trakt }) => {
      expect(reply.map(({ title }) => title)).toContain("Breaking Bad: Season 1: Trailer");
      const all = await trakt.call(Seasons.videos, { ...pilotSeason, season: "all" });
      const trailers = all.filter(({ type }) => type === "trailer").map(({ title }) => title);
      expect(trailers).toEqual(
        expect.arrayContaining([1, 2, 3, 4, 5].map((one) => `Breaking Bad: Season ${one}: Trailer`)),
      );
    },
  }),
];
