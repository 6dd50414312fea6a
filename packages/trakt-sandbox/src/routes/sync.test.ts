import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

const Plays = z.array(z.object({ watched_at: z.string() }));

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

const ids = (item: { trakt: number }) => ({ ids: { trakt: item.trakt } });
const { starWars, memento, winterIsComing, gameOfThrones, gameOfThronesSeason1, constantine, utopia } = known;

test("history comes newest first, by its type and by one thing's id, within `start_at` and `end_at`", async () => {
  const { world, call } = sandbox;
  world.watch("ada", starWars, { watched_at: "2026-11-01T10:00:00Z", action: "checkin" });
  world.watch("ada", winterIsComing, { watched_at: "2026-11-03T10:00:00Z", action: "scrobble" });
  world.watch("ada", memento, { watched_at: "2026-11-02T10:00:00Z" });
  const days = async (path: string) => {
    const { body } = await call("ada", `/sync/history${path}`);
    return Plays.parse(body).map((play) => new Date(play.watched_at).getUTCDate());
  };
  expect(await days("")).toEqual([3, 2, 1]);
  expect(await days("/movies")).toEqual([2, 1]);
  expect(await days("/movies/7")).toEqual([1]);
  expect(await days("/shows/1390")).toEqual([3]);
  expect(await days("/shows/1388")).toEqual([]);
  expect(await days("/seasons/3963")).toEqual([3]);
  expect(await days("/episodes/73640")).toEqual([3]);
  expect(await days("?start_at=2026-11-02T00:00:00Z&end_at=2026-11-02T23:59:59Z")).toEqual([2]);
  // Both ends are within.
  expect(await days("?start_at=2026-11-02T10:00:00Z&end_at=2026-11-02T10:00:00Z")).toEqual([2]);
  expect(await days("?start_at=2026-11-02T10:00:01Z&end_at=2026-11-03T09:59:59Z")).toEqual([]);
  expect((await call("ada", "/sync/history/movies/7")).body).toMatchObject([
    { action: "checkin", type: "movie", movie: { title: "Star Wars" } },
  ]);
});

test("what a sync brought is for Trakt's own apps to ask: 403", async () => {
  expect((await sandbox.call("ada", "/sync/history?sync_id=1")).status).toBe(403);
});

test("posting a play twice makes two plays; unknown ids are told back", async () => {
  const { post, world } = sandbox;
  const body = { movies: [{ ...ids(starWars), watched_at: "2026-11-20T17:30:42Z" }, { ids: { imdb: "tt0000111" } }] };
  const first = await post("ada", "/sync/history", body);
  expect(first.status).toBe(201);
  expect(first.body).toEqual({
    added: { movies: 1, episodes: 0 },
    updated: { movies: 0, episodes: 0 },
    not_found: { movies: [{ ids: { imdb: "tt0000111" } }], shows: [], seasons: [], episodes: [], people: [] },
  });
  await post("ada", "/sync/history", body);
  expect(world.history("ada").map((play) => play.watched_at)).toEqual([
    "2026-11-20T17:30:00.000Z",
    "2026-11-20T17:30:00.000Z",
  ]);
});

test("a show in the history's body is all of its episodes, seasons and numbers are only those", async () => {
  const { post } = sandbox;
  expect((await post("ada", "/sync/history", { shows: [ids(constantine)] })).body).toMatchObject({
    added: { episodes: 13 },
  });
  const some = {
    shows: [{ ids: { slug: "utopia" }, seasons: [{ number: 1, episodes: [{ number: 2 }] }, { number: 2 }] }],
  };
  expect((await post("ada", "/sync/history", some)).body).toMatchObject({ added: { episodes: 7 } });
});

test("null and a missing key are the same in what is sent", async () => {
  const body = { movies: [{ ids: { trakt: starWars.trakt, imdb: null }, watched_at: null }], shows: null };
  const answer = await sandbox.post("ada", "/sync/history", body);
  expect([answer.status, answer.body]).toMatchObject([201, { added: { movies: 1 } }]);
});

test("removal takes plays by their ids, or all plays of what is named", async () => {
  const { post, world } = sandbox;
  const [first = 0] = world.watch("ada", starWars);
  world.watch("ada", starWars);
  world.watch("ada", utopia);
  const one = await post("ada", "/sync/history/remove", { ids: [first, 5] });
  expect([one.status, one.body]).toMatchObject([200, { deleted: { movies: 1, episodes: 0 }, not_found: { ids: [5] } }]);
  const rest = await post("ada", "/sync/history/remove", { movies: [ids(starWars)], shows: [ids(utopia)] });
  expect(rest.body).toMatchObject({ deleted: { movies: 1, episodes: 12 } });
  expect(world.history("ada")).toEqual([]);
});

