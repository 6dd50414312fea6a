import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo", "cy"] });
});

afterEach(() => sandbox.close());

const Updated = z.object({ updated_at: z.string() });
const Activities = z.object({ notes: Updated, saved_filters: Updated });

async function activities(token: string): Promise<z.infer<typeof Activities>> {
  return Activities.parse((await sandbox.call(token, "/sync/last_activities")).body);
}

const about = { item: { type: "movie", movie: { ids: { trakt: 7 } } } };

test("a note is private unless it is said otherwise, and only its author changes it", async () => {
  const { world, post, call } = sandbox;
  world.befriend("ada", "bo");
  const before = await activities("ada");
  const made = await post("ada", "/notes", { ...about, notes: "Mine." });
  const { id } = z.object({ id: z.int() }).parse(made.body);
  expect((await activities("ada")).notes).not.toEqual(before.notes);
  expect([made.status, made.body]).toMatchObject([201, { privacy: "private", item: { type: "movie" } }]);
  const path = `/notes/${id}`;
  expect((await call("bo", path)).status).toBe(404);
  const change = { method: "PUT", body: JSON.stringify({ privacy: "friends" }) };
  expect((await call("bo", path, change)).status).toBe(401);
  expect((await call("ada", path, change)).body).toMatchObject({ privacy: "friends", notes: "Mine." });
  expect((await call("bo", `${path}/item`)).body).toMatchObject({ type: "movie", movie: { title: "Star Wars" } });
  expect((await call("cy", path)).status).toBe(404);
  expect((await call("bo", path, { method: "DELETE" })).status).toBe(401);
  expect((await call("ada", path, { method: "DELETE" })).status).toBe(204);
  expect((await call("ada", path)).status).toBe(404);
});

test.each([
  ["without words", { ...about, notes: "" }, 422],
  ["of too many words", { ...about, notes: "x".repeat(501) }, 422],
  ["about nothing", { item: { type: "movie" }, notes: "Hm." }, 404],
  ["about what is not there", { item: { type: "show", show: { ids: { trakt: 1 } } }, notes: "Hm." }, 404],
])("a note %s is refused", async (_what, body, status) => {
  expect((await sandbox.post("ada", "/notes", body)).status).toBe(status);
  expect((await sandbox.call("ada", "/users/me/notes")).body).toEqual([]);
});

test("what a note is about may stand beside it, or as its item", async () => {
  const movie = { ids: { trakt: 7 } };
  for (const where of [{ movie }, { item: { type: "movie", movie } }]) {
    const answer = await sandbox.post("ada", "/notes", { ...where, notes: "Hm." });
    expect([answer.status, answer.body]).toMatchObject([201, { item: { type: "movie", movie: { ids: movie.ids } } }]);
  }
  expect((await sandbox.post("ada", "/notes", { notes: "About nothing." })).status).toBe(404);
});

test("an account with as many notes as it may hold is refused with 420", async () => {
  const text = { notes: "Hm.", privacy: "private", spoiler: false } as const;
  for (let count = 0; count < 100; count++) sandbox.world.addNote("ada", "movie:7", "movie", text);
  expect((await sandbox.post("ada", "/notes", { ...about, notes: "One more." })).status).toBe(420);
});

test("saved filters are for VIPs alone, and are each person's own", async () => {
  const { world, call, post } = sandbox;
  for (const username of ["vi", "val"]) world.addPerson({ username, vip: true });
  const [vi, val] = ["vi", "val"].map((username) => world.issueTokens(username).access_token);
  const filter = [{ name: "Crime", url: "/shows/popular?genres=crime&years=2020-2026" }];
  const refused = await post("ada", "/users/saved_filters", filter);
  expect([refused.status, refused.headers.get("x-upgrade-url")]).toEqual([426, "https://trakt.tv/vip"]);
  const before = await activities(vi ?? "");
  await post(vi ?? "", "/users/saved_filters", filter);
  expect((await activities(vi ?? "")).saved_filters).not.toEqual(before.saved_filters);
  const saved = z.array(z.object({ id: z.int(), query: z.string() }));
  const [one] = saved.parse((await call(vi ?? "", "/users/saved_filters/shows")).body);
  expect(one?.query).toBe("genres=crime&years=2020-2026");
  expect((await call(vi ?? "", "/users/saved_filters/movies")).body).toEqual([]);
  expect((await call(val ?? "", `/users/saved_filters/${one?.id}`, { method: "DELETE" })).status).toBe(404);
  expect((await call(vi ?? "", `/users/saved_filters/${one?.id}`, { method: "DELETE" })).status).toBe(204);
});
