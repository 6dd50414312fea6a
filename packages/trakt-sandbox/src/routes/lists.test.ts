import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo", "cy"] });
});

afterEach(() => sandbox.close());

const Lists = z.object({ lists: z.record(z.string(), z.string()) });
const ids = (item: { trakt: number }): { ids: { trakt: number } } => ({ ids: { trakt: item.trakt } });

async function put(username: string, path: string, body: unknown): Promise<number> {
  return (await sandbox.call(username, path, { method: "PUT", body: JSON.stringify(body) })).status;
}

test.each([
  ["private", { bo: 404, cy: 404 }, { bo: 0, cy: 0 }],
  ["friends", { bo: 200, cy: 404 }, { bo: 1, cy: 0 }],
  ["link", { bo: 200, cy: 200 }, { bo: 0, cy: 0 }],
  ["public", { bo: 200, cy: 200 }, { bo: 1, cy: 1 }],
])("a %s list is seen by whom it is for", async (privacy, direct, shown) => {
  const { world, call } = sandbox;
  world.befriend("ada", "bo");
  const id = world.createList("ada", { name: "A list", privacy });
  world.listAdd("ada", id, known.starWars);
  for (const username of ["bo", "cy"] as const) {
    for (const path of ["", "/items", "/comments", "/likes"]) {
      expect((await call(username, `/users/ada/lists/${id}${path}`)).status).toBe(direct[username]);
    }
    expect((await call(username, "/users/ada/lists")).body).toHaveLength(shown[username]);
  }
  expect((await call("ada", "/users/me/lists/a-list")).body).toMatchObject({ privacy, item_count: 1 });
  expect((await call("ada", `/lists/${id}`)).status).toBe(privacy === "public" ? 200 : 204);
});

test("a new name leaves the slug, and a second list of the same name gets another one", async () => {
  const { world, call } = sandbox;
  world.createList("ada", { name: "Same" });
  expect(await put("ada", "/users/me/lists/same", { name: "Other", description: null })).toBe(200);
  expect((await call("ada", "/users/me/lists/same")).body).toMatchObject({ name: "Other" });
  world.createList("ada", { name: "Same" });
  expect(new Set(world.lists("ada").map(({ slug }) => slug)).size).toBe(2);
  expect(await put("bo", "/users/ada/lists/same", { name: "Mine" })).toBe(401);
  expect(await put("ada", "/users/me/lists/same", { privacy: "everybody" })).toBe(422);
});

test("a list that is gone takes its items, likes and comments along", async () => {
  const { world, call } = sandbox;
  const trakt = world.createList("ada", { name: "Gone", privacy: "public" });
  world.likeList("bo", trakt);
  const comment = world.comment("bo", { type: "list", trakt }, "one two three four five");
  expect((await call("bo", "/users/me/likes/lists")).body).toHaveLength(1);
  expect((await call("ada", "/users/me/lists/gone", { method: "DELETE" })).status).toBe(204);
  expect((await call("bo", "/users/me/likes/lists")).body).toEqual([]);
  expect((await call("bo", `/comments/${comment}`)).status).toBe(404);
  expect((await call("ada", "/users/me/lists/gone", { method: "DELETE" })).status).toBe(404);
});

test("the headers tell how the owner likes a list sorted and how it is", async () => {
  const { world, call } = sandbox;
  const id = world.createList("ada", { name: "Sorted", privacy: "public", sortBy: "title", sortHow: "desc" });
  for (const item of [known.starWars, known.memento]) world.listAdd("ada", id, item);
  const sorts = async (path: string): Promise<unknown[]> => {
    const { headers } = await call(null, `/lists/${id}/items${path}`);
    return ["x-sort-by", "x-sort-how", "x-applied-sort-by", "x-applied-sort-how"].map((name) => headers.get(name));
  };
  expect(await sorts("")).toEqual(["title", "desc", "rank", "asc"]);
  expect(await sorts("/movie/added/desc")).toEqual(["title", "desc", "added", "desc"]);
  expect((await call(null, `/lists/${id}/items/songs`)).status).toBe(404);
});

test("items are of the types that the path asks for, one or several, or the query of older clients", async () => {
  const { world, call } = sandbox;
  const id = world.createList("ada", { name: "Mixed", privacy: "public" });
  for (const item of [known.starWars, known.utopia, known.winterIsComing]) world.listAdd("ada", id, item);
  world.listPeople("ada", id, [142]);
  const typesAt = async (path: string) =>
    z
      .array(z.object({ type: z.string() }))
      .parse((await call(null, `/users/ada/lists/mixed/items${path}`)).body)
      .map(({ type }) => type);
  expect(await typesAt("")).toEqual(["movie", "show", "episode", "person"]);
  expect(await typesAt("/all")).toHaveLength(4);
  expect(await typesAt("/movies,people")).toEqual(["movie", "person"]);
  expect(await typesAt("?type=show,episode")).toEqual(["show", "episode"]);
  expect(await typesAt("/movie?type=show")).toEqual(["movie"]);
});

