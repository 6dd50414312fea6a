import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "ben"] });
  const { world } = sandbox;
  world.addPerson({ username: "cleo", private: true });
  for (const username of ["ada", "cleo"]) {
    world.watch(username, starWars, { watched_at: "2026-11-01T10:00:00Z", action: "checkin" });
    world.watch(username, winterIsComing, { watched_at: "2026-11-03T10:00:00Z" });
    world.rate(username, starWars, 8);
    world.rate(username, gameOfThrones, 9);
    world.watchlistAdd(username, memento);
    world.watchlistAdd(username, utopia);
    world.favorite(username, starWars);
    world.collect(username, starWars);
    world.collect(username, winterIsComing);
  }
});

afterEach(() => sandbox.close());

const { starWars, memento, winterIsComing, gameOfThrones, utopia } = known;
const movie = { movie: { title: "Star Wars" } };
const episode = { episode: { season: 1, number: 1 }, show: { title: "Game of Thrones" } };

const reads: readonly [path: string, body: object[]][] = [
  ["history", [episode, { ...movie, action: "checkin" }]],
  ["history/movies", [movie]],
  ["history/movies/47", []],
  ["history/shows/1390", [episode]],
  ["history?start_at=2026-11-02T00:00:00Z", [episode]],
  ["ratings/movies", [{ rating: 8, ...movie }]],
  ["ratings/all/9", [{ rating: 9, show: { title: "Game of Thrones" } }]],
  ["watchlist", [{ rank: 1, movie: { title: "Memento" } }, { rank: 2 }]],
  ["watchlist/shows", [{ rank: 2, show: { title: "Utopia" } }]],
  ["watchlist/all/rank/desc", [{ rank: 2 }, { rank: 1 }]],
  ["watchlist?sort_by=title&sort_how=desc", [{ show: { title: "Utopia" } }, { movie: { title: "Memento" } }]],
  ["favorites/movies", [{ rank: 1, ...movie }]],
  ["collection/movies", [movie]],
  ["collection/shows", [{ show: { title: "Game of Thrones" }, seasons: [{ number: 1, episodes: [{ number: 1 }] }] }]],
  ["watched/movies", [{ plays: 1, ...movie }]],
  ["watched/shows?extended=progress", [{ plays: 1, show: { title: "Game of Thrones" }, seasons: [{ number: 1 }] }]],
];

describe.each(reads)("/users/:id/%s", (path, body) => {
  test("tells anybody of a public person", async () => {
    const told = await sandbox.call(null, `/users/ada/${path}`);
    expect(told.status).toBe(200);
    expect(told.body).toHaveLength(body.length);
    expect(told.body).toMatchObject(body);
    expect(told.headers.get("x-pagination-page")).toBe("1");
  });

  test("tells others of a private person no more than that they are", async () => {
    for (const viewer of [null, "ben"]) {
      const told = await sandbox.call(viewer, `/users/cleo/${path}`);
      expect([told.status, told.text, told.headers.get("x-private-user")]).toEqual([401, "", "true"]);
    }
    const own = sandbox.world.issueTokens("cleo").access_token;
    expect((await sandbox.call(own, `/users/me/${path}`)).status).toBe(200);
  });
});

test("an unknown person and an unknown type are 404", async () => {
  for (const path of ["nobody/history", "ada/history/people", "ada/watched/people", "ada/collection/seasons"])
    expect((await sandbox.call(null, `/users/${path}`)).status).toBe(404);
});

test("reads of others follow the lag, too", async () => {
  await sandbox.close();
  sandbox = await testSandbox({ people: ["ada", "ben"], behaviour: { lagMs: 20_000 } });
  await sandbox.clock.advance(60_000);
  sandbox.world.watch("ada", starWars);
  expect((await sandbox.call("ben", "/users/ada/history")).body).toEqual([]);
  await sandbox.clock.advance(20_000);
  expect((await sandbox.call("ben", "/users/ada/history")).body).toMatchObject([movie]);
});
