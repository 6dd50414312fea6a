import { afterAll, beforeAll, expect, test } from "vitest";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await testSandbox();
  const { world } = sandbox;
  for (let turn = 0; turn < 5; turn++) world.watch("ada", known.gameOfThrones);
  const movies = world.movies().slice(0, 30);
  for (const { trakt } of movies) world.watchlistAdd("ada", { type: "movie", trakt });
  world.watchlistAdd("ada", known.constantine);
});

afterAll(() => sandbox.close());

async function pageOf(path: string): Promise<{ length: number; headers: (string | null)[] }> {
  const { body, headers } = await sandbox.call("ada", path);
  const names = ["page", "limit", "page-count", "item-count"];
  return {
    length: Array.isArray(body) ? body.length : -1,
    headers: names.map((name) => headers.get(`x-pagination-${name}`)),
  };
}

test("a page has 100 items when nothing is asked, and tells its number, limit, pages and items", async () => {
  expect(await pageOf("/sync/history")).toEqual({ length: 100, headers: ["1", "100", "4", "365"] });
  expect(await pageOf("/sync/history?page=4")).toEqual({ length: 65, headers: ["4", "100", "4", "365"] });
});

test("a larger limit than 250 is clamped, not refused", async () => {
  expect(await pageOf("/sync/history?limit=9999")).toEqual({ length: 250, headers: ["1", "250", "2", "365"] });
});

test("with seasons in it, a page of watched shows has 100 at most", async () => {
  const { headers } = await pageOf("/sync/watched/shows?extended=progress&limit=250");
  expect(headers[1]).toBe("100");
});

test("a page beyond the last one is empty", async () => {
  expect(await pageOf("/sync/history?page=9&limit=100")).toEqual({ length: 0, headers: ["9", "100", "4", "365"] });
});

test("hidden items come ten to a page", async () => {
  expect((await pageOf("/users/hidden/dropped")).headers[1]).toBe("10");
});

test("a typed watchlist reports the count of the whole list", async () => {
  expect(await pageOf("/sync/watchlist?limit=20")).toEqual({ length: 20, headers: ["1", "20", "2", "31"] });
  expect(await pageOf("/sync/watchlist/shows?limit=20")).toEqual({ length: 1, headers: ["1", "20", "2", "31"] });
  expect(await pageOf("/sync/watchlist/shows?limit=20&page=2")).toEqual({
    length: 0,
    headers: ["2", "20", "2", "31"],
  });
});

test("pages together are the whole, without gap or repeat", async () => {
  const ids = new Set<unknown>();
  for (let page = 1; page <= 8; page++) {
    const { body } = await sandbox.call("ada", `/sync/history?limit=50&page=${page}`);
    if (Array.isArray(body)) for (const play of body) ids.add(JSON.stringify(play).slice(0, 18));
  }
  expect(ids.size).toBe(365);
});
