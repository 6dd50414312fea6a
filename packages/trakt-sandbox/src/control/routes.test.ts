import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, told, type Told, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: [] });
});

afterEach(() => sandbox.close());

async function control(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Told> {
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return told(await fetch(`${sandbox.url}/sandbox${path}`, init));
}

const People = z.object({
  people: z.array(z.object({ username: z.string(), tokens: z.object({ access_token: z.string() }) })),
});

test("people are made in bulk, with tokens that work", async () => {
  const people = Array.from({ length: 50 }, (_, index) => ({ username: `person-${index}` }));
  const made = People.parse((await control("POST", "/people", { people, tokens: true })).body);
  expect(made.people).toHaveLength(50);
  const token = made.people[49]?.tokens.access_token ?? "";
  expect((await sandbox.call(token, "/users/me")).body).toMatchObject({ username: "person-49" });
  expect((await control("GET", "/people")).body).toHaveLength(50);
});

test("things are made to happen, and the truth is read back", async () => {
  await control("POST", "/people", { people: [{ username: "ada" }] });
  const happenings = [
    { do: "watch", username: "ada", item: known.starWars, watched_at: "2026-11-01T20:00:30Z" },
    { do: "watchlistAdd", username: "ada", item: known.gameOfThrones },
    { do: "rate", username: "ada", item: known.starWars, rating: 9 },
    { do: "drop", username: "ada", item: known.utopia },
    { do: "addShow", show: { title: "The Long Wait", episodes: [{ season: 1, number: 1, first_aired: null }] } },
  ];
  const answer = await control("POST", "/happenings", { happenings });
  expect(answer.body).toEqual({ results: [[expect.any(Number)], null, null, null, expect.any(Number)] });
  const read = async (what: string) => (await control("GET", `/people/ada/${what}`)).body;
  expect(await read("history")).toMatchObject([{ item: known.starWars, watched_at: "2026-11-01T20:00:00.000Z" }]);
  expect(await read("watchlist")).toMatchObject([{ item: known.gameOfThrones }]);
  expect(await read("ratings")).toMatchObject([{ item: known.starWars, rating: 9 }]);
  expect(await read("hidden/dropped")).toMatchObject([{ item: known.utopia }]);
  expect(await read("progress/1390")).toEqual({ aired: 73, completed: 0 });
});

test("faults and behaviour are set from outside, and seen in the state", async () => {
  const fault = { name: "503", match: { routePattern: "^/movies/\\d+$" }, times: 1 };
  expect((await control("POST", "/faults", fault)).body).toEqual({ id: "fault-1" });
  expect((await sandbox.call(null, "/movies/star-wars-1977")).status).toBe(200);
  expect((await sandbox.call(null, "/movies/7")).status).toBe(503);
  expect((await control("PATCH", "/behaviour", { lagMs: 5000 })).status).toBe(200);
  expect(sandbox.behaviour).toMatchObject({ lagMs: 5000, limits: false });
  await control("POST", "/faults", { name: "500" });
  expect((await control("GET", "/state")).body).toMatchObject({
    people: 0,
    faults: { active: [{ name: "500", left: null }], struck: { "503": 1 } },
    answers: { "GET /movies/:id 503": 1, "GET /movies/:id 200": 1 },
  });
  expect((await control("DELETE", "/faults")).status).toBe(204);
  expect((await sandbox.call(null, "/movies/7")).status).toBe(200);
});

test("what makes no sense is refused with what is wrong", async () => {
  const unknown = await control("POST", "/happenings", { happenings: [{ do: "fly", username: "ada" }] });
  expect([unknown.status, unknown.body]).toMatchObject([400, { error: "sandbox.bad_request" }]);
  const nobody = await control("POST", "/happenings", {
    happenings: [{ do: "watch", username: "ada", item: known.starWars }],
  });
  expect([nobody.status, nobody.body]).toMatchObject([400, { error: "sandbox.no_such_person" }]);
  expect((await control("PATCH", "/behaviour", { lagMs: "long" })).status).toBe(400);
  expect((await control("PATCH", "/behaviour", { nonsense: 1 })).status).toBe(400);
});

test("what people do with each other, and what Trakt does to them, is made to happen", async () => {
  const made = await control("POST", "/people", {
    people: [{ username: "ada" }, { username: "bo", private: true }],
    tokens: true,
  });
  const [ada = ""] = People.parse(made.body).people.map(({ tokens }) => tokens.access_token);
  const happen = async (...happenings: object[]) => (await control("POST", "/happenings", { happenings })).body;
  expect(
    await happen(
      { do: "follow", username: "ada", other: "bo" },
      { do: "approveFollower", username: "bo", other: "ada" },
      { do: "comment", username: "ada", item: "movie:7", text: "Better every time I see it." },
      { do: "setProfile", username: "ada", profile: { location: "Turin" } },
      { do: "checkIn", username: "ada", item: "movie:47" },
    ),
  ).toEqual({ results: ["asked", null, expect.any(Number), null, expect.any(Number)] });
  expect((await sandbox.call(ada, "/users/ada/following")).body).toMatchObject([{ user: { username: "bo" } }]);
  expect((await sandbox.call(ada, "/movies/7/comments")).body).toMatchObject([
    { comment: "Better every time I see it." },
  ]);
  expect((await sandbox.call(ada, "/users/me/watching")).body).toMatchObject({ movie: { title: "Memento" } });
  const list = await happen({ do: "createList", username: "ada", name: "Rainy days", privacy: "public" });
  const [listId] = z.object({ results: z.array(z.int()) }).parse(list).results;
  await happen(
    { do: "updateList", username: "ada", listId, facts: { name: "Sunny days" } },
    { do: "listAdd", username: "ada", listId, item: "movie:7" },
    { do: "pause", username: "ada", item: "movie:7", progress: 40 },
  );
  expect((await sandbox.call(ada, "/users/ada/lists")).body).toMatchObject([{ name: "Sunny days", item_count: 1 }]);
  expect((await sandbox.call(ada, "/sync/playback")).body).toMatchObject([{ progress: 40 }]);
  await happen(
    { do: "removeList", username: "ada", listId },
    { do: "forgetPlayback", username: "ada", item: "movie:7" },
  );
  expect((await sandbox.call(ada, "/users/ada/lists")).body).toEqual([]);
  expect((await sandbox.call(ada, "/sync/playback")).body).toEqual([]);
  await happen({ do: "setVip", username: "ada", vip: true }, { do: "setAccount", username: "ada", standing: "locked" });
  expect((await control("GET", "/people/ada")).body).toMatchObject({ vip: true });
  expect((await sandbox.call(ada, "/users/me")).status).toBe(423);
});

test("people are added all or none; a happening that cannot be says which it was, and those before it stand", async () => {
  await control("POST", "/people", { people: [{ username: "ada" }] });
  const again = await control("POST", "/people", { people: [{ username: "bo" }, { username: "ada" }] });
  expect([again.status, again.body]).toMatchObject([409, { error: "sandbox.person_exists" }]);
  expect((await control("POST", "/people", { people: [{ username: "bo" }, { username: "bo" }] })).status).toBe(409);
  expect((await control("POST", "/people", { people: [{ username: "bo", timezone: "Mars/Base" }] })).status).toBe(400);
  expect((await control("GET", "/people")).body).toHaveLength(1);
  const happenings = ["movie:7", "movie:123456789", "movie:47"].map((item) => ({ do: "watch", username: "ada", item }));
  const stopped = await control("POST", "/happenings", { happenings });
  expect([stopped.status, stopped.body]).toMatchObject([
    400,
    { error: "sandbox.no_such_item", message: expect.stringContaining("happening 2; the 1 before it happened") },
  ]);
  expect(sandbox.world.history("ada")).toHaveLength(1);
});

test("faults are listed with what is left of them, and taken away one by one", async () => {
  await control("POST", "/faults", { name: "slow", delayMs: "30s", match: { username: "ada" } });
  await control("POST", "/faults", { name: "429", times: 3, share: 0.5, match: { routePattern: "^/sync" } });
  expect((await control("GET", "/faults")).body).toMatchObject({
    active: [
      { id: "fault-1", name: "slow", left: null, delayMs: 30_000, match: { username: "ada" } },
      { id: "fault-2", name: "429", left: 3, share: 0.5, match: { route: "^\\/sync" } },
    ],
    struck: {},
    names: expect.arrayContaining(["521", "522"]),
  });
  expect((await control("DELETE", "/faults/fault-1")).status).toBe(204);
  const gone = await control("DELETE", "/faults/fault-1");
  expect([gone.status, gone.body]).toMatchObject([400, { error: "sandbox.no_such_fault" }]);
  for (const wrong of [
    { name: "418" },
    { name: "500", share: 0 },
    { name: "500", time: 1 },
    { name: "slow", delayMs: "soon" },
    { name: "500", match: { routePattern: "(" } },
  ]) {
    expect([wrong, (await control("POST", "/faults", wrong)).status]).toEqual([wrong, 400]);
  }
});

test("the clock and the history of an embedded sandbox are its program's: 409 says so", async () => {
  const fixed = await control("POST", "/clock", { advance: "3h" });
  expect([fixed.status, fixed.body]).toMatchObject([409, { error: "sandbox.clock_fixed", hint: expect.any(String) }]);
  expect((await control("GET", "/clock")).body).toEqual({ now: "2026-11-20T18:00:00.000Z", speed: null });
  const lost = await control("GET", "/export");
  expect([lost.status, lost.body]).toMatchObject([409, { error: "sandbox.not_kept" }]);
});

test("an embedded sandbox is reset as well, at the time that it is", async () => {
  await control("POST", "/people", { people: [{ username: "ada" }] });
  await sandbox.clock.advance(1_000);
  expect((await control("POST", "/reset")).body).toEqual({ now: "2026-11-20T18:00:01.000Z", speed: null });
  expect((await control("GET", "/people")).body).toEqual([]);
  expect(sandbox.world.shows().length).toBeGreaterThan(100);
});

test("control answers no one but this machine, by its own name", async () => {
  const proxied = await control("GET", "/state", undefined, { "x-forwarded-for": "192.0.2.7" });
  expect(proxied.status).toBe(403);
  const other = await control("POST", "/reset", undefined, { origin: "https://elsewhere.example" });
  expect(other.status).toBe(403);
  expect((await control("GET", "/state", undefined, { origin: sandbox.url })).status).toBe(200);
  const renamed = await sandbox.fetch(new Request("http://rebound.example/sandbox/state"));
  expect(renamed.status).toBe(403);
});
