import { describe, expect, test } from "vitest";
import { known } from "../testing/caller.ts";
import { sandboxes } from "../testing/several.ts";

/** What Trakt does that its documents do not say, or say otherwise; what is one route's alone is tested beside it. */
const start = sandboxes();

const limits = { watchlist: 100, favorites: 50, lists: 2, listItems: 100, collection: 100_000 };

describe("who is turned away", () => {
  test.for([
    "",
    "node",
    "undici",
    "axios/1.7.2",
    "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
    "python-requests/2.32.3",
    "Python-urllib/3.12",
    "curl/8.9.1",
    "Wget/1.24",
    "okhttp/4.12.0",
    "Go-http-client/1.1",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36",
  ])("a User-Agent of a library or a browser: 403 and a page of HTML (%s)", async (agent) => {
    const { call } = await start();
    const answer = await call("ada", "/users/me", { headers: { "user-agent": agent } });
    expect([answer.status, answer.headers.get("server")]).toEqual([403, "cloudflare"]);
    expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
    expect(answer.text).toMatch(/^<!DOCTYPE html>/);
  });

  test("an app with a name of its own is let through", async () => {
    const { call } = await start();
    for (const agent of ["Showrunner/1.0", "MyTracker/2.1 (Android)", "nodebot/3"]) {
      expect((await call("ada", "/users/me", { headers: { "user-agent": agent } })).status).toBe(200);
    }
  });

  test("403 for an app that is not known, 412 for a content type or version that is wrong", async () => {
    const { call } = await start({ apps: { "test-app": "made-up" } });
    const status = async (changed: Record<string, string | null>) =>
      (await call("ada", "/users/me", { headers: changed })).status;
    expect(await status({ "trakt-api-key": "another" })).toBe(403);
    expect(await status({ "trakt-api-key": null })).toBe(403);
    expect(await status({ "content-type": "text/plain" })).toBe(412);
    expect(await status({ "trakt-api-version": "1" })).toBe(412);
    expect(await status({})).toBe(200);
  });

  test("405 and an empty page where the path is known, but not by this method; 404 where it is not", async () => {
    const { call, post } = await start();
    const wrong = await post("ada", "/sync/last_activities", {});
    expect([wrong.status, wrong.text]).toEqual([405, ""]);
    expect(wrong.headers.get("content-type")).toMatch(/^text\/html/);
    expect((await call("ada", "/sync/history", { method: "DELETE" })).status).toBe(405);
    expect((await call("ada", "/oauth/token")).status).toBe(405);
    expect((await call("ada", "/nowhere/at/all")).status).toBe(404);
  });

  test("400 for a body that is not JSON, and nothing is done", async () => {
    const { call, world } = await start();
    const broken = await call("ada", "/sync/history", { method: "POST", body: '{"movies":[' });
    expect([broken.status, world.history("ada")]).toEqual([400, []]);
  });

  test("401 and X-Private-User for a private profile, to all but themselves", async () => {
    const sandbox = await start({ dialect: "rails" });
    sandbox.world.addPerson({ username: "hermit", private: true });
    const token = sandbox.world.issueTokens("hermit").access_token;
    const refused = await sandbox.call("ada", "/users/hermit/watching");
    expect([refused.status, refused.headers.get("x-private-user")]).toEqual([401, "true"]);
    const own = await sandbox.call(token, "/users/hermit/watching");
    expect([own.status, own.headers.get("x-private-user")]).toEqual([204, "false"]);
  });

  test.for([
    ["locked", "true", "false"],
    ["deactivated", "false", "true"],
  ] as const)("423 and its headers for an account that is %s, until it is opened", async ([standing, ...flags]) => {
    const { call, world } = await start({}, ["ada", "bo"]);
    world.setAccount("ada", standing);
    const refused = await call("ada", "/sync/last_activities");
    const said = ["x-account-locked", "x-account-deactivated"].map((name) => refused.headers.get(name));
    expect([refused.status, refused.text, said]).toEqual([423, "", flags]);
    expect((await call("bo", "/sync/last_activities")).status).toBe(200);
    world.setAccount("ada", "open");
    expect((await call("ada", "/sync/last_activities")).status).toBe(200);
  });

  test("426 and X-Upgrade-URL for what only VIP members have, until one is", async () => {
    const { call, world } = await start();
    const refused = await call("ada", "/users/saved_filters/movies");
    expect([refused.status, refused.headers.get("x-upgrade-url")]).toEqual([426, "https://trakt.tv/vip"]);
    world.setVip("ada", true);
    expect((await call("ada", "/users/saved_filters/movies")).status).toBe(200);
  });

  test("420 without a body for an account that is full; a VIP's holds more", async () => {
    const { post, world } = await start({ freeLimits: { ...limits, watchlist: 1 } });
    const movies = [7, 47].map((trakt) => ({ ids: { trakt } }));
    const refused = await post("ada", "/sync/watchlist", { movies });
    expect([refused.status, refused.text, refused.headers.get("x-account-limit")]).toEqual([420, "", null]);
    world.setVip("ada", true);
    expect((await post("ada", "/sync/watchlist", { movies })).status).toBe(201);
  });

  test("409 with both times for a scrobble that was just made, 422 for one of nothing", async () => {
    const { post, clock } = await start();
    const movie = { ids: { trakt: known.starWars.trakt } };
    expect((await post("ada", "/scrobble/stop", { movie, progress: 99 })).status).toBe(201);
    await clock.advance(1_000);
    const again = await post("ada", "/scrobble/stop", { movie, progress: 99 });
    expect([again.status, again.body]).toEqual([
      409,
      expect.objectContaining({ watched_at: expect.any(String), expires_at: expect.any(String) }),
    ]);
    const other = { ids: { trakt: known.memento.trakt } };
    expect((await post("ada", "/scrobble/stop", { movie: other, progress: 0.5 })).status).toBe(422);
  });

  test("409 with its end for a check-in while there is one", async () => {
    const { post } = await start();
    const movie = { ids: { trakt: known.starWars.trakt } };
    expect((await post("ada", "/checkin", { movie })).status).toBe(201);
    const again = await post("ada", "/checkin", { movie });
    expect([again.status, again.body]).toEqual([409, { expires_at: expect.any(String) }]);
  });
});
