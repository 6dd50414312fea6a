import { request } from "node:http";
import { manualClock } from "@showrunner/core/clock.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { serveSandbox, type Served } from "./serve-sandbox.ts";
import { startMs } from "./testing/caller.ts";

/** Clients as strangers write them: with Trakt's documents and an address, and nothing known of the sandbox. */

const machine = manualClock(startMs);
let served: Served;

beforeEach(async () => {
  // With its limits on, as Trakt has them.
  served = await serveSandbox({ machine });
});

afterEach(() => served.close());

const app = { client_id: "3b3d5b1e2c", client_secret: "9f0c2e7a11" };
const Tokens = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });

interface Reply {
  status: number;
  json: unknown;
}

async function send(method: string, path: string, options: { body?: unknown; token?: string } = {}): Promise<Reply> {
  const { body, token } = options;
  const response = await fetch(`${served.url}${path}`, {
    method,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "CouchLog/3.2",
      "trakt-api-version": "2",
      "trakt-api-key": app.client_id,
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
}

/** A person in their browser: reads the page, fills in its form, sends it. */
async function fillIn(address: string, fields: Record<string, string>): Promise<Response> {
  const page = await (await fetch(address, { headers: { "User-Agent": "Mozilla/5.0 Firefox/150.0" } })).text();
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? "none:";
  const form = new URLSearchParams();
  for (const [, name = "", value = ""] of page.matchAll(/<input[^>]*\bname="([^"]+)"[^>]*?(?:\bvalue="([^"]*)")/g)) {
    form.set(name, value.replaceAll("&amp;", "&"));
  }
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return fetch(new URL(action, address), {
    method: "POST",
    headers: { "User-Agent": "Mozilla/5.0 Firefox/150.0" },
    body: form,
    redirect: "manual",
  });
}

test("a tracker signs in by device, adds to the watchlist, watches, refreshes and signs out", async () => {
  const device = z
    .object({ device_code: z.string(), user_code: z.string(), verification_url: z.url(), interval: z.number() })
    .parse((await send("POST", "/oauth/device/code", { body: { client_id: app.client_id } })).json);
  const poll = () => send("POST", "/oauth/device/token", { body: { code: device.device_code, ...app } });
  expect((await poll()).status).toBe(400);
  const typed = await fillIn(device.verification_url, { code: device.user_code, newcomer: "sam", answer: "yes" });
  expect(typed.status).toBe(200);
  await machine.advance(device.interval * 1000);
  const granted = await poll();
  expect(granted.status).toBe(200);
  let tokens = Tokens.parse(granted.json);

  const token = () => tokens.access_token;
  expect((await send("GET", "/users/settings", { token: token() })).json).toMatchObject({
    user: { username: "sam", ids: { slug: "sam" } },
    account: { timezone: expect.stringContaining("/") },
  });
  const [found] = z
    .array(
      z.looseObject({ type: z.literal("movie"), movie: z.looseObject({ ids: z.looseObject({ trakt: z.int() }) }) }),
    )
    .parse((await send("GET", "/search/movie?query=memento")).json);
  const movies = [{ ids: { trakt: found?.movie.ids.trakt } }];

  const added = await send("POST", "/sync/watchlist", { body: { movies }, token: token() });
  expect([added.status, added.json]).toMatchObject([201, { added: { movies: 1 }, existing: { movies: 0 } }]);
  const watchlist = () => send("GET", "/sync/watchlist", { token: token() });
  expect((await watchlist()).json).toMatchObject([{ type: "movie", movie: { title: "Memento" } }]);
  // One write a second.
  expect((await send("POST", "/sync/history", { body: { movies }, token: token() })).status).toBe(429);
  await machine.advance(1_000);
  const watched = await send("POST", "/sync/history", { body: { movies }, token: token() });
  expect([watched.status, watched.json]).toMatchObject([201, { added: { movies: 1 } }]);
  expect((await watchlist()).json).toEqual([]);
  expect((await send("GET", "/sync/history/movies", { token: token() })).json).toMatchObject([
    { action: "watch", type: "movie", movie: { title: "Memento" } },
  ]);

  await machine.advance(tokens.expires_in * 1000);
  expect((await watchlist()).status).toBe(401);
  const renew = (refresh_token: string) =>
    send("POST", "/oauth/token", { body: { grant_type: "refresh_token", refresh_token, ...app } });
  const spent = tokens.refresh_token;
  tokens = Tokens.parse((await renew(spent)).json);
  expect((await watchlist()).status).toBe(200);
  expect(await renew(spent)).toMatchObject({ status: 400, json: { error: "invalid_grant" } });

  expect((await send("POST", "/oauth/revoke", { body: { token: token(), ...app } })).json).toEqual({});
  expect((await watchlist()).status).toBe(401);
  expect((await renew(tokens.refresh_token)).status).toBe(400);
});

test("a web app sends its person to the sign-in page, and gets tokens for the code that comes back", async () => {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: app.client_id,
    redirect_uri: "https://couchlog.example/callback?tab=1",
    state: "x&y",
  });
  const back = await fillIn(`${served.url}/oauth/authorize?${query.toString()}`, { newcomer: "kim", answer: "yes" });
  const to = new URL(back.headers.get("location") ?? "none:");
  expect([to.origin, to.searchParams.get("tab"), to.searchParams.get("state")]).toEqual([
    "https://couchlog.example",
    "1",
    "x&y",
  ]);
  const body = {
    grant_type: "authorization_code",
    code: to.searchParams.get("code"),
    redirect_uri: query.get("redirect_uri"),
    ...app,
  };
  const tokens = Tokens.parse((await send("POST", "/oauth/token", { body })).json);
  expect((await send("GET", "/users/me", { token: tokens.access_token })).json).toMatchObject({ username: "kim" });
});

test("paths that end with a slash or a bare question mark, and reads with a body, are answered as any others", async () => {
  const read = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = {
        "Content-Type": "application/json",
        "User-Agent": "CouchLog/3.2",
        "trakt-api-version": "2",
        "trakt-api-key": app.client_id,
        "Content-Length": "2",
      };
      const sent = request(`${served.url}${path}`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject);
      sent.end("{}");
    });
  for (const path of ["/movies/popular/?limit=2", "/movies/popular?", "/movies/7/", "/search/movie/?query=memento"]) {
    expect(await read(path), path).toBe(200);
  }
});
