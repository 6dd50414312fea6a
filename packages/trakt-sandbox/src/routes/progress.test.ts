import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada"] });
});

afterEach(() => sandbox.close());

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** Two seasons of three episodes of 30 minutes, and two specials; all aired but the last episode. */
function newShow(): { trakt: number; episode: (season: number, number: number) => { type: "episode"; trakt: number } } {
  const { world } = sandbox;
  const trakt = world.addShow({ title: "Half Way" });
  const ids = new Map<string, number>();
  for (const [season, count] of [
    [0, 2],
    [1, 3],
    [2, 3],
  ] as const) {
    for (let number = 1; number <= count; number++) {
      const isLast = season === 2 && number === 3;
      const first_aired = isLast ? startMs + dayMs : startMs - (100 - season * 3 - number) * dayMs;
      ids.set(`${season}x${number}`, world.addEpisode(trakt, { season, number, runtime: 30, first_aired }));
    }
  }
  return { trakt, episode: (season, number) => ({ type: "episode", trakt: ids.get(`${season}x${number}`) ?? 0 }) };
}

async function progress(trakt: number, query = "", kind = "watched"): Promise<unknown> {
  const { status, body } = await sandbox.call("ada", `/shows/${trakt}/progress/${kind}${query}`);
  expect(status).toBe(200);
  return body;
}

test("the next episode follows the one furthest on, or the one watched last where that is asked for", async () => {
  const { trakt, episode } = newShow();
  sandbox.world.watch("ada", episode(2, 1), { watched_at: startMs - 2 * dayMs });
  sandbox.world.watch("ada", episode(1, 1), { watched_at: startMs - dayMs });
  const lastAt = { last_watched_at: iso(startMs - dayMs) };
  const furthest = { ...lastAt, last_episode: { season: 2, number: 1 }, next_episode: { season: 2, number: 2 } };
  expect(await progress(trakt)).toMatchObject(furthest);
  expect(await progress(trakt, "?last_activity=aired")).toMatchObject(furthest);
  expect(await progress(trakt, "?last_activity=watched")).toMatchObject({
    ...lastAt,
    last_episode: { season: 1, number: 1 },
    next_episode: { season: 1, number: 2 },
  });
});

test("nothing is next after the last aired episode, although one before it was skipped, until another airs", async () => {
  const { trakt, episode } = newShow();
  sandbox.world.watch("ada", episode(2, 2));
  expect(await progress(trakt)).toMatchObject({ aired: 5, completed: 1, next_episode: null });
  await sandbox.clock.advance(dayMs);
  expect(await progress(trakt)).toMatchObject({ aired: 6, completed: 1, next_episode: { season: 2, number: 3 } });
});

test("plays are counted once per episode, and told with their minutes where stats are asked for", async () => {
  const { trakt, episode } = newShow();
  for (let times = 0; times < 3; times++) sandbox.world.watch("ada", episode(1, 1));
  expect(await progress(trakt)).not.toHaveProperty("stats");
  expect(await progress(trakt, "?include_stats=true")).toMatchObject({
    completed: 1,
    stats: { play_count: 3, minutes_watched: 90, minutes_left: 120 },
    seasons: [
      {
        number: 1,
        stats: { play_count: 3, minutes_watched: 90, minutes_left: 60 },
        episodes: [
          { number: 1, stats: { play_count: 3, minutes_watched: 90, minutes_left: 0 } },
          { number: 2, stats: { play_count: 0, minutes_watched: 0, minutes_left: 30 } },
          { number: 3 },
        ],
      },
      { number: 2, stats: { play_count: 0, minutes_watched: 0, minutes_left: 60 } },
    ],
  });
});

test("specials are listed and counted where they are asked for, and only listed where they are not to count", async () => {
  const { trakt, episode } = newShow();
  sandbox.world.watch("ada", episode(0, 1));
  expect(await progress(trakt)).toMatchObject({ aired: 5, completed: 0, last_episode: null });
  const listed = { seasons: [{ number: 0, aired: 2, completed: 1 }, { number: 1 }, { number: 2 }] };
  expect(await progress(trakt, "?specials=true")).toMatchObject({
    ...listed,
    aired: 7,
    completed: 1,
    next_episode: { season: 0, number: 2 },
  });
  expect(await progress(trakt, "?specials=true&count_specials=false")).toMatchObject({
    ...listed,
    aired: 5,
    completed: 0,
    next_episode: { season: 1, number: 1 },
  });
  expect(await progress(trakt, "?count_specials=true")).toMatchObject({ aired: 5 });
});

