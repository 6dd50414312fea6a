import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: [] });
  for (const [username, vip] of [
    ["ada", true],
    ["ben", false],
  ] as const) {
    sandbox.world.addPerson({ username, vip });
    sandbox.world.watchlistAdd(username, starWars);
    sandbox.world.watchlistAdd(username, memento);
    sandbox.world.watchlistAdd(username, utopia);
    sandbox.world.favorite(username, starWars);
    sandbox.world.favorite(username, utopia);
    tokens.set(username, sandbox.world.issueTokens(username).access_token);
  }
});

afterEach(() => sandbox.close());

const tokens = new Map<string, string>();
const { starWars, memento, utopia } = known;
const Items = z.array(z.object({ id: z.int(), rank: z.int(), notes: z.string().nullable(), type: z.string() }));

const send = (who: string, method: string, path: string, body: object) =>
  sandbox.call(tokens.get(who) ?? "", path, { method, body: JSON.stringify(body) });
const read = (path: string) => sandbox.call(tokens.get("ada") ?? "", path);
const itemsOf = async (path: string) => Items.parse((await read(path)).body);

describe.each([
  ["watchlist", ["movie", "movie", "show"]],
  ["favorites", ["movie", "show"]],
] as const)("%s", (shelf, types) => {
  const path = `/sync/${shelf}`;

  test("is ranked anew by the ids of its items; ids of others are told back", async () => {
    const before = await itemsOf(path);
    const activities = await read("/sync/last_activities");
    const turned = before.map(({ id }) => id).toReversed();
    const answer = await send("ada", "POST", `${path}/reorder`, { rank: [...turned, 5] });
    expect([answer.status, answer.body]).toMatchObject([200, { skipped_ids: [5] }]);
    const after = await itemsOf(path);
    expect(after.map(({ id }) => id)).toEqual(turned);
    expect(after.map(({ rank }) => rank)).toEqual(turned.map((_, index) => index + 1));
    expect((await read("/sync/last_activities")).text).not.toBe(activities.text);
    expect((await send("ada", "POST", `${path}/reorder`, { rank: turned })).body).toMatchObject({ updated: 0 });
  });

  test("says of itself what its owner says, and tells how they like it sorted without doing so", async () => {
    const change = { description: "For rainy days", sort_by: "title", sort_how: "desc" };
    const answer = await send("ada", "PUT", path, change);
    expect([answer.status, answer.body]).toMatchObject([200, { ...change, item_count: types.length }]);
    const list = await read(path);
    expect(list.headers.get("x-sort-by")).toBe("title");
    expect(list.headers.get("x-sort-how")).toBe("desc");
    expect(list.headers.get("x-applied-sort-by")).toBe("rank");
    expect((await itemsOf(path)).map(({ rank }) => rank)).toEqual(types.map((_, index) => index + 1));
    expect((await send("ada", "PUT", path, { sort_by: "mood" })).status).toBe(422);
  });

  test("has no comments, and is not there for a stranger where its person is private", async () => {
    const comments = `/users/ben/${shelf}/comments`;
    for (const tail of ["", "/likes"]) {
      const answer = await read(comments + tail);
      expect([answer.status, answer.body, answer.headers.get("x-pagination-item-count")]).toEqual([200, [], "0"]);
    }
    sandbox.world.setProfile("ben", { private: true });
    const refused = await read(comments);
    expect([refused.status, refused.headers.get("x-private-user")]).toEqual([401, "true"]);
  });

  test("keeps notes of up to 500 characters for VIPs, by an item's id or by what it is", async () => {
    const [first = { id: 0 }] = await itemsOf(path);
    const note = (who: string, id: number, notes: string | null) => send(who, "PUT", `${path}/${id}`, { notes });
    expect((await note("ada", first.id, "x".repeat(500))).status).toBe(204);
    expect((await itemsOf(path))[0]?.notes).toHaveLength(500);
    expect((await note("ada", first.id, "x".repeat(501))).status).toBe(422);
    expect((await note("ada", first.id, null)).status).toBe(204);
    expect((await itemsOf(path))[0]?.notes).toBeNull();
    expect((await note("ada", 5, "lost")).status).toBe(404);
    const body = { movies: [{ ids: { trakt: starWars.trakt }, notes: "again" }] };
    expect((await send("ada", "PUT", path, body)).body).toMatchObject({ existing: { movies: 1 } });
    expect((await itemsOf(path))[0]?.notes).toBe("again");
  });

  test("moves one item to a rank, and those behind it on", async () => {
    const ids = (await itemsOf(path)).map(({ id }) => id);
    const last = ids.at(-1) ?? 0;
    expect((await send("ada", "PUT", `${path}/${last}`, { rank: 1 })).status).toBe(204);
    const after = await itemsOf(path);
    expect(after.map(({ id }) => id)).toEqual([last, ...ids.slice(0, -1)]);
    expect(after.map(({ rank }) => rank)).toEqual(ids.map((_, index) => index + 1));
  });

  test("does nothing for a body of another shape but say so", async () => {
    expect((await send("ada", "POST", `${path}/reorder`, { rank: "best first" })).status).toBe(422);
    expect((await send("ada", "PUT", path, { description: 7 })).status).toBe(422);
  });
});

