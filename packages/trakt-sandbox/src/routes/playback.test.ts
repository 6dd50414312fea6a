import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "ben"] });
});

afterEach(() => sandbox.close());

const hourMs = 3_600_000;
const { starWars, memento, winterIsComing } = known;
const Paused = z.array(z.object({ id: z.int(), progress: z.number() }));
const read = async (path: string) => Paused.parse((await sandbox.call("ada", `/sync/playback${path}`)).body);
const progresses = async (path: string) => (await read(path)).map(({ progress }) => progress);

test("playback comes newest first, by type, by when it was paused, and in pages", async () => {
  const { world } = sandbox;
  world.pause("ada", starWars, 10, { at: startMs - 3 * hourMs });
  world.pause("ada", winterIsComing, 20, { at: startMs - 2 * hourMs });
  world.pause("ada", memento, 30, { at: startMs - hourMs });
  world.pause("ben", memento, 99);
  expect(await progresses("")).toEqual([30, 20, 10]);
  expect(await progresses("/movies")).toEqual([30, 10]);
  expect(await progresses("/episodes")).toEqual([20]);
  const twoHoursAgo = new Date(startMs - 2 * hourMs).toISOString();
  expect(await progresses(`?start_at=${twoHoursAgo}`)).toEqual([30, 20]);
  expect(await progresses(`?end_at=${twoHoursAgo}`)).toEqual([20, 10]);
  expect(await progresses("?limit=2&page=2")).toEqual([10]);
  expect((await sandbox.call("ada", "/sync/playback/shows")).status).toBe(404);
});

test("one is forgotten by its id, once, and only by whose it is", async () => {
  sandbox.world.pause("ada", starWars, 10);
  sandbox.world.pause("ada", memento, 20);
  const [newest = { id: 0 }] = await read("/movies");
  const forget = (who: string) => sandbox.call(who, `/sync/playback/${newest.id}`, { method: "DELETE" });
  expect((await forget("ben")).status).toBe(404);
  expect((await forget("ada")).status).toBe(204);
  expect(await progresses("")).toHaveLength(1);
  expect((await forget("ada")).status).toBe(404);
});
