import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox } from "./sandbox.ts";
import { FaultBoard, FaultName } from "./faults.ts";
import { headers, known, testSandbox, type TestSandbox } from "./testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo"] });
});

afterEach(() => sandbox.close());

interface Form {
  status: number;
  type?: RegExp;
  headers?: Record<string, RegExp>;
  without?: readonly string[];
  text?: RegExp;
}

const forms: Partial<Record<FaultName, Form>> = {
  "429": { status: 429, headers: { "retry-after": /^\d+$/, "x-ratelimit": /"remaining":0/ }, text: /^$/ },
  "429-bare": { status: 429, type: /html/, without: ["retry-after", "x-ratelimit"], text: /<html/ },
  "429-retry-300": { status: 429, type: /html/, headers: { "retry-after": /^300$/ }, without: ["x-ratelimit"] },
  "403-html": { status: 403, type: /html/, text: /<html/ },
  "401": { status: 401, text: /^$/ },
  "420": { status: 420, without: ["x-account-limit"], text: /^$/ },
  "423": { status: 423, headers: { "x-account-locked": /true/, "x-account-deactivated": /false/ } },
  "426": { status: 426, headers: { "x-upgrade-url": /^https:/ } },
  "500": { status: 500, type: /html/ },
  "502": { status: 502, type: /html/ },
  "503": { status: 503, type: /html/ },
  "504": { status: 504, type: /html/ },
  "520": { status: 520, type: /html/ },
  "empty-200": { status: 200, type: /json/, text: /^$/ },
  "html-200": { status: 200, type: /html/, text: /<html/ },
};

test.for(Object.entries(forms))("%s has its true form on the wire, and no work is done", async ([name, form]) => {
  sandbox.faults.inject({ name: FaultName.parse(name), times: 1 });
  const answer = await sandbox.post("ada", "/sync/watchlist", { movies: [{ ids: { trakt: 7 } }] });
  expect(answer.status).toBe(form.status);
  expect(answer.headers.get("content-type") ?? "").toMatch(form.type ?? /^/);
  expect(answer.text).toMatch(form.text ?? /^/);
  for (const [header, value] of Object.entries(form.headers ?? {})) expect(answer.headers.get(header)).toMatch(value);
  for (const header of form.without ?? []) expect(answer.headers.get(header)).toBeNull();
  expect(sandbox.world.watchlist("ada")).toEqual([]);
  expect((await sandbox.post("ada", "/sync/watchlist", { movies: [{ ids: { trakt: 7 } }] })).status).toBe(201);
});

test("`reset` ends the connection before any work", async () => {
  sandbox.faults.inject({ name: "reset", times: 1 });
  await expect(sandbox.post("ada", "/sync/watchlist", { movies: [{ ids: { trakt: 7 } }] })).rejects.toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: "ECONNRESET" }) }),
  );
  expect(sandbox.world.watchlist("ada")).toEqual([]);
});

test("`lost-answer` does the work, and then ends the connection", async () => {
  sandbox.faults.inject({ name: "lost-answer", times: 1 });
  await expect(sandbox.post("ada", "/sync/history", { movies: [{ ids: { trakt: 7 } }] })).rejects.toThrow("fetch");
  expect(sandbox.world.history("ada")).toHaveLength(1);
  expect(sandbox.world.writes("ada")).toMatchObject([{ endpoint: "/sync/history", status: 201, changed: 1 }]);
  expect(sandbox.answers()).toEqual({ "POST /sync/history lost": 1 });
});

test("a refresh whose answer is lost has spent its token all the same", async () => {
  const { refresh_token } = sandbox.world.issueTokens("ada");
  const refresh = () =>
    fetch(`${sandbox.url}/oauth/token`, {
      method: "POST",
      headers,
      body: JSON.stringify({ grant_type: "refresh_token", refresh_token, client_id: "a", client_secret: "b" }),
    });
  sandbox.faults.inject({ name: "lost-answer", match: { route: "/oauth/token" }, times: 1 });
  await expect(refresh()).rejects.toThrow("fetch");
  const again = await refresh();
  expect([again.status, await again.json()]).toEqual([
    400,
    { error: "invalid_grant", error_description: "session not found" },
  ]);
  expect(sandbox.world.refreshAttempts().map(({ username, outcome }) => [username, outcome])).toEqual([
    ["ada", "rotated"],
    ["ada", "refused"],
  ]);
});

