import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import type { Item } from "../world/items.ts";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

const Activities = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

async function read(): Promise<Map<string, string>> {
  const activities = Activities.parse((await sandbox.call("ada", "/sync/last_activities")).body);
  const flat = new Map<string, string>();
  for (const [section, value] of Object.entries(activities)) {
    if (typeof value === "string") flat.set(section, value);
    else for (const [key, time] of Object.entries(value)) flat.set(`${section}.${key}`, time);
  }
  return flat;
}

/** What moved by it, `all` left out; whatever moved went forward. */
async function movedBy(act: () => unknown): Promise<string[]> {
  const before = await read();
  await act();
  const after = await read();
  const moved = [...after].filter(([key, time]) => time !== before.get(key));
  for (const [key, time] of moved) expect(time > (before.get(key) ?? "")).toBe(true);
  return moved
    .map(([key]) => key)
    .filter((key) => key !== "all")
    .toSorted();
}

const { starWars, winterIsComing, gameOfThrones, gameOfThronesSeason1 } = known;
const body = { movies: [{ ids: { trakt: starWars.trakt }, rating: 8 }] };

test("each change moves its own timestamps, and no other", async () => {
  const { world } = sandbox;
  const cases: [string[], () => unknown][] = [
    [["movies.watched_at"], () => world.watch("ada", starWars)],
    [["episodes.watched_at"], () => world.watch("ada", winterIsComing)],
    [["movies.rated_at"], () => world.rate("ada", starWars, 9)],
    [["seasons.rated_at"], () => world.rate("ada", gameOfThronesSeason1, 9)],
    [["shows.watchlisted_at", "watchlist.updated_at"], () => world.watchlistAdd("ada", gameOfThrones)],
    [["favorites.updated_at", "shows.favorited_at"], () => world.favorite("ada", gameOfThrones)],
    [["episodes.collected_at"], () => world.collect("ada", gameOfThrones)],
    [["shows.hidden_at"], () => world.hide("ada", gameOfThrones, "progress_watched")],
    [["shows.dropped_at"], () => world.drop("ada", gameOfThrones)],
    [["lists.updated_at"], () => world.createList("ada", { name: "Later" })],
    [["movies.paused_at"], () => world.pause("ada", starWars, 40)],
    [["account.settings_at"], () => world.setTimezone("ada", "Asia/Tokyo")],
    [[], () => world.startWatching("ada", starWars, 120)],
  ];
  for (const [keys, act] of cases) expect(await movedBy(act)).toEqual(keys);
});

test("removals move them, too, and what was not there moves nothing", async () => {
  const { world } = sandbox;
  const [play = 0] = world.watch("ada", starWars);
  world.rate("ada", starWars, 9);
  world.watchlistAdd("ada", gameOfThrones);
  world.drop("ada", gameOfThrones);
  expect(await movedBy(() => world.removePlay("ada", play))).toEqual(["movies.watched_at"]);
  expect(await movedBy(() => world.unrate("ada", starWars))).toEqual(["movies.rated_at"]);
  expect(await movedBy(() => world.undrop("ada", gameOfThrones))).toEqual(["shows.dropped_at"]);
  expect(await movedBy(() => world.watchlistRemove("ada", gameOfThrones))).toEqual([
    "shows.watchlisted_at",
    "watchlist.updated_at",
  ]);
  expect(await movedBy(() => world.watchlistRemove("ada", gameOfThrones))).toEqual([]);
});

test("what Trakt takes off the watchlist by itself moves the watchlist's timestamps", async () => {
  sandbox.world.watchlistAdd("ada", gameOfThrones);
  expect(await movedBy(() => sandbox.world.watch("ada", winterIsComing))).toEqual([
    "episodes.watched_at",
    "shows.watchlisted_at",
    "watchlist.updated_at",
  ]);
});

test("writes over the API move them as anything else does", async () => {
  expect(await movedBy(() => sandbox.post("ada", "/sync/history", body))).toEqual(["movies.watched_at"]);
  expect(await movedBy(() => sandbox.post("ada", "/sync/ratings", body))).toEqual(["movies.rated_at"]);
  expect(await movedBy(() => sandbox.post("ada", "/sync/history/remove", body))).toEqual(["movies.watched_at"]);
});

test("timestamps rise by at least a millisecond with each change, however many come at once", async () => {
  const seen = new Set<string | undefined>();
  const items: Item[] = [starWars, known.memento, gameOfThrones];
  for (let turn = 0; turn < 9; turn++) {
    const item = items[turn % 3] ?? starWars;
    if (turn % 2 === 0) sandbox.world.rate("ada", item, 1 + turn);
    else sandbox.world.watchlistAdd("ada", { type: "movie", trakt: sandbox.world.movies()[turn]?.trakt ?? 7 });
    seen.add((await read()).get("all"));
  }
  expect(seen.size).toBe(9);
});

test("what never happened has the day the person joined", async () => {
  expect(new Set((await read()).values())).toEqual(new Set([new Date(startMs).toISOString()]));
});