test("a hidden season is named, and neither listed nor counted unless it is asked for", async () => {
  const { trakt, episode } = newShow();
  sandbox.world.watch("ada", episode(1, 1));
  sandbox.world.hide("ada", { type: "season", show: trakt, number: 1 }, "progress_watched");
  const named = { hidden_seasons: [{ number: 1 }] };
  expect(await progress(trakt)).toMatchObject({ ...named, aired: 2, completed: 0, seasons: [{ number: 2 }] });
  expect(await progress(trakt, "?hidden=true")).toMatchObject({ ...named, aired: 5, completed: 1 });
  expect(await progress(trakt, "", "collection")).toMatchObject({ hidden_seasons: [], aired: 5 });
});

test("a reset starts the show over until it is taken back; both move the activities", async () => {
  const { trakt, episode } = newShow();
  const path = `/shows/${trakt}/progress/watched/reset`;
  sandbox.world.watch("ada", { type: "show", trakt });
  expect(await progress(trakt)).toMatchObject({ aired: 5, completed: 5, reset_at: null });
  const activity = async (): Promise<string> => {
    const { body } = await sandbox.call("ada", "/sync/last_activities");
    return z.object({ episodes: z.object({ watched_at: z.string() }) }).parse(body).episodes.watched_at;
  };
  const before = await activity();
  await sandbox.clock.advance(60_000);
  expect((await sandbox.call("ada", path, { method: "POST" })).status).toBe(204);
  const after = await activity();
  expect(after > before).toBe(true);
  expect(await progress(trakt)).toMatchObject({ completed: 0, reset_at: iso(startMs + 60_000), last_episode: null });
  await sandbox.clock.advance(60_000);
  sandbox.world.watch("ada", episode(1, 1));
  expect(await progress(trakt)).toMatchObject({ completed: 1, next_episode: { season: 1, number: 2 } });
  await sandbox.clock.advance(60_000);
  expect((await sandbox.call("ada", path, { method: "DELETE" })).status).toBe(204);
  expect((await activity()) > after).toBe(true);
  expect(await progress(trakt)).toMatchObject({ completed: 5, reset_at: null, next_episode: null });
});

test("the collection has a progress of its own, and its own hidden seasons", async () => {
  const { trakt, episode } = newShow();
  sandbox.world.watch("ada", { type: "show", trakt });
  sandbox.world.collect("ada", episode(2, 1), { listed_at: startMs - dayMs });
  sandbox.world.collect("ada", episode(1, 2), { listed_at: startMs });
  expect(await progress(trakt, "", "collection")).toMatchObject({
    aired: 5,
    completed: 2,
    last_collected_at: iso(startMs),
    last_episode: { season: 2, number: 1 },
    next_episode: { season: 2, number: 2 },
    seasons: [
      {
        number: 1,
        completed: 1,
        episodes: [
          { number: 1, completed: false, collected_at: null },
          { number: 2, completed: true, collected_at: iso(startMs) },
          { number: 3, completed: false },
        ],
      },
      { number: 2, completed: 1 },
    ],
  });
  expect(await progress(trakt, "?last_activity=collected", "collection")).toMatchObject({
    last_episode: { season: 1, number: 2 },
    next_episode: { season: 1, number: 3 },
  });
  sandbox.world.hide("ada", { type: "season", show: trakt, number: 1 }, "progress_collected");
  expect(await progress(trakt, "", "collection")).toMatchObject({ aired: 2, completed: 1 });
  expect(await progress(trakt)).toMatchObject({ aired: 5 });
});

test("progress needs a token, and a show that is there", async () => {
  const { trakt } = newShow();
  expect((await sandbox.call(null, `/shows/${trakt}/progress/collection`)).status).toBe(401);
  for (const path of ["progress/watched", "progress/collection"])
    expect((await sandbox.call("ada", `/shows/nothing-like-it/${path}`)).status).toBe(404);
  const reset = await sandbox.call("ada", "/shows/nothing-like-it/progress/watched/reset", { method: "POST" });
  expect(reset.status).toBe(404);
  expect((await sandbox.call("ada", `/shows/${known.constantine.trakt}/progress/watched`)).status).toBe(200);
});