test("`truncated-body` promises a length and ends in the middle", async () => {
  sandbox.faults.inject({ name: "truncated-body", times: 1 });
  const response = await fetch(`${sandbox.url}/movies/7`, { headers });
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow("terminated");
});

test("`slow` answers late, on the sandbox's clock", async () => {
  sandbox.faults.inject({ name: "slow", times: 1, delayMs: 30_000 });
  let answered = false;
  const answer = sandbox.call("ada", "/movies/7").then((told) => {
    answered = true;
    return told;
  });
  await expect.poll(() => sandbox.requests()).toEqual({ "GET /movies/:id": 1 });
  await sandbox.clock.advance(29_999);
  expect(answered).toBe(false);
  await sandbox.clock.advance(1);
  expect((await answer).status).toBe(200);
});

test("`cut-page` and `short-count` spoil a page, and wait for one", async () => {
  for (const { trakt } of sandbox.world.movies().slice(0, 5)) {
    sandbox.world.watchlistAdd("ada", { type: "movie", trakt });
  }
  sandbox.faults.inject({ name: "cut-page", times: 1 });
  expect((await sandbox.call("ada", "/movies/7")).status).toBe(200);
  const cut = await sandbox.call("ada", "/sync/watchlist?limit=4");
  expect(cut.body).toHaveLength(3);
  expect(cut.headers.get("x-pagination-item-count")).toBe("5");
  sandbox.faults.inject({ name: "short-count", times: 1 });
  const short = await sandbox.call("ada", "/sync/watchlist?limit=4");
  expect(short.body).toHaveLength(4);
  expect(short.headers.get("x-pagination-page-count")).toBe("1");
  expect((await sandbox.call("ada", "/sync/watchlist?limit=4")).headers.get("x-pagination-page-count")).toBe("2");
});

test("a fault strikes whom and what it is for, as often as it is told", async () => {
  sandbox.faults.inject({ name: "500", match: { method: "get", route: "/sync", username: "bo" }, times: 2 });
  const statuses = async (username: string, path: string) => (await sandbox.call(username, path)).status;
  expect(await statuses("ada", "/sync/history")).toBe(200);
  expect(await statuses("bo", "/users/me")).toBe(200);
  expect((await sandbox.post("bo", "/sync/watchlist", {})).status).toBe(201);
  expect(await statuses("bo", "/sync/history")).toBe(500);
  expect(await statuses("bo", "/sync/last_activities")).toBe(500);
  expect(await statuses("bo", "/sync/history")).toBe(200);
  sandbox.faults.inject({ name: "502", match: { route: /history\/movies$/ } });
  expect(await statuses("ada", "/sync/history/movies")).toBe(502);
  expect(await statuses("ada", "/sync/history")).toBe(200);
  sandbox.faults.clear();
  expect(await statuses("ada", "/sync/history/movies")).toBe(200);
});

test("a share of the requests is struck, the same ones for the same seed", () => {
  const request = { method: "GET", path: "/movies/7", route: "/movies/:id", username: undefined };
  const strikes = (seed: number): boolean[] => {
    const board = new FaultBoard(seed);
    board.inject({ name: "500", share: 0.25 });
    return Array.from({ length: 1000 }, () => board.strike("before", request) !== undefined);
  };
  const first = strikes(7);
  expect(strikes(7)).toEqual(first);
  expect(strikes(8)).not.toEqual(first);
  const struck = first.filter(Boolean).length;
  expect(struck).toBeGreaterThan(200);
  expect(struck).toBeLessThan(300);
});

test("without a socket, a lost connection rejects as fetch does", async () => {
  const { clock, world } = sandbox;
  const other = createSandbox({ clock });
  other.world.addPerson({ username: "ada" });
  const { access_token } = other.world.issueTokens("ada");
  other.faults.inject({ name: "lost-answer" });
  const request = new Request("http://127.0.0.1/sync/history", {
    method: "POST",
    headers: { ...headers, authorization: `Bearer ${access_token}` },
    body: JSON.stringify({ movies: [{ ids: { trakt: known.starWars.trakt } }] }),
  });
  await expect(async () => other.fetch(request)).rejects.toThrow(TypeError);
  expect(other.world.history("ada")).toHaveLength(1);
  expect(world.history("ada")).toEqual([]);
});
