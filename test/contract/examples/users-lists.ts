import * as UsersLists from "@showrunner/trakt/contract/users-lists.ts";
import { listItems, lists } from "@showrunner/trakt/contract/users.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const starWars = { type: "movie", trakt: 7 } as const;
const memento = { type: "movie", trakt: 47 } as const;
const made = { list: 0, entries: [0, 0] };

/** Ada's public list of Memento and Star Wars, in this order. */
const adaLists = ({ world }: Stage): void => {
  made.list = world.createList("ada", { name: "Rainy Sundays", privacy: "public" });
  world.listAdd("ada", made.list, memento);
  world.listAdd("ada", made.list, starWars);
  made.entries = world.lists("ada").flatMap((list) => list.items.map(({ id }) => id));
};
const rainySundays = { id: "ada", list_id: "rainy-sundays" };

export const usersListsExamples: readonly Example[] = [
  example(UsersLists.collaborations, "lists what others share with the person", {
    as: "ben",
    before: ({ world }) => {
      made.list = world.createList("ada", { name: "Ours" });
      world.createList("ada", { name: "Mine" });
      world.shareList("ada", made.list, "ben");
    },
    input: { id: "me" },
    then: (reply) => expect(reply).toMatchObject([{ name: "Ours", user: { username: "ada" } }]),
  }),
  example(UsersLists.reorderLists, "puts lists in another order and skips ids that are none", {
    as: "ada",
    before: (stage) => {
      adaLists(stage);
      made.list = stage.world.createList("ada", { name: "Second" });
    },
    input: () => ({ id: "me", body: { rank: [made.list, 1] } }),
    then: async (reply, { as }) => {
      expect(reply).toEqual({ updated: 1, skipped_ids: [1] });
      const names = (await as("ada").call(lists, { id: "me" })).map(({ name }) => name);
      expect(names).toEqual(["Second", "Rainy Sundays"]);
    },
  }),
  example(UsersLists.list, "gives one list by its number, and of who has the link only to who knows it", {
    before: ({ world }) => {
      made.list = world.createList("ada", { name: "Linked", privacy: "link" });
    },
    input: () => ({ id: "ada", list_id: made.list }),
    then: (reply) => expect(reply).toMatchObject({ name: "Linked", privacy: "link", ids: { trakt: made.list } }),
  }),
  example(UsersLists.updateList, "renames a list and keeps its slug", {
    as: "ada",
    before: adaLists,
    input: { ...rainySundays, id: "me", body: { name: "Sunny Mondays", privacy: "private", sort_by: "title" } },
    then: (reply) =>
      expect(reply).toMatchObject({
        name: "Sunny Mondays",
        privacy: "private",
        sort_by: "title",
        item_count: 2,
        ids: { slug: "rainy-sundays" },
      }),
  }),
  example(UsersLists.deleteList, "removes the list and all on it", {
    as: "ada",
    before: adaLists,
    input: rainySundays,
    then: (_reply, { world }) => expect(world.lists("ada")).toEqual([]),
  }),
  example(UsersLists.reorderListItems, "ranks the items anew", {
    as: "ada",
    before: adaLists,
    input: () => ({ ...rainySundays, body: { rank: made.entries.toReversed() } }),
    then: async (reply, { trakt }) => {
      expect(reply.updated).toBe(2);
      const items = await trakt.call(listItems, rainySundays);
      expect(items.map(({ rank, movie }) => [rank, movie?.title])).toEqual([
        [1, "Star Wars"],
        [2, "Memento"],
      ]);
    },
  }),
  example(UsersLists.updateListItem, "sets a note", {
    as: "ada",
    before: adaLists,
    input: () => ({ ...rainySundays, list_item_id: made.entries[1] ?? 0, body: { notes: "The first one." } }),
    then: (_reply, { world }) =>
      expect(world.lists("ada")[0]?.items.map(({ notes }) => notes)).toEqual([null, "The first one."]),
  }),
  example(UsersLists.listLikes, "names who likes the list", {
    before: (stage) => {
      adaLists(stage);
      stage.world.likeList("dan", made.list);
    },
    input: rainySundays,
    then: (likes) => expect(likes.map(({ user }) => user.username)).toEqual(["dan"]),
  }),
  example(UsersLists.likeList, "counts once per person", {
    as: "dan",
    before: (stage) => {
      adaLists(stage);
      stage.world.likeList("dan", made.list);
    },
    input: rainySundays,
    then: async (_reply, { trakt }) => expect((await trakt.call(UsersLists.list, rainySundays)).likes).toBe(1),
  }),
  example(UsersLists.unlikeList, "takes the like back", {
    as: "dan",
    before: (stage) => {
      adaLists(stage);
      stage.world.likeList("dan", made.list);
    },
    input: rainySundays,
    then: async (_reply, { trakt }) => expect((await trakt.call(UsersLists.list, rainySundays)).likes).toBe(0),
  }),
  example(UsersLists.listComments, "lists what is said of the list, the newest first", {
    before: (stage) => {
      adaLists(stage);
      const target = { type: "list", trakt: made.list } as const;
      const at = stage.sandbox.clock.now();
      stage.world.comment("dan", target, "Just right for a rainy day.", { at: at - 2000 });
      stage.world.comment("ben", target, "I should have brought popcorn.", { at: at - 1000 });
    },
    input: { ...rainySundays, sort: "newest" },
    then: (reply) => expect(reply.map(({ user }) => user?.username)).toEqual(["ben", "dan"]),
  }),
];
