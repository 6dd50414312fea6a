import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo", "cy"] });
});

afterEach(() => sandbox.close());

const Requests = z.array(z.object({ id: z.int(), user: z.object({ username: z.string() }) }));
const Account = z.object({ account: z.record(z.string(), z.string()) });

async function send(method: string, username: string, path: string): Promise<number> {
  return (await sandbox.call(username, path, { method })).status;
}

async function account(username: string): Promise<Record<string, string>> {
  return Account.parse((await sandbox.call(username, "/sync/last_activities")).body).account;
}

/** Which of both people's account timestamps moved while `act` ran. */
async function moved(act: () => Promise<unknown>): Promise<string[]> {
  const read = async (): Promise<[string, string][]> => [
    ...Object.entries(await account("ada")).map(([key, at]): [string, string] => [`ada ${key}`, at]),
    ...Object.entries(await account("bo")).map(([key, at]): [string, string] => [`bo ${key}`, at]),
  ];
  const before = new Map(await read());
  await sandbox.clock.advance(1000);
  await act();
  return (await read()).filter(([key, at]) => before.get(key) !== at).map(([key]) => key);
}

test("a public person is followed at once, and both are told", async () => {
  expect(await moved(() => send("POST", "ada", "/users/bo/follow"))).toEqual(["ada following_at", "bo followed_at"]);
  expect(await send("POST", "ada", "/users/bo/follow")).toBe(409);
  expect(await moved(() => send("DELETE", "ada", "/users/bo/follow"))).toEqual(["ada following_at", "bo followed_at"]);
  expect(await send("POST", "ada", "/users/ada/follow")).toBe(409);
  expect(await send("POST", "ada", "/users/nobody-at-all/follow")).toBe(404);
});

test("a private person is asked first, and may say yes", async () => {
  sandbox.world.setProfile("bo", { private: true });
  expect(await moved(() => send("POST", "ada", "/users/bo/follow"))).toEqual(["ada pending_at", "bo requested_at"]);
  expect(await send("POST", "ada", "/users/bo/follow")).toBe(409);
  expect((await sandbox.call("ada", "/users/bo/stats")).headers.get("x-private-user")).toBe("true");
  const [request] = Requests.parse((await sandbox.call("bo", "/users/requests")).body);
  expect(request?.user.username).toBe("ada");
  expect(await send("POST", "cy", `/users/requests/${request?.id}`)).toBe(404);
  expect(await moved(() => send("POST", "bo", `/users/requests/${request?.id}`))).toEqual([
    "ada following_at",
    "ada pending_at",
    "bo followed_at",
    "bo requested_at",
  ]);
  for (const path of ["", "/stats", "/lists", "/watching", "/friends", "/comments", "/likes", "/notes"]) {
    expect((await sandbox.call("ada", `/users/bo${path}`)).status).toBeLessThan(300);
    expect((await sandbox.call("cy", `/users/bo${path}`)).status).toBe(401);
  }
});

test("a request is withdrawn by no longer following", async () => {
  sandbox.world.setProfile("bo", { private: true });
  sandbox.world.follow("ada", "bo");
  expect(await send("DELETE", "ada", "/users/bo/follow")).toBe(204);
  expect((await sandbox.call("bo", "/users/requests")).body).toEqual([]);
});

test("friends are those who follow each other, and who is only followed is none", async () => {
  const { world, call } = sandbox;
  world.befriend("ada", "bo");
  world.follow("ada", "cy");
  expect((await call(null, "/users/ada/friends")).body).toMatchObject([{ user: { username: "bo" } }]);
  expect((await call(null, "/users/ada/following")).body).toHaveLength(2);
  world.watch("bo", known.starWars);
  world.watch("cy", known.memento);
  const feed = async (type: string): Promise<unknown> => (await call("ada", `/users/me/${type}/activities`)).body;
  expect(await feed("friends")).toMatchObject([{ user: { username: "bo" }, movie: { title: "Star Wars" } }]);
  expect(await feed("following")).toHaveLength(2);
  expect(await feed("enemies")).toBeUndefined();
});

test("what private friends of somebody do is not told to strangers", async () => {
  const { world, call } = sandbox;
  world.befriend("ada", "bo");
  world.watch("bo", known.starWars);
  world.setProfile("bo", { private: true });
  expect((await call("ada", "/users/ada/friends/activities")).body).toHaveLength(1);
  expect((await call("cy", "/users/ada/friends/activities")).body).toEqual([]);
});

test("who is blocked no longer follows, asks or sees a private person", async () => {
  const { world, call } = sandbox;
  world.befriend("ada", "bo");
  world.setProfile("ada", { private: true });
  expect((await call("bo", "/users/ada")).status).toBe(200);
  expect(await send("POST", "ada", "/users/bo/block")).toBe(201);
  expect((await call("bo", "/users/ada")).status).toBe(401);
  expect(await send("POST", "bo", "/users/ada/follow")).toBe(409);
  expect(await send("DELETE", "ada", "/users/bo/block")).toBe(204);
  expect(await send("POST", "bo", "/users/ada/follow")).toBe(201);
});

test("hiding what somebody says hides their comments and nothing else", async () => {
  const { world, call, post } = sandbox;
  world.comment(
    "bo",
    { type: "list", trakt: world.createList("cy", { name: "Open", privacy: "public" }) },
    "one two three four five",
  );
  const comments = async (): Promise<unknown> => (await call("ada", "/comments/recent/all/all")).body;
  expect(await comments()).toHaveLength(1);
  const body = { users: [{ ids: { slug: "bo" } }, { ids: { slug: "nobody-at-all" } }] };
  const hidden = await post("ada", "/users/hidden/comments", body);
  expect([hidden.status, hidden.body]).toMatchObject([
    201,
    { added: { users: 1 }, not_found: { users: [{ ids: { slug: "nobody-at-all" } }] } },
  ]);
  expect(await comments()).toEqual([]);
  expect((await call("ada", "/users/hidden/comments")).body).toMatchObject([
    { type: "user", user: { username: "bo" } },
  ]);
  expect(await send("POST", "ada", "/users/bo/follow")).toBe(201);
  expect((await post("ada", "/users/hidden/comments/remove", body)).body).toMatchObject({ deleted: { users: 1 } });
  expect(await comments()).toHaveLength(1);
});

test("friends are friends since the later of the two began to follow", async () => {
  const { world, call, clock } = sandbox;
  world.follow("ada", "bo");
  await clock.advance(60_000);
  const since = new Date(clock.now()).toISOString();
  world.follow("bo", "ada");
  for (const [who, other] of [
    ["ada", "bo"],
    ["bo", "ada"],
  ] as const) {
    expect((await call(who, "/users/me/friends")).body).toMatchObject([
      { friends_at: since, user: { username: other } },
    ]);
  }
});
