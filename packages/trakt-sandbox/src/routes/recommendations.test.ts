import * as z from "zod";
import { afterEach, expect, test } from "vitest";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

const Titles = z.array(z.object({ title: z.string(), ids: z.object({ trakt: z.int() }) }));

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

async function recommended(who: string, path: string): Promise<number[]> {
  const { status, body } = await sandbox.call(who, path);
  expect(status).toBe(200);
  return Titles.parse(body).map(({ ids }) => ids.trakt);
}

test.each([
  ["", 10],
  ["?limit=3", 3],
  ["?limit=1000", 100],
  ["?limit=0", 10],
  ["?limit=many", 10],
])("%j gives %i of them", async (query, count) => {
  sandbox = await testSandbox();
  expect(await recommended("ada", `/recommendations/movies${query}`)).toHaveLength(count);
});

test("what was watched is not recommended: of a show, one episode is enough", async () => {
  sandbox = await testSandbox();
  expect(await recommended("ada", "/recommendations/shows?limit=100")).toContain(known.gameOfThrones.trakt);
  sandbox.world.watch("ada", known.winterIsComing);
  expect(await recommended("ada", "/recommendations/shows?limit=100")).not.toContain(known.gameOfThrones.trakt);
});

test("hiding lasts until it is taken back, moves the activities, and is nobody else's", async () => {
  sandbox = await testSandbox({ people: ["ada", "ben"] });
  const path = "/recommendations/shows?limit=100";
  await sandbox.clock.advance(1000);
  const hidden = await sandbox.call("ada", "/recommendations/shows/game-of-thrones", { method: "DELETE" });
  expect([hidden.status, hidden.text]).toEqual([204, ""]);
  expect(await recommended("ada", path)).not.toContain(known.gameOfThrones.trakt);
  expect(await recommended("ben", path)).toContain(known.gameOfThrones.trakt);
  const { body } = await sandbox.call("ada", "/sync/last_activities");
  expect(body).toMatchObject({ shows: { hidden_at: new Date(sandbox.clock.now()).toISOString() } });
  const undo = { shows: [{ ids: { trakt: known.gameOfThrones.trakt } }] };
  expect((await sandbox.post("ada", "/users/hidden/recommendations/remove", undo)).status).toBe(200);
  expect(await recommended("ada", path)).toContain(known.gameOfThrones.trakt);
});

test("what is unknown cannot be hidden, and nobody without a token is recommended anything", async () => {
  sandbox = await testSandbox();
  const unknown = await sandbox.call("ada", "/recommendations/movies/nobody-knows-it", { method: "DELETE" });
  expect(unknown.status).toBe(404);
  expect((await sandbox.call(null, "/recommendations/movies")).status).toBe(401);
  expect((await sandbox.call(null, "/social_recommendations/shows")).status).toBe(401);
});

test("what most friends liked comes first, and what others like does not come", async () => {
  sandbox = await testSandbox({ people: ["ada", "ben", "cleo", "dan"] });
  sandbox.world.befriend("ada", "ben");
  sandbox.world.befriend("ada", "cleo");
  sandbox.world.follow("ada", "dan");
  sandbox.world.favorite("ben", known.memento);
  sandbox.world.rate("cleo", known.memento, 8);
  sandbox.world.rate("ben", known.starWars, 10);
  sandbox.world.rate("cleo", { type: "movie", trakt: 481 }, 7);
  sandbox.world.favorite("dan", { type: "movie", trakt: 120 });
  const both = [known.memento.trakt, known.starWars.trakt];
  expect(await recommended("ada", "/social_recommendations/movies")).toEqual(both);
  sandbox.world.watch("ada", known.memento);
  expect(await recommended("ada", "/social_recommendations/movies")).toEqual([known.starWars.trakt]);
});
