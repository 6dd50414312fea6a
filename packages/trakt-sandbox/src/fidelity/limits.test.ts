import { describe, expect, test } from "vitest";
import { headers, known, startMs, told, type Told, type TestSandbox } from "../testing/caller.ts";
import { sandboxes } from "../testing/several.ts";

/** What Trakt does that its documents do not say, or say otherwise; what is one route's alone is tested beside it. */
const start = sandboxes();

const oauth = async (sandbox: TestSandbox, path: string, body: object, from = "192.0.2.1"): Promise<Told> =>
  told(
    await fetch(`${sandbox.url}/oauth/${path}`, {
      method: "POST",
      headers: { ...headers, "x-forwarded-for": from },
      body: JSON.stringify({ client_id: "test-app", client_secret: "made-up", ...body }),
    }),
  );
const refresh = (sandbox: TestSandbox, refresh_token: string) =>
  oauth(sandbox, "token", { grant_type: "refresh_token", refresh_token });

describe("limits", () => {
  test("500 reads in five minutes per person, however many tokens; X-Ratelimit and Retry-After tell of it", async () => {
    const { call, world, clock } = await start({ limits: true }, ["ada", "bo"]);
    const other = world.issueTokens("ada").access_token;
    for (let turn = 0; turn < 500; turn++) await call(turn % 2 === 0 ? "ada" : other, "/users/me");
    const refused = await call("ada", "/users/me");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "300"]);
    expect(JSON.parse(refused.headers.get("x-ratelimit") ?? "{}")).toEqual({
      name: "AUTHED_API_GET_LIMIT",
      period: 300,
      limit: 500,
      remaining: 0,
      until: new Date(startMs + 300_000).toISOString().replace(".000", ""),
    });
    expect((await call("bo", "/users/me")).status).toBe(200);
    await clock.advance(300_000);
    expect((await call(other, "/users/me")).status).toBe(200);
  });

  test("without a token the bucket is the app's and the address's", async () => {
    const { call } = await start({ limits: true, getLimit: 1 });
    const from = (address: string) => call(null, "/shows/utopia", { headers: { "x-forwarded-for": address } });
    await from("192.0.2.1");
    const refused = await from("192.0.2.1");
    expect([refused.status, refused.headers.get("x-ratelimit")]).toEqual([
      429,
      expect.stringContaining('"name":"UNAUTHED_API_GET_LIMIT"'),
    ]);
    expect((await from("192.0.2.2")).status).toBe(200);
  });

  test("one write a second per person, of whatever method", async () => {
    const { call, post, clock } = await start({ limits: true });
    await post("ada", "/sync/history", {});
    const refused = await call("ada", "/checkin", { method: "DELETE" });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(refused.headers.get("x-ratelimit")).toContain('"name":"AUTHED_API_POST_LIMIT","period":1,"limit":1');
    await clock.advance(1_000);
    expect((await call("ada", "/checkin", { method: "DELETE" })).status).toBe(204);
  });

  test("OAuth is limited by the edge, per address: plain text, Retry-After, no bucket's name", async () => {
    const sandbox = await start({ limits: true, oauthLimit: 2, oauthPeriodMs: 143_000 });
    for (let turn = 0; turn < 2; turn++) expect((await oauth(sandbox, "device/code", {})).status).toBe(200);
    const refused = await oauth(sandbox, "device/code", {});
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "143"]);
    expect(refused.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(refused.headers.has("x-ratelimit")).toBe(false);
    expect((await oauth(sandbox, "device/code", {}, "192.0.2.9")).status).toBe(200);
    await sandbox.clock.advance(143_000);
    expect((await oauth(sandbox, "device/code", {})).status).toBe(200);
  });
});

