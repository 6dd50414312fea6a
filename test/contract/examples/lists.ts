import * as Lists from "@showrunner/trakt/contract/lists.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const starWars = { type: "movie", trakt: 7 } as const;
const memento = { type: "movie", trakt: 47 } as const;
const gameOfThrones = { type: "show", trakt: 1390 } as const;
const made = { list: 0, other: 0 };

/** Ben's public list of two movies and a show, and an older one that nobody cares for. */
const benLists = ({ world }: Stage): void => {
  made.other = world.createList("ben", { name: "Dusty", privacy: "public" });
  made.list = world.createList("ben", { name: "Rainy Sundays", privacy: "public", sortBy: "title" });
  world.listAdd("ben", made.list, memento);
  world.listAdd("ben", made.list, gameOfThrones);
  world.listAdd("ben", made.list, starWars);
};
const thatList = (): { id: number } => ({ id: made.list });

export const listsExamples: readonly Example[] = [
  example(Lists.trending, "counts the likes and comments of the last week alone", {
    before: (stage) => {
      benLists(stage);
      const { world } = stage;
      const monthAgo = stage.sandbox.clock.now() - 30 * 86_400_000;
      world.likeList("ada", made.other, { at: monthAgo });
      world.likeList("dan", made.list);
      world.comment("dan", { type: "list", trakt: made.list }, "Just right for a rainy day.");
    },
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([{ like_count: 1, comment_count: 1, list: { ids: { trakt: made.list } } }]),
  }),
  example(Lists.popular, "counts the likes of all time, and knows no official lists", {
    before: (stage) => {
      benLists(stage);
      const { world } = stage;
      world.likeList("ada", made.other, { at: stage.sandbox.clock.now() - 30 * 86_400_000 });
      world.likeList("dan", made.other);
      world.likeList("dan", made.list);
    },
    input: { type: "personal" },
    then: async (reply, { trakt }) => {
      expect(reply.map(({ list, like_count }) => [list.name, like_count])).toEqual([
        ["Dusty", 2],
        ["Rainy Sundays", 1],
      ]);
      expect(await trakt.call(Lists.popular, { type: "official" })).toEqual([]);
    },
  }),
  example(Lists.summary, "gives a public list by its number", {
    before: benLists,
    input: thatList,
    then: (reply) =>
      expect(reply).toMatchObject({
        name: "Rainy Sundays",
        item_count: 3,
        sort_by: "title",
        user: { username: "ben" },
      }),
  }),
  example(Lists.summary, "gives nothing of a private one", {
    before: ({ world }) => {
      made.list = world.createList("ben", { name: "Secret" });
    },
    input: thatList,
    then: (reply) => expect(reply).toBeNull(),
  }),
  example(Lists.items, "sorts by title, movies alone", {
    before: benLists,
    input: () => ({ ...thatList(), type: "movie" as const, sort_by: "title" as const, sort_how: "desc" as const }),
    then: (items) =>
      expect(items.map(({ movie, rank }) => [movie?.title, rank])).toEqual([
        ["Star Wars", 3],
        ["Memento", 1],
      ]),
  }),
  example(Lists.comments, "puts the most liked first where asked", {
    before: (stage) => {
      benLists(stage);
      const { world } = stage;
      const target = { type: "list", trakt: made.list } as const;
      const liked = world.comment("dan", target, "Just right for a rainy day.");
      world.comment("ada", target, "I should have brought popcorn.");
      world.likeComment("ben", liked);
    },
    input: () => ({ ...thatList(), sort: "likes" as const }),
    then: (reply) =>
      expect(reply.map(({ user, likes }) => [user?.username, likes])).toEqual([
        ["dan", 1],
        ["ada", 0],
      ]),
  }),
  example(Lists.likes, "names who likes it", {
    before: (stage) => {
      benLists(stage);
      stage.world.likeList("dan", made.list);
    },
    input: thatList,
    then: (likes) => expect(likes.map(({ user }) => user.username)).toEqual(["dan"]),
  }),
  example(Lists.like, "counts once per person", {
    as: "dan",
    before: (stage) => {
      benLists(stage);
      stage.world.likeList("dan", made.list);
    },
    input: thatList,
    then: async (_reply, { trakt }) => expect((await trakt.call(Lists.summary, thatList()))?.likes).toBe(1),
  }),
  example(Lists.unlike, "takes the like back", {
    as: "dan",
    before: (stage) => {
      benLists(stage);
      stage.world.likeList("dan", made.list);
    },
    input: thatList,
    then: async (_reply, { trakt }) => expect((await trakt.call(Lists.summary, thatList()))?.likes).toBe(0),
  }),
];