test("items and lists are reordered by their own ids, and ids of other things are skipped", async () => {
  const { world, post } = sandbox;
  const id = world.createList("ada", { name: "Ranks" });
  for (const item of [known.starWars, known.memento, known.utopia]) world.listAdd("ada", id, item);
  const entries = world.lists("ada").flatMap((list) => list.items.map((item) => item.id));
  const [first = 0, second = 0, third = 0] = entries;
  const answer = await post("ada", "/users/me/lists/ranks/items/reorder", { rank: [third, first, 7, second] });
  expect(answer.body).toMatchObject({ updated: 3, skipped_ids: [7], list: { item_count: 3 } });
  const { body } = await sandbox.call("ada", "/users/me/lists/ranks/items");
  expect(body).toMatchObject([
    { rank: 1, id: third },
    { rank: 2, id: first },
    { rank: 3, id: second },
  ]);
  expect((await post("ada", "/users/me/lists/ranks/items/reorder", { rank: "all" })).status).toBe(422);
});

test("notes are for VIPs alone, and people stand on lists beside things", async () => {
  const { world, post } = sandbox;
  world.addPerson({ username: "vi", vip: true });
  const { access_token } = world.issueTokens("vi");
  for (const [username, token] of [
    ["ada", "ada"],
    ["vi", access_token],
  ] as const) {
    world.createList(username, { name: "Notes" });
    const items = "/users/me/lists/notes/items";
    const answer = await post(token, items, {
      movies: [ids(known.starWars)],
      people: [{ ids: { slug: "bryan-cranston" } }],
    });
    expect(answer.body).toMatchObject({ added: { movies: 1, people: 1 }, list: { item_count: 2 } });
    const id = world.lists(username)[0]?.items[0]?.id;
    const body = JSON.stringify({ notes: "Again!" });
    const noted = await sandbox.call(token, `${items}/${id}`, { method: "PUT", body });
    expect([noted.status, noted.headers.get("x-upgrade-url") !== null]).toEqual(
      username === "vi" ? [204, false] : [426, true],
    );
    expect((await sandbox.call(token, items)).body).toMatchObject([
      { type: "movie", notes: username === "vi" ? "Again!" : null },
      { type: "person", person: { name: "Bryan Cranston" } },
    ]);
    expect((await sandbox.call(token, `${items}/person`)).body).toHaveLength(1);
  }
});

test("a list that would be too full takes none of what is sent, people included", async () => {
  const { world, post, behaviour } = sandbox;
  behaviour.freeLimits = { ...behaviour.freeLimits, listItems: 2 };
  world.createList("ada", { name: "Small" });
  const movies = [known.starWars, known.memento].map(ids);
  const people = [{ ids: { slug: "bryan-cranston" } }];
  const items = "/users/me/lists/small/items";
  expect((await post("ada", items, { movies, people })).status).toBe(420);
  expect((await sandbox.call("ada", items)).body).toEqual([]);
  expect((await post("ada", items, { movies: movies.slice(1), people })).status).toBe(201);
  expect((await post("ada", items, { people })).body).toMatchObject({ existing: { people: 1 }, added: { people: 0 } });
});

test("likes and comments of lists move the timestamps of who gave them", async () => {
  const { world, call, clock } = sandbox;
  const trakt = world.createList("ada", { name: "Liked", privacy: "public" });
  const now = async (): Promise<Record<string, string>> =>
    Lists.parse((await call("bo", "/sync/last_activities")).body).lists;
  const before = await now();
  await clock.advance(1000);
  expect((await call("bo", `/lists/${trakt}/like`, { method: "POST" })).status).toBe(204);
  const liked = await now();
  expect(liked.liked_at).not.toBe(before.liked_at);
  expect(liked.commented_at).toBe(before.commented_at);
  await sandbox.post("bo", "/comments", { list: { ids: { trakt } }, comment: "one two three four five" });
  const commented = await now();
  expect(commented.commented_at).not.toBe(liked.commented_at);
  expect(commented.updated_at).toBe(before.updated_at);
  expect((await call(null, `/lists/${trakt}`)).body).toMatchObject({ likes: 1, comment_count: 1 });
});

test("whom a list is shared with edits its items as the owner does, is told of changes, and does not own it", async () => {
  const { world, call, post } = sandbox;
  const id = world.createList("ada", { name: "Ours" });
  const items = "/users/ada/lists/ours/items";
  expect((await post("bo", items, { movies: [ids(known.starWars)] })).status).toBe(404);
  world.shareList("ada", id, "bo");
  const Activities = z.object({ collaborations: z.object({ updated_at: z.string() }) });
  const told = async (): Promise<string> =>
    Activities.parse((await call("bo", "/sync/last_activities")).body).collaborations.updated_at;
  const before = await told();
  expect((await post("bo", items, { movies: [ids(known.starWars)] })).body).toMatchObject({ added: { movies: 1 } });
  expect(await told()).not.toBe(before);
  expect(world.lists("ada")).toMatchObject([{ items: [{ item: known.starWars }] }]);
  expect((await call("bo", "/users/me/lists/collaborations")).body).toMatchObject([{ ids: { trakt: id } }]);
  expect(await put("bo", "/users/ada/lists/ours", { name: "Mine" })).toBe(401);
  expect((await call("bo", "/users/ada/lists/ours", { method: "DELETE" })).status).toBe(401);
  world.unshareList("ada", id, "bo");
  expect((await call("bo", items)).status).toBe(404);
});
