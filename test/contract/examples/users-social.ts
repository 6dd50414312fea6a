import * as Social from "@showrunner/trakt/contract/users-social.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const starWars = { type: "movie", trakt: 7 } as const;
const memento = { type: "movie", trakt: 47 } as const;
const winterIsComing = { type: "episode", trakt: 73640 } as const;
const fiveWords = "Han certainly did shoot first.";
const made = { id: 0 };

/** Dan asks cleo, who is private, to let him follow; the id of his request is kept for the call. */
const danAsks = async ({ world, as }: Stage): Promise<void> => {
  world.follow("dan", "cleo");
  const [request] = await as("cleo").call(Social.followRequests, {});
  made.id = request?.id ?? 0;
};

export const usersSocialExamples: readonly Example[] = [
  example(Social.profile, "tells of a private person to who may follow them", {
    as: "dan",
    before: ({ world }) => {
      world.setProfile("cleo", { name: "Cleo Quiet", location: "Lisbon", about: "Hush.", gender: "female", age: 34 });
      world.befriend("cleo", "dan");
    },
    input: { id: "cleo", extended: ["full", "vip"] },
    then: async (reply, { trakt }) => {
      expect(reply).toMatchObject({ private: true, name: "Cleo Quiet", location: "Lisbon", gender: "female", age: 34 });
      expect(reply).toMatchObject({ about: "Hush.", vip_years: 0, ids: { slug: "cleo" } });
      await expect(trakt.call(Social.profile, { id: "cleo" })).rejects.toMatchObject({ status: 401 });
    },
  }),
  example(Social.updateSettings, "makes a person private and tells where they are", {
    as: "dan",
    input: { body: { user: { location: "Oslo", private: true } } },
    then: async (_reply, { as, trakt }) => {
      expect(await as("dan").call(Social.profile, { id: "me", extended: "full" })).toMatchObject({ location: "Oslo" });
      await expect(trakt.call(Social.profile, { id: "dan" })).rejects.toMatchObject({ status: 401 });
    },
  }),
  example(Social.follow, "begins at once where the other is public", {
    as: "dan",
    input: { id: "ada" },
    then: (reply) => {
      expect(reply.user.username).toBe("ada");
      expect(reply.approved_at).toEqual(expect.any(String));
    },
  }),
  example(Social.follow, "waits for a private person's leave", {
    as: "dan",
    input: { id: "cleo" },
    then: async (reply, { as }) => {
      expect(reply).toMatchObject({ approved_at: null, user: { username: "cleo" } });
      await expect(as("dan").call(Social.follow, { id: "cleo" })).rejects.toMatchObject({ status: 409 });
    },
  }),
  example(Social.unfollow, "ends a friendship", {
    as: "ada",
    input: { id: "ben" },
    then: async (_reply, { world, trakt }) => {
      expect(world.friends("ada")).toEqual([]);
      const following = await trakt.call(Social.following, { id: "ben" });
      expect(following.map(({ user }) => user.username)).toEqual(["ada"]);
    },
  }),
  example(Social.followers, "lists who follows, the newest first", {
    before: ({ world, sandbox }) => void world.follow("dan", "ada", { at: sandbox.clock.now() + 1000 }),
    input: { id: "ada" },
    then: (reply) => expect(reply.map(({ user }) => user.username)).toEqual(["dan", "ben"]),
  }),
  example(Social.following, "lists who is followed", {
    before: ({ world }) => void world.follow("dan", "ada"),
    input: { id: "dan" },
    then: (reply) => expect(reply.map(({ user }) => user.username)).toEqual(["ada"]),
  }),
  example(Social.friends, "lists those who follow each other, and since when", {
    before: ({ world }) => void world.follow("dan", "ada"),
    input: { id: "ada", extended: "full" },
    then: (reply) => {
      expect(reply.map(({ user }) => user.username)).toEqual(["ben"]);
      expect(reply[0]?.friends_at).toEqual(expect.any(String));
      expect(reply[0]?.user.joined_at).toEqual(expect.any(String));
    },
  }),
  example(Social.followRequests, "lists who waits for leave", {
    as: "cleo",
    before: ({ world }) => void world.follow("dan", "cleo"),
    input: {},
    then: (reply) => expect(reply.map(({ user }) => user.username)).toEqual(["dan"]),
  }),
  example(Social.followingRequests, "lists whose leave is waited for", {
    as: "dan",
    before: ({ world }) => void world.follow("dan", "cleo"),
    input: {},
    then: (reply) => expect(reply.map(({ user }) => user.username)).toEqual(["cleo"]),
  }),
  example(Social.approveFollower, "lets somebody follow, once", {
    as: "cleo",
    before: danAsks,
    input: () => ({ id: made.id }),
    then: async (reply, { as }) => {
      expect(reply.user.username).toBe("dan");
      expect(await as("dan").call(Social.profile, { id: "cleo" })).toMatchObject({ username: "cleo" });
      await expect(as("cleo").call(Social.approveFollower, { id: made.id })).rejects.toMatchObject({ status: 404 });
    },
  }),
  example(Social.denyFollower, "turns somebody down", {
    as: "cleo",
    before: danAsks,
    input: () => ({ id: made.id }),
    then: async (_reply, { as }) => {
      expect(await as("cleo").call(Social.followRequests, {})).toEqual([]);
      await expect(as("dan").call(Social.profile, { id: "cleo" })).rejects.toMatchObject({ status: 401 });
    },
  }),
  example(Social.blocked, "lists whom the person blocked", {
    as: "ada",
    before: ({ world }) => world.block("ada", "dan"),
    input: {},
    then: (reply) => expect(reply.map(({ user }) => user.username)).toEqual(["dan"]),
  }),
  example(Social.block, "ends following, and keeps it from beginning again", {
    as: "ada",
    input: { id: "ben" },
    then: async (_reply, { as, world }) => {
      expect(world.friends("ada")).toEqual([]);
      await expect(as("ben").call(Social.follow, { id: "ada" })).rejects.toMatchObject({ status: 409 });
      await expect(as("ada").call(Social.block, { id: "ben" })).rejects.toMatchObject({ status: 409 });
    },
  }),
  example(Social.unblock, "lets them follow again", {
    as: "ada",
    before: ({ world }) => world.block("ada", "dan"),
    input: { id: "dan" },
    then: async (_reply, { as }) => {
      expect((await as("dan").call(Social.follow, { id: "ada" })).approved_at).toEqual(expect.any(String));
    },
  }),
  example(Social.likes, "lists liked comments and lists, the newest first, and what the comments are about", {
    as: "ada",
    before: ({ world, sandbox }) => {
      const at = sandbox.clock.now();
      world.likeComment("ada", world.comment("ben", starWars, fiveWords), { at: at - 2000 });
      world.likeList("ada", world.createList("ben", { name: "Rainy Sundays", privacy: "public" }), { at: at - 1000 });
    },
    input: { id: "me", type: "comments" },
    then: async (reply, { as }) => {
      const comment = {
        type: "comment",
        comment_type: "movie",
        comment: { comment: fiveWords },
        movie: { ids: { trakt: 7 } },
      };
      expect(reply).toMatchObject([comment]);
      const all = await as("ada").call(Social.likes, { id: "me" });
      expect(all).toMatchObject([{ type: "list", list: { name: "Rainy Sundays" } }, comment]);
    },
  }),
  example(Social.comments, "gives replies alone where asked", {
    before: ({ world }) => {
      const first = world.comment("ben", starWars, fiveWords);
      world.reply("ben", first, "I answer myself once more.");
    },
    input: { id: "ben", comment_type: "all", type: "movies", include_replies: "only" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { type: "movie", movie: { title: "Star Wars" }, comment: { comment: "I answer myself once more." } },
      ]),
  }),
  example(Social.commentReactions, "lists own reactions and what they are to", {
    as: "ada",
    before: ({ world }) => world.react("ada", world.comment("ben", starWars, fiveWords), "laugh"),
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { reaction: { type: "laugh" }, comment: { comment: fiveWords, user: { username: "ben" } } },
      ]),
  }),
  example(Social.notes, "shows friends what is for friends", {
    as: "ben",
    before: ({ world }) => {
      world.addNote("ada", "movie:7", "movie", { notes: "For me.", privacy: "private", spoiler: false });
      world.addNote("ada", "movie:47", "movie", { notes: "For friends.", privacy: "friends", spoiler: true });
    },
    input: { id: "ada", type: "movies" },
    then: (reply) => expect(reply.map(({ notes, spoiler }) => [notes, spoiler])).toEqual([["For friends.", true]]),
  }),
  example(Social.activities, "puts what friends watched in one list, the newest first", {
    as: "ada",
    before: ({ world }) => {
      world.befriend("ada", "cleo");
      world.watch("ben", starWars, { watched_at: "2026-11-18T20:00:00.000Z", action: "scrobble" });
      world.rate("ben", starWars, 9);
      world.watch("cleo", winterIsComing, { watched_at: "2026-11-19T20:00:00.000Z" });
      world.watch("dan", memento);
    },
    input: { id: "me", type: "friends" },
    then: (reply) => {
      expect(reply.map(({ user, activity_at }) => [user.username, activity_at])).toEqual([
        ["cleo", "2026-11-19T20:00:00.000Z"],
        ["ben", "2026-11-18T20:00:00.000Z"],
      ]);
      expect(reply[0]).toMatchObject({ type: "episode", action: "watch", episode: { season: 1, number: 1 } });
      expect(reply[1]).toMatchObject({ type: "movie", action: "scrobble", user_rating: 9 });
    },
  }),
  example(Social.stats, "counts plays, minutes, ratings, words and people", {
    before: ({ world }) => {
      world.watch("ben", starWars);
      world.watch("ben", starWars);
      world.watch("ben", winterIsComing);
      world.rate("ben", starWars, 9);
      world.rate("ben", { type: "show", trakt: 1390 }, 9);
      world.collect("ben", memento);
      world.comment("ben", starWars, fiveWords);
    },
    input: { id: "ben" },
    then: (reply) => {
      expect(reply.movies).toEqual({ plays: 2, watched: 1, minutes: 242, collected: 1, ratings: 1, comments: 1 });
      expect(reply.shows).toEqual({ watched: 1, collected: 0, ratings: 1, comments: 0 });
      expect(reply.episodes).toMatchObject({ plays: 1, watched: 1 });
      expect(reply.episodes.minutes).toBeGreaterThan(40);
      expect(reply.network).toEqual({ friends: 1, followers: 1, following: 1 });
      expect(reply.ratings).toMatchObject({ total: 2, distribution: { "8": 0, "9": 2 } });
    },
  }),
  example(Social.savedFilters, "lists the filters of one section", {
    as: "ada",
    before: ({ world }) => {
      world.saveFilter("ada", { section: "movies", name: "Space", url: "/movies/popular?genres=science-fiction" });
      world.saveFilter("ada", { section: "shows", name: "Crime", url: "/shows/popular?genres=crime" });
    },
    input: { section: "shows" },
    then: async (reply, { as }) => {
      expect(reply).toMatchObject([{ name: "Crime", path: "/shows/popular", query: "genres=crime", section: "shows" }]);
      await expect(as("ben").call(Social.savedFilters, {})).rejects.toMatchObject({ status: 426 });
    },
  }),
  example(Social.saveFilters, "keeps what can be filtered and skips the rest", {
    as: "ada",
    input: {
      body: [
        { name: "Space", url: "/movies/popular?genres=science-fiction" },
        { name: "Me", url: "/users/me" },
      ],
    },
    then: (reply) => {
      expect(reply.added).toMatchObject([{ rank: 1, section: "movies", query: "genres=science-fiction" }]);
      expect(reply.skipped).toEqual([{ name: "Me", url: "/users/me" }]);
    },
  }),
  example(Social.removeSavedFilter, "removes one", {
    as: "ada",
    before: ({ world }) => {
      made.id = world.saveFilter("ada", { section: "shows", name: "Crime", url: "/shows/popular?genres=crime" });
    },
    input: () => ({ id: made.id }),
    then: async (_reply, { as }) => expect(await as("ada").call(Social.savedFilters, {})).toEqual([]),
  }),
];