test("the watchlist tells what was added, what was there, and how long it is now", async () => {
  const { post, world } = sandbox;
  world.watchlistAdd("ada", starWars);
  const answer = await post("ada", "/sync/watchlist", {
    movies: [ids(starWars), ids(memento)],
    shows: [{ title: "Breaking Bad", year: 2008 }],
    seasons: [{ ids: { trakt: 3963 } }],
  });
  expect([answer.status, answer.body]).toEqual([
    201,
    {
      added: { movies: 1, shows: 1, seasons: 1, episodes: 0 },
      existing: { movies: 1, shows: 0, seasons: 0, episodes: 0 },
      not_found: { movies: [], shows: [], seasons: [], episodes: [] },
      list: { updated_at: new Date(startMs).toISOString(), item_count: 4 },
    },
  ]);
  expect(world.watchlist("ada").map(({ item }) => item)).toEqual([
    starWars,
    memento,
    known.breakingBad,
    gameOfThronesSeason1,
  ]);
  const removed = await post("ada", "/sync/watchlist/remove", { movies: [ids(starWars), ids({ trakt: 5 })] });
  expect([removed.status, removed.body]).toMatchObject([200, { deleted: { movies: 1 }, list: { item_count: 3 } }]);
});

test("more than the account's limit is 420 without a body, and nothing of it is done", async () => {
  await sandbox.close();
  sandbox = await testSandbox({
    behaviour: { freeLimits: { watchlist: 2, favorites: 1, lists: 1, listItems: 1, collection: 1 } },
  });
  const { post, world } = sandbox;
  world.watchlistAdd("ada", starWars);
  const answer = await post("ada", "/sync/watchlist", { movies: [ids(memento)], shows: [ids(utopia)] });
  expect([answer.status, answer.text]).toEqual([420, ""]);
  expect(world.watchlist("ada")).toHaveLength(1);
  expect((await post("ada", "/sync/watchlist", { movies: [ids(memento)] })).status).toBe(201);
  expect((await post("ada", "/sync/watchlist", { movies: [ids(memento)] })).body).toMatchObject({
    existing: { movies: 1 },
  });
});

test("watchlist items come with rank, id and date, sorted as asked", async () => {
  const { world, call } = sandbox;
  world.watchlistAdd("ada", starWars, { listed_at: "2026-11-02T00:00:00Z" });
  world.watchlistAdd("ada", memento, { listed_at: "2026-11-01T00:00:00Z" });
  const byRank = await call("ada", "/sync/watchlist");
  expect(byRank.body).toMatchObject([
    { rank: 1, type: "movie", listed_at: "2026-11-02T00:00:00.000Z", notes: null, movie: { ids: { trakt: 7 } } },
    { rank: 2, type: "movie" },
  ]);
  expect([byRank.headers.get("x-sort-by"), byRank.headers.get("x-sort-how")]).toEqual(["rank", "asc"]);
  const added = await call("ada", "/sync/watchlist/movies/added/asc");
  expect(added.body).toMatchObject([{ rank: 2 }, { rank: 1 }]);
});

test("ratings are set, changed, read by type and number, and removed", async () => {
  const { post, call, world } = sandbox;
  const rate = { movies: [{ ...ids(starWars), rating: 8 }], shows: [{ ...ids(constantine), rating: 9 }] };
  expect((await post("ada", "/sync/ratings", rate)).body).toMatchObject({ added: { movies: 1, shows: 1 } });
  expect((await post("ada", "/sync/ratings", { movies: [{ ...ids(starWars), rating: 11 }] })).status).toBe(422);
  expect((await call("ada", "/sync/ratings/shows")).body).toMatchObject([{ rating: 9, type: "show" }]);
  expect((await call("ada", "/sync/ratings/all/8")).body).toMatchObject([{ rating: 8, type: "movie" }]);
  await post("ada", "/sync/ratings/remove", { movies: [ids(starWars)] });
  expect(world.ratings("ada").map(({ item }) => item)).toEqual([constantine]);
});

test("ratings come newest first by when they were given, whatever the order in which they were sent", async () => {
  const { world, call } = sandbox;
  world.rate("ada", memento, 6, { rated_at: "2026-11-02T00:00:00Z" });
  world.rate("ada", starWars, 9, { rated_at: "2026-11-03T00:00:00Z" });
  world.rate("ada", gameOfThrones, 8, { rated_at: "2026-11-01T00:00:00Z" });
  const numbers = async (path: string) =>
    z
      .array(z.object({ rating: z.int() }))
      .parse((await call("ada", path)).body)
      .map(({ rating }) => rating);
  expect(await numbers("/sync/ratings")).toEqual([9, 6, 8]);
  expect(await numbers("/users/ada/ratings/movies")).toEqual([9, 6]);
});