/** What a free account's own item says after each way to say something about it, and how each was answered. */
async function noted(shelf: string): Promise<unknown[]> {
  const token = tokens.get("ben") ?? "";
  const path = `/sync/${shelf}`;
  const itemsNow = async () => Items.parse((await sandbox.call(token, path)).body);
  const [first] = await itemsNow();
  const byId = await send("ben", "PUT", `${path}/${first?.id}`, { notes: "mine" });
  const afterId = (await itemsNow())[0]?.notes;
  const named = { movies: [{ ids: { trakt: starWars.trakt }, notes: "again" }] };
  const byName = await send("ben", "PUT", path, named);
  const afterName = (await itemsNow())[0]?.notes;
  const added = { movies: [{ ids: { trakt: known.memento.trakt }, notes: "new" }] };
  await send("ben", "POST", `${path}/remove`, added);
  await send("ben", "POST", path, added);
  return [byId.status, byId.headers.get("x-upgrade-url"), afterId, byName.status, afterName, (await itemsNow()).at(-1)];
}

test("notes on the watchlist are for VIPs, and 426 for others; what is sent along with an item is not kept", async () => {
  expect(await noted("watchlist")).toEqual([
    426,
    "https://trakt.tv/vip",
    null,
    426,
    null,
    expect.objectContaining({ notes: null }),
  ]);
});

test("everybody may say why something is a favorite", async () => {
  expect(await noted("favorites")).toEqual([
    204,
    null,
    "mine",
    200,
    "again",
    expect.objectContaining({ notes: "new" }),
  ]);
});

test.each([
  ["/sync/watchlist", "rank", "asc"],
  ["/sync/watchlist/all/title/desc", "title", "desc"],
  ["/sync/watchlist/shows/added", "added", "asc"],
  ["/sync/favorites/all/title", "title", "asc"],
  ["/users/ben/watchlist/movies/released/desc", "released", "desc"],
  ["/sync/watchlist/all/mood/up", "rank", "asc"],
])("%s tells in headers that it is sorted by %s %s", async (path, by, how) => {
  const { headers } = await read(path);
  expect([headers.get("x-applied-sort-by"), headers.get("x-applied-sort-how")]).toEqual([by, how]);
});

test("a list is sorted by title, release, runtime or one's own ratings, one way or the other", async () => {
  sandbox.world.rate("ada", memento, 9);
  sandbox.world.rate("ada", starWars, 7);
  const titles = async (sort: string) => {
    const Titled = z.array(z.looseObject({ type: z.string() }));
    const items = Titled.parse((await read(`/sync/watchlist/all/${sort}`)).body);
    return items.map((item) => z.object({ title: z.string() }).parse(item[item.type]).title);
  };
  expect(await titles("title")).toEqual(["Memento", "Star Wars", "Utopia"]);
  expect(await titles("title/desc")).toEqual(["Utopia", "Star Wars", "Memento"]);
  expect(await titles("released")).toEqual(["Star Wars", "Memento", "Utopia"]);
  expect(await titles("runtime/desc")).toEqual(["Star Wars", "Memento", "Utopia"]);
  expect(await titles("my_rating/desc")).toEqual(["Memento", "Star Wars", "Utopia"]);
  expect(await titles("random")).toHaveLength(3);
});
