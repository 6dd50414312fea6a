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

test("control answers no one but this machine, by its own name", async () => {
  const proxied = await control("GET", "/state", undefined, { "x-forwarded-for": "192.0.2.7" });
  expect(proxied.status).toBe(403);
  const renamed = await sandbox.fetch(new Request("http://rebound.example/sandbox/state"));
  expect(renamed.status).toBe(403);
});
