import * as Sync from "@showrunner/trakt/contract/sync.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";
import { gameOfThrones, memento, season1, starWars, utopia, winterIsComing } from "./library-scenes.ts";

const ids = (item: { trakt: number }) => ({ ids: { trakt: item.trakt } });
const noon = "2026-11-20T12:00:00.000Z";

export const syncExamples: readonly Example[] = [
  example(Sync.lastActivities, "moves the time of what changed, on removals too", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", starWars);
      world.watchlistAdd("ada", memento);
      world.watchlistRemove("ada", memento);
    },
    input: {},
    then: (reply) => {
      const { all = "", movies, watchlist } = reply;
      const before = (at: string | undefined) => Date.parse(all ?? "") - Date.parse(at ?? "");
      expect(before(movies?.watchlisted_at)).toBe(0);
      expect(before(watchlist?.updated_at)).toBe(0);
      // The removal came one change after the addition, which came one after the play.
      expect(before(movies?.watched_at)).toBe(2);
      expect(movies?.collected_at).toBe(noon);
    },
  }),
  example(Sync.history, "tells of plays newest first, by type and time", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", starWars, { watched_at: "2026-11-01T10:00:00Z" });
      world.watch("ada", winterIsComing, { watched_at: "2026-11-02T10:00:42Z", action: "scrobble" });
      world.watch("ada", memento, { watched_at: "2026-11-03T10:00:00Z" });
    },
    input: { type: "episodes", start_at: "2026-11-01T00:00:00Z" },
    then: (reply) => {
      expect(reply).toMatchObject([
        {
          watched_at: "2026-11-02T10:00:00.000Z",
          action: "scrobble",
          type: "episode",
          episode: { season: 1, number: 1 },
          show: { title: "Game of Thrones" },
        },
      ]);
      expect(Number(reply[0]?.id)).toBeGreaterThan(2 ** 31);
    },
  }),
  example(Sync.history, "tells of one thing's plays alone", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", starWars, { watched_at: "2026-11-01T10:00:00Z" });
      world.watch("ada", memento, { watched_at: "2026-11-03T10:00:00Z" });
    },
    input: { type: "movies", item_id: starWars.trakt },
    then: (reply) => expect(reply.map((play) => play.movie?.title)).toEqual(["Star Wars"]),
  }),
  example(Sync.addToHistory, "adds a play for each time it is sent, at its minute, its release or nobody knows when", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", starWars, { watched_at: noon });
    },
    input: {
      body: {
        movies: [
          { ...ids(starWars), watched_at: "2026-11-20T12:00:30.000Z" },
          { ...ids(memento), watched_at: "unknown" },
          { ids: { imdb: "tt0000111" } },
        ],
        episodes: [{ ...ids(winterIsComing), watched_at: "released" }],
      },
    },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({
        added: { movies: 2, episodes: 1 },
        not_found: { movies: [{ ids: { imdb: "tt0000111" } }] },
      });
      expect(world.history("ada").map((play) => [play.item.type, play.watched_at])).toEqual([
        ["movie", noon],
        ["movie", noon],
        ["episode", "2011-04-18T01:00:00.000Z"],
        ["movie", "1970-01-01T00:00:00.000Z"],
      ]);
    },
  }),
  example(Sync.removeFromHistory, "takes single plays by their ids", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", starWars, { watched_at: "2026-11-01T10:00:00Z" });
      world.watch("ada", starWars, { watched_at: "2026-11-02T10:00:00Z" });
    },
    input: ({ world }) => ({ body: { ids: [world.lastPlay("ada")?.id ?? 0, 12_299_999_999] } }),
    then: (reply, { world }) => {
      expect(reply).toMatchObject({ deleted: { movies: 1, episodes: 0 }, not_found: { ids: [12_299_999_999] } });
      expect(world.history("ada").map((play) => play.watched_at)).toEqual(["2026-11-01T10:00:00.000Z"]);
    },
  }),
  example(Sync.watchlist, "comes by rank, with the sorting that is asked for", {
    as: "ada",
    before: ({ world }) => {
      world.watchlistAdd("ada", starWars, { listed_at: "2026-11-02T00:00:00Z", notes: "with Ben" });
      world.watchlistAdd("ada", utopia, { listed_at: "2026-11-03T00:00:00Z" });
      world.watchlistAdd("ada", memento, { listed_at: "2026-11-01T00:00:00Z" });
    },
    input: { type: "movies", sort_by: "added", sort_how: "asc" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { rank: 3, listed_at: "2026-11-01T00:00:00.000Z", notes: null, movie: { title: "Memento" } },
        { rank: 1, notes: "with Ben", movie: { title: "Star Wars" } },
      ]),
  }),
  example(Sync.addToWatchlist, "tells what was there already, and adds shows and seasons as themselves", {
    as: "ada",
    before: ({ world }) => world.watchlistAdd("ada", starWars),
    input: {
      body: {
        movies: [ids(starWars), { ...ids(memento), notes: "again" }],
        shows: [{ ...ids(gameOfThrones), seasons: [{ number: 1 }] }, ids(utopia)],
      },
    },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({
        added: { movies: 1, shows: 1, seasons: 1, episodes: 0 },
        existing: { movies: 1 },
        list: { item_count: 4 },
      });
      expect(world.watchlist("ada").map(({ item, notes }) => [item, notes])).toEqual([
        [starWars, null],
        [memento, "again"],
        [season1, null],
        [utopia, null],
      ]);
    },
  }),
  example(Sync.removeFromWatchlist, "takes what is there, and tells what Trakt does not know", {
    as: "ada",
    before: ({ world }) => {
      world.watchlistAdd("ada", starWars);
      world.watchlistAdd("ada", memento);
    },
    input: { body: { movies: [ids(starWars), { ids: { trakt: 899_999_999 } }] } },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({
        deleted: { movies: 1 },
        not_found: { movies: [{ ids: { trakt: 899_999_999 } }] },
        list: { item_count: 1 },
      });
      expect(world.watchlist("ada").map(({ item }) => item)).toEqual([memento]);
    },
  }),
  example(Sync.ratings, "comes by type and by numbers", {
    as: "ada",
    before: ({ world }) => {
      world.rate("ada", starWars, 8, { rated_at: "2026-11-01T00:00:00Z" });
      world.rate("ada", memento, 9);
      world.rate("ada", utopia, 9);
      world.rate("ada", season1, 7);
    },
    input: { type: "movies", rating: [8, 10] },
    then: (reply) =>
      expect(reply).toMatchObject([
        { rated_at: "2026-11-01T00:00:00.000Z", rating: 8, type: "movie", movie: { title: "Star Wars" } },
      ]),
  }),
  example(Sync.addRatings, "sets and changes ratings of every kind of thing", {
    as: "ada",
    before: ({ world }) => world.rate("ada", starWars, 3),
    input: {
      body: {
        movies: [{ ...ids(starWars), rating: 10, rated_at: "2026-11-01T00:00:00.000Z" }],
        seasons: [{ ids: { trakt: 3963 }, rating: 9 }],
        episodes: [{ ...ids(winterIsComing), rating: 8 }],
      },
    },
    then: (reply, { world }) => {
      expect(reply.added).toMatchObject({ movies: 1, shows: 0, seasons: 1, episodes: 1 });
      expect(world.ratings("ada")).toMatchObject([
        { item: starWars, rating: 10, rated_at: "2026-11-01T00:00:00.000Z" },
        { item: season1, rating: 9 },
        { item: winterIsComing, rating: 8 },
      ]);
    },
  }),
  example(Sync.removeRatings, "takes ratings back", {
    as: "ada",
    before: ({ world }) => {
      world.rate("ada", starWars, 3);
      world.rate("ada", utopia, 4);
    },
    input: { body: { shows: [ids(utopia)], movies: [ids(memento)] } },
    then: (reply, { world }) => {
      expect(reply.deleted).toMatchObject({ movies: 0, shows: 1 });
      expect(world.ratings("ada").map(({ item }) => item)).toEqual([starWars]);
    },
  }),
  example(Sync.collectionMovies, "tells what a copy is like when it is asked for", {
    as: "ada",
    before: ({ world }) =>
      world.collectAll("ada", [
        ["movie:7", Date.UTC(2020, 0, 1), { media_type: "bluray", resolution: "uhd_4k" }],
        ["episode:73640", Date.UTC(2020, 0, 1), {}],
      ]),
    input: { extended: "metadata" },
    then: (reply) =>
      expect(reply).toMatchObject([
        {
          collected_at: "2020-01-01T00:00:00.000Z",
          updated_at: noon,
          movie: { title: "Star Wars" },
          metadata: { media_type: "bluray", resolution: "uhd_4k", hdr: null },
        },
      ]),
  }),
  example(Sync.collectionShows, "has collected episodes below their shows", {
    as: "ada",
    before: ({ world }) => {
      world.collect("ada", season1, { listed_at: "2020-01-01T00:00:00Z" });
      world.collect("ada", starWars);
    },
    input: {},
    then: (reply) => {
      expect(reply).toMatchObject([
        { last_collected_at: "2020-01-01T00:00:00.000Z", show: { title: "Game of Thrones" }, seasons: [{ number: 1 }] },
      ]);
      expect(reply[0]?.seasons?.[0]?.episodes).toHaveLength(10);
    },
  }),
  example(Sync.favorites, "is a list like the watchlist", {
    as: "ada",
    before: ({ world }) => {
      world.favorite("ada", starWars, { notes: "The first one" });
      world.favorite("ada", utopia);
    },
    input: { type: "movies", sort_by: "rank", sort_how: "asc" },
    then: (reply) => expect(reply).toMatchObject([{ rank: 1, notes: "The first one", movie: { title: "Star Wars" } }]),
  }),
  example(Sync.addToFavorites, "takes movies and shows", {
    as: "ada",
    before: ({ world }) => world.favorite("ada", starWars),
    input: { body: { movies: [ids(starWars)], shows: [{ ...ids(utopia), notes: "Both seasons" }] } },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({ added: { movies: 0, shows: 1 }, existing: { movies: 1 }, list: { item_count: 2 } });
      expect(world.favorites("ada").map(({ item, notes }) => [item, notes])).toEqual([
        [starWars, null],
        [utopia, "Both seasons"],
      ]);
    },
  }),
  example(Sync.removeFromFavorites, "takes them back", {
    as: "ada",
    before: ({ world }) => {
      world.favorite("ada", starWars);
      world.favorite("ada", utopia);
    },
    input: { body: { shows: [ids(utopia)] } },
    then: (reply, { world }) => {
      expect(reply).toMatchObject({ deleted: { shows: 1 }, list: { item_count: 1 } });
      expect(world.favorites("ada").map(({ item }) => item)).toEqual([starWars]);
    },
  }),
  example(Sync.watchedShows, "has what was watched most first, and its seasons with `extended=progress`", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", utopia, { watched_at: "2026-11-05T20:00:00Z" });
      world.watch("ada", winterIsComing, { watched_at: "2026-11-01T20:00:00Z" });
      world.watch("ada", winterIsComing, { watched_at: "2026-11-02T20:00:00Z" });
      world.resetProgress("ada", utopia.trakt);
    },
    input: { extended: "progress" },
    then: (reply) =>
      expect(reply).toMatchObject([
        { plays: 12, reset_at: noon, show: { title: "Utopia" }, seasons: [{ number: 1 }, { number: 2 }] },
        {
          plays: 2,
          last_watched_at: "2026-11-02T20:00:00.000Z",
          reset_at: null,
          show: { title: "Game of Thrones", aired_episodes: 73 },
          seasons: [{ number: 1, episodes: [{ number: 1, plays: 2, last_watched_at: "2026-11-02T20:00:00.000Z" }] }],
        },
      ]),
  }),
  example(Sync.watchedMovies, "counts plays, and tells of the last one", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", starWars, { watched_at: "2026-11-02T20:00:00Z" });
      world.watch("ada", memento, { watched_at: "2026-11-05T20:00:00Z" });
      world.watch("ada", starWars, { watched_at: "2026-11-01T20:00:00Z" });
    },
    input: {},
    then: (reply) =>
      expect(reply).toMatchObject([
        { plays: 2, last_watched_at: "2026-11-02T20:00:00.000Z", last_updated_at: noon, movie: { title: "Star Wars" } },
        { plays: 1, movie: { title: "Memento" } },
      ]),
  }),
];
