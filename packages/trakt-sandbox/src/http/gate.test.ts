import { afterEach, expect, test } from "vitest";
import type { Behaviour } from "../behaviour.ts";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

const open: TestSandbox[] = [];

async function start(behaviour: Partial<Behaviour> = {}, people: readonly string[] = ["ada"]): Promise<TestSandbox> {
  const sandbox = await testSandbox({ behaviour, people });
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

test.for([
  ["no app key", { "trakt-api-key": null }],
  ["a browser's name", { "user-agent": "Mozilla/5.0 (X11; Linux x86_64)" }],
  ["a library's own name", { "user-agent": "undici" }],
] as const)("a caller with %s is turned away with 403 and a page of HTML", async ([, changed]) => {
  const { call } = await start();
  const answer = await call("ada", "/sync/last_activities", { headers: changed });
  expect(answer.status).toBe(403);
  expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
  expect(answer.text).toMatch(/<html/);
});

test("a caller without a name of its own is named `node` by fetch, and turned away", async () => {
  const { call } = await start();
  expect((await call("ada", "/sync/last_activities", { headers: { "user-agent": null } })).status).toBe(403);
});

test("an app that is not registered is turned away, where apps are", async () => {
  const { call } = await start({ apps: { other: "secret" } });
  expect((await call("ada", "/movies/7")).status).toBe(403);
});

test.for([[{ "content-type": null }], [{ "trakt-api-version": null }]] as const)(
  "a missing header is 412: %j",
  async ([changed]) => {
    const { call } = await start();
    expect((await call("ada", "/sync/last_activities", { headers: changed })).status).toBe(412);
  },
);

test("a token that never was, or died, is 401; a route that needs none answers without one", async () => {
  const { call, world } = await start();
  expect((await call(null, "/sync/last_activities")).status).toBe(401);
  expect((await call("made-up", "/sync/last_activities")).status).toBe(401);
  expect((await call("made-up", "/movies/7")).status).toBe(401);
  expect((await call(null, "/movies/7")).status).toBe(200);
  world.disconnectApp("ada");
  expect((await call("ada", "/sync/last_activities")).status).toBe(401);
});

test("an access token dies at the end of its life", async () => {
  const { call, clock } = await start({ tokenLifeSeconds: 60 });
  expect((await call("ada", "/users/settings")).status).toBe(200);
  await clock.advance(60_000);
  expect((await call("ada", "/users/settings")).status).toBe(401);
});

test("a person has 500 GETs in five minutes, told with the bucket and when to come back", async () => {
  const { call, clock } = await start({ limits: true, getLimit: 3 }, ["ada", "bo"]);
  await clock.advance(250);
  for (let turn = 0; turn < 3; turn++) expect((await call("ada", "/users/me")).status).toBe(200);
  await clock.advance(100_000);
  const refused = await call("ada", "/users/me");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("200");
  expect(JSON.parse(refused.headers.get("x-ratelimit") ?? "")).toEqual({
    name: "AUTHED_API_GET_LIMIT",
    period: 300,
    limit: 3,
    remaining: 0,
    until: new Date(startMs + 300_250).toISOString().replace(".250", ""),
  });
  expect((await call("bo", "/users/me")).status).toBe(200);
  await clock.advance(200_000);
  expect((await call("ada", "/users/me")).status).toBe(200);
});

test("without a token the bucket is that of the app and the address", async () => {
  const { call } = await start({ limits: true, getLimit: 1 });
  const from = (address: string, app = "test-app") =>
    call(null, "/movies/7", { headers: { "x-forwarded-for": address, "trakt-api-key": app } });
  expect((await from("192.0.2.1")).status).toBe(200);
  const refused = await from("192.0.2.1");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("x-ratelimit")).toContain('"name":"UNAUTHED_API_GET_LIMIT"');
  expect((await from("192.0.2.2")).status).toBe(200);
  expect((await from("192.0.2.1", "another-app")).status).toBe(200);
  expect((await call("ada", "/movies/7")).status).toBe(200);
});

test("a person has one write a second, and what is refused is not done", async () => {
  const { post, clock, world } = await start({ limits: true });
  const add = () => post("ada", "/sync/history", { movies: [{ ids: { trakt: known.starWars.trakt } }] });
  expect((await add()).status).toBe(201);
  await clock.advance(999);
  const refused = await add();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(refused.headers.get("x-ratelimit")).toContain("AUTHED_API_POST_LIMIT");
  await clock.advance(1);
  expect((await add()).status).toBe(201);
  expect(world.history("ada")).toHaveLength(2);
  expect(world.writes("ada")).toHaveLength(2);
});

test("every request is counted by its method and route, refused ones too", async () => {
  const sandbox = await start();
  await sandbox.call("ada", "/users/settings");
  await sandbox.call("ada", "/sync/history/movies?page=2");
  await sandbox.call(null, "/sync/history/shows");
  await sandbox.call("ada", "/nowhere");
  expect(sandbox.requests()).toEqual({
    "GET /users/settings": 1,
    "GET /sync/history/:type": 2,
    "GET *": 1,
  });
  expect(sandbox.answers()).toMatchObject({ "GET /sync/history/:type 401": 1, "GET * 404": 1 });
});