test("the collection holds movies and episodes, a show being its aired ones", async () => {
  const { post, call } = sandbox;
  const body = { movies: [ids(starWars)], shows: [ids(utopia)] };
  expect((await post("ada", "/sync/collection", body)).body).toMatchObject({ added: { movies: 1, episodes: 12 } });
  expect((await post("ada", "/sync/collection", body)).body).toMatchObject({ existing: { movies: 1, episodes: 12 } });
  expect((await call("ada", "/sync/collection/movies")).body).toMatchObject([{ movie: { title: "Star Wars" } }]);
  expect((await call("ada", "/sync/collection/shows")).body).toMatchObject([
    {
      show: { title: "Utopia" },
      seasons: [{ number: 1, episodes: [{ number: 1 }, {}, {}, {}, {}, {}] }, { number: 2 }],
    },
  ]);
  expect((await post("ada", "/sync/collection/remove", body)).body).toMatchObject({
    deleted: { movies: 1, episodes: 12 },
  });
});

test("watched shows have seasons only when progress is asked for, and tell of resets", async () => {
  const { world, call, clock } = sandbox;
  world.watch("ada", winterIsComing, { watched_at: "2026-11-01T20:00:00Z" });
  await clock.advance(1000);
  world.watch("ada", winterIsComing, { watched_at: "2026-10-01T20:00:00Z" });
  world.resetProgress("ada", gameOfThrones.trakt);
  const plain = await call("ada", "/sync/watched/shows");
  expect(plain.body).toMatchObject([
    {
      plays: 2,
      last_watched_at: "2026-11-01T20:00:00.000Z",
      last_updated_at: new Date(startMs + 1000).toISOString(),
      reset_at: new Date(startMs + 1000).toISOString(),
      show: { aired_episodes: 73 },
    },
  ]);
  expect(plain.text).not.toContain("seasons");
  expect((await call("ada", "/sync/watched/shows?extended=progress")).body).toMatchObject([
    { seasons: [{ number: 1, episodes: [{ number: 1, plays: 2, last_watched_at: "2026-11-01T20:00:00.000Z" }] }] },
  ]);
  world.watch("ada", starWars);
  expect((await call("ada", "/sync/watched/movies")).body).toMatchObject([{ plays: 1, movie: { title: "Star Wars" } }]);
});

test("what is half watched is at /sync/playback until it is watched", async () => {
  const { world, call } = sandbox;
  world.pause("ada", starWars, 41.5);
  expect((await call("ada", "/sync/playback/movies")).body).toMatchObject([{ progress: 41.5, type: "movie" }]);
  world.watch("ada", starWars);
  expect((await call("ada", "/sync/playback")).body).toEqual([]);
});

test("reads do not see a write until the lag is over; activities do at once", async () => {
  await sandbox.close();
  sandbox = await testSandbox({ behaviour: { lagMs: 20_000 } });
  const { post, call, clock } = sandbox;
  await clock.advance(60_000);
  const before = await call("ada", "/sync/last_activities");
  expect((await post("ada", "/sync/watchlist", { movies: [ids(starWars)] })).status).toBe(201);
  expect((await call("ada", "/sync/last_activities")).text).not.toBe(before.text);
  expect((await call("ada", "/sync/watchlist")).body).toEqual([]);
  expect((await post("ada", "/sync/watchlist", { movies: [ids(starWars)] })).body).toMatchObject({
    existing: { movies: 1 },
  });
  await clock.advance(19_999);
  expect((await call("ada", "/sync/watchlist")).body).toEqual([]);
  await clock.advance(1);
  expect((await call("ada", "/sync/watchlist")).body).toMatchObject([{ type: "movie" }]);
});

test("a body that is no JSON is 400, one of another shape 422", async () => {
  const broken = await sandbox.call("ada", "/sync/history", { method: "POST", body: "{" });
  expect(broken.status).toBe(400);
  expect((await sandbox.post("ada", "/sync/history", { movies: "all" })).status).toBe(422);
});

test("every write that was worked on is logged: when, by whom, where, what, and what it changed", async () => {
  const { post, world, clock } = sandbox;
  await clock.advance(5000);
  const body = { movies: [ids(starWars)] };
  await post("ada", "/sync/favorites", body);
  await post("ada", "/sync/favorites", body);
  expect(world.writes("ada")).toEqual([
    {
      at: startMs + 5000,
      who: "ada",
      method: "POST",
      endpoint: "/sync/favorites",
      path: "/sync/favorites",
      status: 201,
      changed: 1,
      body,
    },
    {
      at: startMs + 5000,
      who: "ada",
      method: "POST",
      endpoint: "/sync/favorites",
      path: "/sync/favorites",
      status: 201,
      changed: 0,
      body,
    },
  ]);
});
