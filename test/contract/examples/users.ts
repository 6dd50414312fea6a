import * as Users from "@showrunner/trakt/contract/users.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const starWars = { type: "movie", trakt: 7 } as const;
const memento = { type: "movie", trakt: 47 } as const;
const gameOfThrones = { type: "show", trakt: 1390 } as const;
const cranston = 142;
const made = { list: 0 };

const benLists = ({ world }: Stage): void => {
  made.list = world.createList("ben", { name: "Rainy Sundays", privacy: "public", sortBy: "title", sortHow: "desc" });
  world.listAdd("ben", made.list, memento);
  world.listAdd("ben", made.list, starWars);
  world.listPeople("ben", made.list, [cranston]);
};
const rainySundays = { id: "ben", list_id: "rainy-sundays" };

export const usersExamples: readonly Example[] = [
  example(Users.settings, "names who the token belongs to, their time zone and what their account may hold", {
    as: "ada",
    before: ({ world }) => world.setTimezone("ada", "Europe/Berlin"),
    input: {},
    then: (reply, { world }) => {
      expect(reply.user).toMatchObject({ username: "ada", vip: true, ids: { uuid: world.person("ada").uuid } });
      expect(reply.account?.timezone).toBe("Europe/Berlin");
      expect(reply.limits?.list?.count).toBeGreaterThan(2);
    },
  }),
  example(Users.hidden, "lists what is hidden in one section, of one type", {
    as: "ada",
    before: ({ world }) => {
      world.hide("ada", gameOfThrones, "progress_watched");
      world.hide("ada", { type: "season", show: 1390, number: 2 }, "progress_watched");
      world.hide("ada", starWars, "calendar");
    },
    input: { section: "progress_watched", type: "season" },
    then: (items) =>
      expect(items).toMatchObject([{ type: "season", season: { number: 2 }, show: { ids: { trakt: 1390 } } }]),
  }),
  example(Users.addHidden, "drops a show", {
    as: "ada",
    input: { section: "dropped", body: { shows: [{ ids: { trakt: 1390 } }] } },
    then: (reply, { world }) => {
      expect(reply.added.shows).toBe(1);
      expect(world.hidden("ada", "dropped")).toMatchObject([{ item: gameOfThrones }]);
    },
  }),
  example(Users.removeHidden, "takes a show up again", {
    as: "ada",
    before: ({ world }) => world.drop("ada", gameOfThrones),
    input: { section: "dropped", body: { shows: [{ ids: { trakt: 1390 } }] } },
    then: (reply, { world }) => {
      expect(reply.deleted.shows).toBe(1);
      expect(world.hidden("ada", "dropped")).toEqual([]);
    },
  }),
  example(Users.watching, "tells what the person watches right now", {
    as: "ben",
    before: ({ world }) => world.startWatching("ada", starWars, 121, { action: "checkin" }),
    input: { id: "ada" },
    then: (reply) => expect(reply).toMatchObject({ type: "movie", action: "checkin", movie: { ids: { trakt: 7 } } }),
  }),
  example(Users.watching, "is null when the person watches nothing", {
    input: { id: "ada" },
    then: (reply) => expect(reply).toBeNull(),
  }),
  example(Users.lists, "shows friends what is for friends, and not what is for who has the link", {
    as: "ben",
    before: ({ world }) => {
      for (const privacy of ["private", "link", "friends", "public"])
        world.createList("ada", { name: `For ${privacy}`, privacy });
    },
    input: { id: "ada" },
    then: async (reply, { trakt }) => {
      expect(reply.map(({ name }) => name)).toEqual(["For friends", "For public"]);
      expect((await trakt.call(Users.lists, { id: "ada" })).map(({ name }) => name)).toEqual(["For public"]);
    },
  }),
  example(Users.createList, "makes a list with a slug of its name", {
    as: "ada",
    input: {
      id: "me",
      body: { name: "Rainy Sundays!", description: "Popcorn.", privacy: "friends", allow_comments: false },
    },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({
        description: "Popcorn.",
        privacy: "friends",
        allow_comments: false,
        item_count: 0,
        ids: { slug: "rainy-sundays" },
      });
      expect(world.lists("ada")).toMatchObject([{ id: reply.ids.trakt }]);
    },
  }),
  example(Users.listItems, "gives all by rank, people included, however the owner likes it sorted", {
    before: benLists,
    input: rainySundays,
    then: (items) => {
      expect(items.map(({ rank, type }) => [rank, type])).toEqual([
        [1, "movie"],
        [2, "movie"],
        [3, "person"],
      ]);
      expect(items[2]?.person).toMatchObject({ name: "Bryan Cranston", ids: { trakt: cranston } });
    },
  }),
  example(Users.listItems, "gives one type in another order", {
    before: benLists,
    input: { ...rainySundays, type: "movie", sort_by: "title", sort_how: "desc" },
    then: (items) => expect(items.map(({ movie }) => movie?.title)).toEqual(["Star Wars", "Memento"]),
  }),
  example(Users.addListItems, "adds a movie and a person, and says what was there and what is unknown", {
    as: "ben",
    before: benLists,
    input: {
      ...rainySundays,
      body: {
        movies: [{ ids: { trakt: 7 } }, { ids: { imdb: "tt0000000" } }],
        shows: [{ ids: { trakt: 1390 } }],
        people: [{ ids: { trakt: cranston } }, { ids: { slug: "nobody-at-all" } }],
      },
    },
    then: (reply) => {
      expect(reply.added).toMatchObject({ movies: 0, shows: 1, people: 0 });
      expect(reply.existing).toMatchObject({ movies: 1, people: 1 });
      expect(reply.not_found).toMatchObject({
        movies: [{ ids: { imdb: "tt0000000" } }],
        people: [{ ids: { slug: "nobody-at-all" } }],
      });
      expect(reply.list?.item_count).toBe(4);
    },
  }),
  example(Users.removeListItems, "takes a movie and a person off", {
    as: "ben",
    before: benLists,
    input: { ...rainySundays, body: { movies: [{ ids: { trakt: 7 } }], people: [{ ids: { trakt: cranston } }] } },
    then: (reply, { world }) => {
      expect(reply.deleted).toMatchObject({ movies: 1, people: 1 });
      expect(reply.list?.item_count).toBe(1);
      expect(world.lists("ben")[0]?.items.map(({ item }) => item)).toEqual([memento]);
    },
  }),
];
