import * as Core from "@showrunner/core/media.ts";
import type * as z from "zod";
import { describe, expect, expectTypeOf, test } from "vitest";
import { flattenActivities } from "./activities.ts";
import * as Calendars from "./calendars.ts";
import { defineEndpoint } from "./endpoint.ts";
import * as Media from "./media.ts";
import type * as Movies from "./movies.ts";
import * as Shows from "./shows.ts";
import * as Sync from "./sync.ts";
import { contract } from "./table.ts";
import * as Users from "./users.ts";

describe("the table", () => {
  test("names each endpoint once, by area and method, and says where Trakt documents it", () => {
    expect(new Set(contract.map((one) => one.id)).size).toBe(contract.length);
    for (const one of contract) {
      expect(one.id).toMatch(/^[a-z]+\.[a-z_]+$/);
      expect(one.source).toMatch(/^https:\/\/docs\.trakt\.tv\/reference\//);
    }
  });

  test("has no two endpoints of the same method and path", () => {
    const targets = contract.map((one) => `${one.method} ${one.path.replaceAll(/:\w+/g, ":")}`);
    expect(targets.filter((target, at) => targets.indexOf(target) !== at)).toEqual([]);
  });

  test("writes need a token, count as writes and are never paginated; lists that are paginated take page and limit", () => {
    for (const one of contract) {
      if (one.method !== "GET") expect(one).toMatchObject({ bucket: "write", auth: "required", paginated: false });
      else expect(one).toMatchObject({ bucket: "get", body: undefined });
      if (one.paginated) expect(Object.keys(one.params.shape)).toEqual(expect.arrayContaining(["page", "limit"]));
    }
  });
});

describe("targets", () => {
  test.each([
    [Sync.history.target({}), "/sync/history"],
    [Sync.history.target({ type: "shows" }), "/sync/history/shows"],
    [Sync.history.target({ type: "episodes", item_id: 73640, page: 2 }), "/sync/history/episodes/73640?page=2"],
    [Sync.watchlist.target({ type: "movies", sort_by: "rank", sort_how: "asc" }), "/sync/watchlist/movies/rank/asc"],
    [Sync.ratings.target({ type: "movies", rating: [9, 10] }), "/sync/ratings/movies/9,10"],
    [
      Sync.history.target({ start_at: "2026-11-20T18:00:00.000Z" }),
      "/sync/history?start_at=2026-11-20T18%3A00%3A00.000Z",
    ],
    [
      Users.listItems.target({ id: "me", list_id: "my-list", type: ["movie", "show"] }),
      "/users/me/lists/my-list/items/movie,show",
    ],
    [Users.watching.target({ id: "Ærø/..?x" }), "/users/%C3%86r%C3%B8%2F..%3Fx/watching"],
    [Calendars.myShows.target({ start_date: "2026-11-20", days: 31 }), "/calendars/my/shows/2026-11-20/31"],
  ])("%s", (target, expected) => expect(target).toBe(expected));

  test("what stands after a left-out part needs that part", () => {
    expect(() => Sync.watchlist.target({ sort_by: "rank" })).toThrow(/type is missing/);
  });

  test("a path that names what its params do not is a defect, found when it is declared", () => {
    const { params, reply } = Sync.lastActivities;
    expect(() =>
      defineEndpoint({ id: "x.y", method: "GET", path: "/x/:id", auth: "none", params, reply, source: "" }),
    ).toThrow(/:id/);
  });
});

describe("input", () => {
  test("a calendar spans 31 days at most and begins with a day", () => {
    const { params } = Calendars.myShows;
    expect(params.safeParse({ start_date: "2026-11-20", days: 31 }).success).toBe(true);
    expect(params.safeParse({ start_date: "2026-11-20", days: 32 }).success).toBe(false);
    expect(params.safeParse({ start_date: "20-11-2026", days: 7 }).success).toBe(false);
  });

  test.each(["..", ".", "", "a/b", "a?b", "a b"])("%j is nobody's slug", (id) => {
    expect(Users.watching.params.safeParse({ id }).success).toBe(false);
    expect(Shows.summary.params.safeParse({ id }).success).toBe(false);
  });

  test("a write names something, by an id that Trakt knows", () => {
    const { body } = Sync.addToHistory;
    const movie = { ids: { trakt: 1 } };
    expect(body.safeParse({ movies: [{ ...movie, watched_at: "released" }] }).success).toBe(true);
    expect(body.safeParse({ movies: [{ ...movie, watched_at: "2026-11-20T18:00:00.000Z" }] }).success).toBe(true);
    expect(body.safeParse({ shows: [{ ...movie, seasons: [{ number: 1, episodes: [{ number: 2 }] }] }] }).success).toBe(
      true,
    );
    for (const bad of [
      {},
      { movies: [] },
      { movies: [{ ids: {} }] },
      { movies: [{ ids: { tarkt: 1 } }] },
      { films: [movie] },
    ])
      expect(body.safeParse(bad).success).toBe(false);
    expect(Sync.removeFromHistory.body.safeParse({ ids: [12_297_139_948] }).success).toBe(true);
  });
});

describe("replies of both backends", () => {
  const rails = { trakt: 1390, slug: "game-of-thrones", tvdb: 121361, imdb: "tt0944947", tmdb: 1399, tvrage: null };
  const workers = {
    imdb: "tt0944947",
    plex: { guid: "5e16", slug: "x" },
    slug: "game-of-thrones",
    tmdb: 1399,
    tvdb: 121361,
    trakt: 1390,
  };

  test("give the same show, whatever the order and the members of its ids", () => {
    const one = Media.Show.parse({ title: "Game of Thrones", year: 2011, ids: rails });
    const other = Media.Show.parse({ ids: workers, aired_episodes: 73, year: 2011, title: "Game of Thrones" });
    expect(one.ids).toEqual(other.ids);
    expect(one.title).toBe(other.title);
  });

  test("pass with null and empty ids, unknown keys and types, and a title missing", () => {
    const [item] = Sync.watchlist.reply.parse([
      {
        rank: 36,
        id: 751_703_882,
        listed_at: "2022-10-14T03:19:22.000Z",
        notes: null,
        type: "movie",
        my_rating: 3,
        movie: { title: null, year: null, ids: { trakt: 475_091, slug: null, imdb: "", tmdb: null }, images: {} },
      },
      { rank: 36, id: 751_703_883, listed_at: "2022-10-14T03:19:22.000Z", type: "person", person: { name: "x" } },
    ]);
    expect(item?.movie).toEqual({ title: "", year: null, ids: { trakt: 475_091, slug: null, imdb: "", tmdb: null } });
  });

  test("keep ids above 2^31 exactly", () => {
    const [play] = Sync.history.reply.parse(
      JSON.parse(
        `[{"id":12297139948,"watched_at":"2026-05-23T23:31:00.000Z","action":"scrobble","type":"episode","episode":{"season":1,"number":1,"title":null,"ids":{"trakt":99000000001}},"show":{"title":"X","year":2020,"ids":{"trakt":1}}}]`,
      ),
    );
    expect(play?.id).toBe(12_297_139_948);
    expect(play?.episode?.ids.trakt).toBe(99_000_000_001);
  });

  test("a receipt counts what is there, also where the contract misspells it", () => {
    const receipt = Users.addHidden.reply.parse({
      added: { movies: 1, shows: 2, season: 3 },
      not_found: { movies: [{ ids: { imdb: "tt1" } }] },
    });
    expect(receipt).toMatchObject({ added: { movies: 1, shows: 2, seasons: 0 }, deleted: { shows: 0 } });
    expect(receipt.not_found.movies).toEqual([{ ids: { imdb: "tt1" } }]);
    expect(Sync.addToWatchlist.reply.parse({ added: "all", not_found: null, list: 7 })).toMatchObject({ list: null });
  });

  test("progress is read with and without a next episode, hidden seasons and reset", () => {
    const reply = {
      aired: 10,
      completed: 2,
      last_watched_at: null,
      seasons: [
        { number: 1, aired: 10, completed: 2, episodes: [{ number: 1, completed: true, last_watched_at: null }] },
      ],
      next_episode: null,
      last_episode: null,
    };
    expect(Shows.watchedProgress.reply.parse(reply).hidden_seasons).toEqual([]);
    expect(
      Shows.watchedProgress.reply.parse({
        ...reply,
        reset_at: "2026-01-01T00:00:00.000Z",
        hidden_seasons: [{ number: 2, ids: { trakt: 5 } }],
      }).hidden_seasons,
    ).toEqual([{ number: 2, ids: { trakt: 5 } }]);
  });

  test("facts have what core's have", () => {
    expectTypeOf<z.infer<typeof Shows.summary.reply>>().toExtend<Core.ShowFacts>();
    expectTypeOf<z.infer<typeof Movies.summary.reply>>().toExtend<Core.MovieFacts>();
    expectTypeOf<z.infer<typeof Shows.watchedProgress.reply>>().toExtend<Core.Progress>();
    const facts = Shows.summary.reply.parse({
      title: "X",
      ids: { trakt: 1 },
      genres: null,
      status: "ended",
      rating: 7.9,
      airs: {},
    });
    expect(Core.ShowFacts.parse(facts)).toMatchObject({ genres: [], status: "ended", rating: 7.9 });
  });
});

describe("last activities", () => {
  test("keep sections and keys that came later, and miss those that are not there", () => {
    const reply = Sync.lastActivities.reply.parse({
      all: "t0",
      movies: { watched_at: "t1", dreamt_at: "t2", collected_at: null },
      shows: null,
      rewatches: { started_at: "t3" },
      version: 7,
    });
    expect(reply.movies?.watched_at).toBe("t1");
    expect(reply.notes).toBeUndefined();
    expect(flattenActivities(reply)).toEqual({
      all: "t0",
      "movies.watched_at": "t1",
      "movies.dreamt_at": "t2",
      "rewatches.started_at": "t3",
    });
  });

  test("are no list", () => {
    expect(Sync.lastActivities.reply.safeParse([]).success).toBe(false);
    expect(Sync.lastActivities.reply.safeParse(null).success).toBe(false);
  });
});
