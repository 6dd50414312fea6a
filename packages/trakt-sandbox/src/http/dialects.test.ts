import { afterEach, expect, test } from "vitest";
import type { Behaviour } from "../behaviour.ts";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

const open: TestSandbox[] = [];

async function start(behaviour: Partial<Behaviour>): Promise<TestSandbox> {
  const sandbox = await testSandbox({ behaviour });
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

test("the workers put ids first, name Plex's, and count aired episodes on the smallest show", async () => {
  const { call } = await start({ dialect: "workers" });
  const answer = await call("ada", "/shows/constantine");
  expect(answer.text).toBe(
    '{"ids":{"imdb":"tt3489184","plex":{"guid":null,"slug":"constantine"},"slug":"constantine","tmdb":60743,"tvdb":273690,"trakt":60307},"year":2014,"title":"Constantine","aired_episodes":13}',
  );
  expect(answer.headers.get("etag")).toBeNull();
  expect(answer.headers.get("cf-ray")).not.toBeNull();
});

test("Rails puts the title first, has TVRage's id, and a weak ETag that spares the body", async () => {
  const { call } = await start({ dialect: "rails" });
  const answer = await call("ada", "/shows/constantine");
  expect(answer.text).toBe(
    '{"title":"Constantine","year":2014,"ids":{"trakt":60307,"slug":"constantine","tvdb":273690,"imdb":"tt3489184","tmdb":60743,"tvrage":null}}',
  );
  const etag = answer.headers.get("etag");
  expect(etag).toMatch(/^W\/"/);
  const again = await call("ada", "/shows/constantine", { headers: { "if-none-match": etag } });
  expect([again.status, again.text]).toEqual([304, ""]);
});

test("an unknown slug is an empty list at the workers, and an empty page of HTML at Rails", async () => {
  const workers = await (await start({ dialect: "workers" })).call("ada", "/shows/nothing-like-it/seasons");
  expect([workers.status, workers.body]).toEqual([200, []]);
  const rails = await (await start({ dialect: "rails" })).call("ada", "/shows/nothing-like-it/seasons");
  expect([rails.status, rails.text]).toEqual([404, ""]);
  expect(rails.headers.get("content-type")).toMatch(/^text\/html/);
});

test("a single route may speak the other dialect", async () => {
  const { call } = await start({ dialect: "workers", routeDialects: { "/movies/:id": "rails" } });
  expect((await call("ada", "/movies/7")).text).toMatch(/^{"title"/);
  expect((await call("ada", "/shows/constantine")).text).toMatch(/^{"ids"/);
});

test("keys that nobody has heard of come, and newer ones are missing, where that is asked for", async () => {
  const { call, world } = await start({ extraKeys: true, missingNewerKeys: true });
  world.watch("ada", known.winterIsComing);
  const activities = await call("ada", "/sync/last_activities");
  expect(activities.body).toMatchObject({ reels: {} });
  expect(activities.text).not.toMatch(/dropped_at|favorites|notes/);
  const history = await call("ada", "/sync/history");
  expect(history.body).toMatchObject([{ unheard_of: {}, show: { unheard_of: {} }, episode: { unheard_of: {} } }]);
});
