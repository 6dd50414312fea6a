import * as Library from "@showrunner/trakt/contract/users-library.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";
import { gameOfThrones, memento, season1, starWars, utopia, winterIsComing } from "./library-scenes.ts";

function lives({ world }: Stage): void {
  for (const username of ["ben", "cleo"]) {
    world.watch(username, starWars, { watched_at: "2026-11-01T10:00:00Z" });
    world.watch(username, season1, { watched_at: "2026-11-02T10:00:00Z" });
    world.rate(username, starWars, 8);
    world.rate(username, gameOfThrones, 9);
    world.watchlistAdd(username, memento);
    world.watchlistAdd(username, utopia);
    world.favorite(username, starWars);
    world.collect(username, starWars, { listed_at: "2020-01-01T00:00:00Z" });
    world.collect(username, winterIsComing, { listed_at: "2020-01-02T00:00:00Z" });
  }
}

export const usersLibraryExamples: readonly Example[] = [
  example(Library.history, "tells anybody of a public person's plays", {
    before: lives,
    input: { id: "ben", type: "movies" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { watched_at: "2026-11-01T10:00:00.000Z", action: "watch", movie: { title: "Star Wars" } },
      ]),
  }),
  example(Library.history, "tells a private person of their own plays of one thing", {
    as: "cleo",
    before: lives,
    input: { id: "me", type: "shows", item_id: gameOfThrones.trakt, limit: 3, page: 4 },
    then: (reply) => expect(reply).toMatchObject([{ type: "episode", episode: { season: 1, number: 1 } }]),
  }),
  example(Library.ratings, "comes by type and number", {
    before: lives,
    input: { id: "ben", type: "shows", rating: 9 },
    then: (reply) => expect(reply).toMatchObject([{ rating: 9, type: "show", show: { title: "Game of Thrones" } }]),
  }),
  example(Library.watchlist, "comes sorted as it is asked for", {
    before: lives,
    input: { id: "ben", type: "all", sort_by: "title", sort_how: "desc" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { rank: 2, show: { title: "Utopia" } },
        { rank: 1, movie: { title: "Memento" } },
      ]),
  }),
  example(Library.favorites, "comes by type", {
    before: lives,
    input: { id: "ben", type: "movies" },
    then: (reply) => expect(reply).toMatchObject([{ rank: 1, movie: { title: "Star Wars" } }]),
  }),
  example(Library.collection, "has movies, each for itself", {
    before: lives,
    input: { id: "ben", type: "movies" },
    then: (reply) =>
      expect(reply).toMatchObject([{ collected_at: "2020-01-01T00:00:00.000Z", movie: { title: "Star Wars" } }]),
  }),
  example(Library.collection, "has shows with their collected episodes", {
    before: lives,
    input: { id: "ben", type: "shows" },
    then: (reply) =>
      expect(reply).toMatchObject([
        {
          last_collected_at: "2020-01-02T00:00:00.000Z",
          show: { title: "Game of Thrones" },
          seasons: [{ number: 1, episodes: [{ number: 1, collected_at: "2020-01-02T00:00:00.000Z" }] }],
        },
      ]),
  }),
  example(Library.watched, "counts the plays of shows, season by season when it is asked for", {
    before: lives,
    input: { id: "ben", type: "shows", extended: ["full", "progress"] },
    then: (reply) => {
      expect(reply).toMatchObject([
        { plays: 10, show: { title: "Game of Thrones", network: "HBO", aired_episodes: 73 }, seasons: [{ number: 1 }] },
      ]);
      expect(reply[0]?.seasons?.[0]?.episodes).toHaveLength(10);
    },
  }),
  example(Library.watched, "counts the plays of movies", {
    before: lives,
    input: { id: "ben", type: "movies" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { plays: 1, last_watched_at: "2026-11-01T10:00:00.000Z", movie: { title: "Star Wars" } },
      ]),
  }),
  example(Library.upNext, "is that of whose token it is, whoever it asks about", {
    as: "ben",
    before: lives,
    input: { id: "ada" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { show: { title: "Game of Thrones" }, progress: { completed: 10, next_episode: { season: 2, number: 1 } } },
      ]),
  }),
];
