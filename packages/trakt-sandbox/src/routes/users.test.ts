import { afterEach, beforeEach, expect, test } from "vitest";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo"] });
});

afterEach(() => sandbox.close());

const ids = (item: { trakt: number }) => ({ ids: { trakt: item.trakt } });

test("settings tell who one is by a uuid that stays, and what the account may hold", async () => {
  const { body } = await sandbox.call("ada", "/users/settings");
  expect(body).toMatchObject({
    user: { username: "ada", ids: { slug: "ada", uuid: sandbox.world.person("ada").uuid } },
    account: { timezone: "America/Los_Angeles" },
    limits: { watchlist: { item_count: 100 }, list: { count: 2 } },
  });
});

test("how one browses is told only where it is asked for", async () => {
  expect((await sandbox.call("ada", "/users/settings")).body).not.toHaveProperty("browsing");
  expect((await sandbox.call("ada", "/users/settings?extended=browsing")).body).toMatchObject({
    browsing: { watchnow: { country: "us" }, progress: { on_deck: { sort: "activity" } }, calendar: {} },
  });
});

test("watching is told while it lasts, and is an empty 204 before and after", async () => {
  const { world, call, clock } = sandbox;
  expect((await call("bo", "/users/ada/watching")).status).toBe(204);
  world.startWatching("ada", known.starWars, 121);
  expect((await call("bo", "/users/ada/watching")).body).toMatchObject({
    started_at: new Date(startMs).toISOString(),
    expires_at: new Date(startMs + 121 * 60_000).toISOString(),
    action: "scrobble",
    type: "movie",
    movie: { title: "Star Wars" },
  });
  await clock.advance(121 * 60_000);
  const after = await call("bo", "/users/ada/watching");
  expect([after.status, after.text]).toEqual([204, ""]);
  world.startWatching("ada", known.starWars, 121);
  world.stopWatching("ada");
  expect((await call("bo", "/users/me/watching")).status).toBe(204);
});

test("a private person is seen by themselves; others get 401 that says so", async () => {
  sandbox.world.addPerson({ username: "Cleo Quiet", private: true });
  const { access_token } = sandbox.world.issueTokens("Cleo Quiet");
  const others = await sandbox.call("ada", "/users/cleo-quiet");
  expect([others.status, others.headers.get("x-private-user")]).toEqual([401, "true"]);
  expect((await sandbox.call(access_token, "/users/cleo-quiet")).body).toMatchObject({
    username: "Cleo Quiet",
    private: true,
  });
  expect((await sandbox.call("ada", "/users/nobody-at-all")).status).toBe(404);
});

test("things are hidden in the sections that can hide them, and come back", async () => {
  const { post, call, world } = sandbox;
  const body = {
    shows: [ids(known.gameOfThrones)],
    movies: [ids(known.starWars)],
    seasons: [{ ids: { trakt: 3963 } }],
  };
  const hide = await post("ada", "/users/hidden/progress_watched", body);
  expect([hide.status, hide.body]).toEqual([
    201,
    {
      added: { movies: 0, shows: 1, seasons: 1, users: 0 },
      not_found: { movies: [], shows: [], seasons: [], users: [] },
    },
  ]);
  expect((await call("ada", "/users/hidden/progress_watched?type=season")).body).toMatchObject([
    {
      hidden_at: new Date(startMs).toISOString(),
      type: "season",
      season: { number: 1 },
      show: { title: "Game of Thrones" },
    },
  ]);
  await post("ada", "/users/hidden/dropped", body);
  expect(world.hidden("ada", "dropped").map(({ item }) => item)).toEqual([known.gameOfThrones]);
  const back = await post("ada", "/users/hidden/dropped/remove", body);
  expect([back.status, back.body]).toMatchObject([200, { deleted: { movies: 0, shows: 1, seasons: 0, users: 0 } }]);
  expect(world.hidden("ada", "dropped")).toEqual([]);
  expect((await call("ada", "/users/hidden/nowhere")).status).toBe(404);
});

test("personal lists are made, filled, read by their slug, and only written by their owner", async () => {
  const { post, call, world } = sandbox;
  const made = await post("ada", "/users/me/lists", { name: "Rainy Sundays", privacy: "public" });
  expect([made.status, made.body]).toMatchObject([201, { ids: { slug: "rainy-sundays" }, item_count: 0 }]);
  const items = "/users/ada/lists/rainy-sundays/items";
  expect((await post("ada", items, { movies: [ids(known.starWars)] })).body).toMatchObject({
    added: { movies: 1 },
    list: { item_count: 1 },
  });
  expect((await call("bo", items)).body).toMatchObject([{ rank: 1, type: "movie" }]);
  expect((await call(null, `${items}/show`)).body).toEqual([]);
  expect((await post("bo", items, { movies: [ids(known.memento)] })).status).toBe(401);
  expect((await post("ada", `${items}/remove`, { movies: [ids(known.starWars)] })).body).toMatchObject({
    deleted: { movies: 1 },
  });
  expect(world.lists("ada")).toMatchObject([{ name: "Rainy Sundays", items: [] }]);
  await post("ada", "/users/me/lists", { name: "Mine" });
  expect((await call("bo", "/users/ada/lists")).body).toHaveLength(1);
  expect((await call("ada", "/users/ada/lists")).body).toHaveLength(2);
  expect((await post("ada", "/users/me/lists", { name: "One too many" })).status).toBe(420);
});
