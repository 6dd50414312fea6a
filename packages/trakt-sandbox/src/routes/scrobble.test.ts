import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

const minuteMs = 60_000;
const { starWars, memento, winterIsComing, gameOfThrones } = known;
const movie = { ids: { trakt: starWars.trakt } };
const Id = z.object({ id: z.int() });

const scrobble = (action: "start" | "pause" | "stop", body: object) => sandbox.post("ada", `/scrobble/${action}`, body);
const watching = () => sandbox.call("ada", "/users/ada/watching");

test("a start is watching until the rest of the runtime is over, and is no play", async () => {
  const answer = await scrobble("start", { movie, progress: 50 });
  expect([answer.status, answer.body]).toMatchObject([
    201,
    { id: 0, action: "start", progress: 50, movie: { title: "Star Wars" } },
  ]);
  // Star Wars is 121 minutes long.
  expect((await watching()).body).toMatchObject({
    action: "scrobble",
    type: "movie",
    started_at: new Date(startMs).toISOString(),
    expires_at: new Date(startMs + 60.5 * minuteMs).toISOString(),
  });
  await sandbox.clock.advance(60.5 * minuteMs);
  expect((await watching()).status).toBe(204);
  expect(sandbox.world.history("ada")).toEqual([]);
});

test("a pause ends the watching and keeps where it was, which the next start forgets", async () => {
  await scrobble("start", { movie, progress: 0 });
  expect((await scrobble("pause", { movie, progress: 41.5 })).body).toMatchObject({ id: 0, action: "pause" });
  expect((await watching()).status).toBe(204);
  expect((await sandbox.call("ada", "/sync/playback")).body).toMatchObject([{ progress: 41.5, type: "movie" }]);
  await scrobble("start", { movie, progress: 41.5 });
  expect((await sandbox.call("ada", "/sync/playback")).body).toEqual([]);
});

describe("a stop", () => {
  test.each([0, 0.9])("at %d % is refused, and changes nothing", async (progress) => {
    await scrobble("start", { movie, progress: 0 });
    expect((await scrobble("stop", { movie, progress })).status).toBe(422);
    expect((await watching()).status).toBe(200);
    expect((await sandbox.call("ada", "/sync/playback")).body).toEqual([]);
  });

  test.each([1, 79.9])("at %d % is a pause", async (progress) => {
    expect((await scrobble("stop", { movie, progress })).body).toMatchObject({ id: 0, action: "pause", progress });
    expect((await sandbox.call("ada", "/sync/playback")).body).toMatchObject([{ progress }]);
    expect(sandbox.world.history("ada")).toEqual([]);
  });

  test("from 80 % on is a play, which the history has by the id that was answered", async () => {
    sandbox.world.pause("ada", winterIsComing, 60);
    sandbox.world.watchlistAdd("ada", gameOfThrones);
    await scrobble("start", { episode: { ids: { trakt: winterIsComing.trakt } }, progress: 60 });
    await sandbox.clock.advance(20 * minuteMs + 7_000);
    const answer = await scrobble("stop", { episode: { ids: { trakt: winterIsComing.trakt } }, progress: 80 });
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { action: "scrobble", progress: 80, episode: { season: 1, number: 1 }, show: { title: "Game of Thrones" } },
    ]);
    const { id } = Id.parse(answer.body);
    expect(id).toBeGreaterThan(2 ** 31);
    expect((await sandbox.call("ada", "/sync/history")).body).toMatchObject([
      { id, action: "scrobble", watched_at: new Date(startMs + 20 * minuteMs).toISOString(), type: "episode" },
    ]);
    expect((await watching()).status).toBe(204);
    expect((await sandbox.call("ada", "/sync/playback")).body).toEqual([]);
    expect(sandbox.world.watchlist("ada")).toEqual([]);
  });

  test("is refused with 409 while the same thing was scrobbled within the hour, and is a play again after it", async () => {
    await scrobble("stop", { movie, progress: 95 });
    await sandbox.clock.advance(30 * minuteMs);
    const again = await scrobble("stop", { movie, progress: 95 });
    expect([again.status, again.body]).toEqual([
      409,
      {
        watched_at: new Date(startMs).toISOString(),
        expires_at: new Date(startMs + 60 * minuteMs).toISOString(),
      },
    ]);
    expect((await scrobble("stop", { movie: { ids: { trakt: memento.trakt } }, progress: 95 })).status).toBe(201);
    await sandbox.clock.advance(30 * minuteMs);
    expect((await scrobble("stop", { movie, progress: 95 })).status).toBe(201);
    expect(sandbox.world.history("ada")).toHaveLength(3);
  });
});

test("an episode is found by its show with season and number, or by its number in the whole", async () => {
  const show = { title: "Game of Thrones", year: 2011 };
  const byNumber = await scrobble("start", { show, episode: { season: 2, number: 1 }, progress: 5 });
  expect(byNumber.body).toMatchObject({ episode: { season: 2, number: 1 } });
  const absolute = await scrobble("start", { show, episode: { number_abs: 11 }, progress: 5 });
  expect(absolute.body).toMatchObject({ episode: { season: 2, number: 1 } });
  expect((await scrobble("start", { show, episode: { season: 2, number: 99 }, progress: 5 })).status).toBe(404);
});

test("an episode whose id is not known is found by its show and number", async () => {
  for (const ids of [null, {}, { trakt: null, tvdb: 5 }, { tvdb: "5", imdb: "" }]) {
    const body = { show: { ids: { tvdb: "121361" } }, episode: { season: 1, number: 1, ids }, progress: 5 };
    const answer = await sandbox.post("ada", "/scrobble/start", body);
    expect([answer.status, answer.body]).toMatchObject([201, { episode: { ids: { trakt: 73640 } } }]);
  }
});

test("what is unknown is 404, and a body of another shape 422", async () => {
  expect((await scrobble("stop", { movie: { ids: { trakt: 5 } }, progress: 95 })).status).toBe(404);
  for (const body of [{ movie }, { movie, progress: 101 }, { movie, progress: "much" }, { progress: 5 }])
    expect((await scrobble("start", body)).status).toBe(422);
});

test("pauses and plays move their activities, watching does not", async () => {
  const activities = async () => (await sandbox.call("ada", "/sync/last_activities")).body;
  const before = await activities();
  await sandbox.clock.advance(1000);
  await scrobble("start", { movie, progress: 0 });
  expect(await activities()).toEqual(before);
  await sandbox.clock.advance(1000);
  await scrobble("pause", { movie, progress: 10 });
  expect(await activities()).toMatchObject({ movies: { paused_at: new Date(startMs + 2000).toISOString() } });
  await sandbox.clock.advance(1000);
  await scrobble("stop", { movie, progress: 90 });
  const end = new Date(startMs + 3000).toISOString();
  expect(await activities()).toMatchObject({ movies: { watched_at: end, paused_at: end } });
});