describe("pages", () => {
  const names = ["page", "limit", "page-count", "item-count"];
  const four = ({ headers: said }: Told) => names.map((name) => said.get(`x-pagination-${name}`));

  test("four headers tell of them; a larger limit is clamped to 250, or to 100 with progress, and not refused", async () => {
    const { call, world } = await start();
    for (let turn = 0; turn < 4; turn++) world.watch("ada", known.gameOfThrones);
    expect(four(await call("ada", "/sync/history"))).toEqual(["1", "100", "3", "292"]);
    const clamped = await call("ada", "/sync/history?limit=100000");
    expect([clamped.status, four(clamped)]).toEqual([200, ["1", "250", "2", "292"]]);
    const progress = await call("ada", "/sync/watched/shows?extended=progress&limit=250");
    expect(four(progress)[1]).toBe("100");
    const beyond = await call("ada", "/sync/history?page=9");
    expect([beyond.status, beyond.body, four(beyond)]).toEqual([200, [], ["9", "100", "3", "292"]]);
  });

  test("a typed watchlist counts the whole list: only its page count and its empty page can be trusted", async () => {
    const { call, world } = await start();
    world.watchlistAdd("ada", known.utopia);
    for (const item of [known.starWars, known.memento]) world.watchlistAdd("ada", item);
    const shows = await call("ada", "/sync/watchlist/shows");
    expect([Array.isArray(shows.body) && shows.body.length, four(shows)]).toEqual([1, ["1", "100", "1", "3"]]);
  });
});

describe("tokens", () => {
  test("an access token lives seven days, and its answer says so", async () => {
    const sandbox = await start();
    const tokens = sandbox.world.issueTokens("ada");
    expect(tokens).toMatchObject({ expires_in: 604_800, created_at: startMs / 1000, token_type: "bearer" });
    await sandbox.clock.advance(604_799_999);
    expect((await sandbox.call(tokens.access_token, "/users/me")).status).toBe(200);
    await sandbox.clock.advance(1);
    expect((await sandbox.call(tokens.access_token, "/users/me")).status).toBe(401);
  });

  test("a refresh token serves once, and is dead at once: of two at the same time one gets tokens", async () => {
    const sandbox = await start();
    const { refresh_token } = sandbox.world.issueTokens("ada");
    const both = await Promise.all([refresh(sandbox, refresh_token), refresh(sandbox, refresh_token)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
    expect(both.find(({ status }) => status === 400)?.body).toEqual({
      error: "invalid_grant",
      error_description: "session not found",
    });
  });

  test("a refresh whose answer is lost has rotated all the same", async () => {
    const sandbox = await start();
    const { refresh_token } = sandbox.world.issueTokens("ada");
    sandbox.faults.inject({ name: "lost-answer", match: { route: "/oauth/token" }, times: 1 });
    await expect(refresh(sandbox, refresh_token)).rejects.toThrow("fetch failed");
    expect((await refresh(sandbox, refresh_token)).body).toMatchObject({ error: "invalid_grant" });
  });

  test("a mass invalidation kills every refresh token and no access token, and signing in again works", async () => {
    const sandbox = await start({}, ["ada", "bo"]);
    const pairs = ["ada", "bo"].map((username) => sandbox.world.issueTokens(username));
    sandbox.world.revokeAllRefreshTokens();
    for (const { access_token, refresh_token } of pairs) {
      expect((await refresh(sandbox, refresh_token)).status).toBe(400);
      expect((await sandbox.call(access_token, "/users/me")).status).toBe(200);
    }
    expect((await refresh(sandbox, sandbox.world.issueTokens("ada").refresh_token)).status).toBe(200);
  });

  test("a person who disconnects the app ends all its tokens: 401, and no refresh", async () => {
    const sandbox = await start({}, ["ada", "bo"]);
    const { access_token, refresh_token } = sandbox.world.issueTokens("ada");
    sandbox.world.disconnectApp("ada");
    expect((await sandbox.call(access_token, "/users/me")).status).toBe(401);
    expect((await refresh(sandbox, refresh_token)).status).toBe(400);
    expect((await sandbox.call("bo", "/users/me")).status).toBe(200);
  });
});
