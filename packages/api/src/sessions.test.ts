import { beginSession, listSessions } from "@showrunner/services/accounts/sessions.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { asOperator, madeUp, type MadeUp, operatorPassword } from "./testing/made-up.ts";

const day = 24 * 3_600_000;
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const ownPage = { "sec-fetch-site": "same-origin", "content-type": "application/json", "user-agent": firefox };

let w: MadeUp;
beforeEach(() => {
  w = madeUp();
});
afterEach(() => w.close());

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";

async function signedInAs(person: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await w.app.request("/api/v1/session/demo", {
    method: "POST",
    headers: { ...ownPage, ...headers },
    body: JSON.stringify({ person }),
  });
  expect(answer.status).toBe(200);
  return cookieOf(answer);
}

async function ask(cookie: string, path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const headers = { ...ownPage, cookie, ...Object.fromEntries(new Headers(init.headers)) };
  const answer = await w.app.request(`/api/v1${path}`, { ...init, headers });
  return { status: answer.status, body: await answer.json() };
}

const Listed = z.object({ items: z.array(z.object({ id: z.string(), label: z.string(), isThis: z.boolean() })) });

describe("a session", () => {
  it("says who is signed in, and to a browser that is not how to sign in", async () => {
    const ann = await w.account("ann", { name: "Ann" });
    await w.clock.advance(1000);
    await w.account("bo");
    expect((await ask("", "/session")).body).toEqual({
      person: null,
      isOperator: false,
      mode: "sandbox",
      ways: ["demo", "device"],
      registration: "open",
      live: "poll",
      version: "1.2.3",
      clock: { now: new Date(w.clock.now()).toISOString(), speed: 1 },
      demoPeople: [
        { username: "ann", name: "Ann" },
        { username: "bo", name: null },
      ],
    });
    const cookie = await signedInAs("ann");
    expect((await ask(cookie, "/session")).body).toMatchObject({
      person: { id: ann.id, username: "ann", name: "Ann", timezone: "UTC" },
      isOperator: true,
    });
    expect((await ask(await signedInAs("bo"), "/session")).body).toMatchObject({
      person: { username: "bo" },
      isOperator: false,
    });
  });

  it("opens its own account to read and to change, and shows nothing of another's", async () => {
    await w.account("ann");
    const bo = await w.account("bo");
    const cookie = await signedInAs("ann");
    expect(await ask(cookie, "/accounts/me")).toMatchObject({ status: 200, body: { username: "ann" } });
    expect(await ask(cookie, "/accounts")).toMatchObject({ body: { items: [{ username: "ann" }] } });
    expect(await ask(cookie, "/accounts/me/poll", { method: "POST" })).toMatchObject({ status: 202 });
    for (const name of ["bo", bo.id, "nobody"]) {
      const { status, body } = await ask(cookie, `/accounts/${name}`);
      expect([status, body]).toMatchObject([404, { code: "account.unknown" }]);
      expect(JSON.stringify(body)).not.toContain("Known accounts");
    }
  });

  it("is nobody's without its cookie: what is not open answers 401 and says how to sign in", async () => {
    await w.account("ann");
    for (const path of ["/accounts", "/accounts/ann", "/status"])
      expect(await ask("", path)).toMatchObject({
        status: 401,
        body: { code: "request.unauthorized", hint: expect.stringContaining("/sign-in") },
      });
    expect((await ask("showrunner-session=srs_made-up", "/accounts/me")).status).toBe(401);
  });

  it("is kept from scripts, from other sites' frames and posts, and on https from other names of the site", async () => {
    await w.account("ann");
    const proxied = madeUp({ allowedHosts: ["shows.example"] });
    await proxied.account("ann");
    const init = { method: "POST", headers: ownPage, body: JSON.stringify({ person: "ann" }) };
    const [plain] = (await w.app.request("/api/v1/session/demo", init)).headers.getSetCookie();
    expect(plain).toMatch(/^showrunner-session=srs_[\w-]{40}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const headers = { ...ownPage, host: "shows.example" };
    const [secure] = (await proxied.app.request("/api/v1/session/demo", { ...init, headers })).headers.getSetCookie();
    expect(secure).toMatch(/^__Host-showrunner-session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    await proxied.close();
  });

  it("is a new one at each sign-in, and the one before it in that browser is over: none can be planted", async () => {
    await w.account("ann");
    const first = await signedInAs("ann");
    const second = await signedInAs("ann", { cookie: first });
    expect(second).not.toBe(first);
    expect((await ask(first, "/accounts/me")).status).toBe(401);
    expect((await ask(second, "/accounts/me")).status).toBe(200);
    const planted = "showrunner-session=srs_0123456789012345678901234567890123456789";
    expect(await signedInAs("ann", { cookie: planted })).not.toBe(planted);
    expect((await ask(planted, "/accounts/me")).status).toBe(401);
  });

  it("is kept as a hash only: what the store holds opens nothing", async () => {
    const ann = await w.account("ann");
    const { session, token } = await beginSession(w.ctx, ann.id, { label: "x", way: "demo" });
    expect(JSON.stringify(session)).not.toContain(token.reveal());
    for (const kept of [session.hash, session.id])
      expect((await ask(`showrunner-session=${kept}`, "/accounts/me")).status).toBe(401);
  });
});

describe("the life of a session", () => {
  it("ends after 7 days in which it was not used", async () => {
    await w.account("ann");
    const cookie = await signedInAs("ann");
    await w.clock.advance(7 * day - 1);
    expect((await ask(cookie, "/accounts/me")).status).toBe(200);
    await w.clock.advance(7 * day);
    expect((await ask(cookie, "/accounts/me")).status).toBe(401);
  });

  it("ends after 30 days, however much it is used", async () => {
    await w.account("ann");
    const cookie = await signedInAs("ann");
    for (let at = 0; at < 29; at++) {
      await w.clock.advance(day);
      expect((await ask(cookie, "/accounts/me")).status).toBe(200);
    }
    await w.clock.advance(day);
    expect((await ask(cookie, "/accounts/me")).status).toBe(401);
  });

  it("is written down as used once an hour at most", async () => {
    const ann = await w.account("ann");
    const cookie = await signedInAs("ann");
    const seen = async () => (await listSessions(w.ctx, ann.id))[0]?.lastSeenAt;
    await w.clock.advance(59 * 60_000);
    await ask(cookie, "/accounts/me");
    expect(await seen()).toBe("2026-11-20T18:00:00.000Z");
    await w.clock.advance(60_000);
    await ask(cookie, "/accounts/me");
    expect(await seen()).toBe("2026-11-20T19:00:00.000Z");
  });
});

describe("signing out", () => {
  it("ends the session and not only the cookie: who copied it has nothing", async () => {
    await w.account("ann");
    const cookie = await signedInAs("ann");
    const answer = await w.app.request("/api/v1/session", { method: "DELETE", headers: { ...ownPage, cookie } });
    expect(await answer.json()).toEqual({ ended: true });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^showrunner-session=; Max-Age=0; Path=\//);
    expect(answer.headers.get("clear-site-data")).toBe('"cache"');
    expect((await ask(cookie, "/accounts/me")).status).toBe(401);
    expect(await ask("", "/session", { method: "DELETE" })).toMatchObject({ status: 200, body: { ended: false } });
  });

  it("everywhere ends a stolen cookie, too, and nobody else's session", async () => {
    await w.account("ann");
    await w.account("bo");
    const [stolen, own, bos] = [await signedInAs("ann"), await signedInAs("ann"), await signedInAs("bo")];
    expect((await ask(own, "/accounts/me/sessions", { method: "DELETE" })).body).toEqual({ ended: 2 });
    for (const cookie of [stolen, own]) expect((await ask(cookie, "/accounts/me")).status).toBe(401);
    expect((await ask(bos, "/accounts/me")).status).toBe(200);
  });

  it("can be ended by the operator, for whoever asks them to, and by nobody else's session", async () => {
    await w.close();
    w = madeUp({ operatorPassword, operators: ["bo"] });
    await w.account("ann");
    await w.account("bo");
    const [anns, bos] = [await signedInAs("ann"), await signedInAs("bo")];
    expect((await ask(bos, "/accounts/ann/sessions", { method: "DELETE" })).status).toBe(404);
    expect((await ask(anns, "/accounts/me")).status).toBe(200);
    const headers = { ...asOperator, "content-type": "application/json" };
    const ended = await w.app.request("/api/v1/accounts/ann/sessions", { method: "DELETE", headers });
    expect(await ended.json()).toEqual({ ended: 1 });
    expect((await ask(anns, "/accounts/me")).status).toBe(401);
  });

  it("of one browser is possible from another, whose names tell them apart", async () => {
    await w.account("ann");
    const [laptop, phone] = [
      await signedInAs("ann"),
      await signedInAs("ann", {
        "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
      }),
    ];
    const { items } = Listed.parse((await ask(laptop, "/accounts/me/sessions")).body);
    expect(Object.fromEntries(items.map(({ label, isThis }) => [label, isThis]))).toEqual({
      "Firefox on Linux": true,
      "Safari on an iPhone": false,
    });
    const other = items.find(({ isThis }) => !isThis)?.id ?? "";
    expect((await ask(laptop, `/accounts/me/sessions/${other}`, { method: "DELETE" })).status).toBe(200);
    expect((await ask(phone, "/accounts/me")).status).toBe(401);
    expect((await ask(laptop, `/accounts/me/sessions/${other}`, { method: "DELETE" })).status).toBe(404);
  });
});

describe("a change that a browser's cookie asks for", () => {
  it.each<[string, Record<string, string>]>([
    ["a page of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["a page of another port of this machine", { "sec-fetch-site": "same-site", origin: "http://localhost:81" }],
    ["another site, by a browser too old for Sec-Fetch-Site", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
    ["nobody knows what", {}],
    ["a typed address", { "sec-fetch-site": "none" }],
  ])("is refused when it comes from %s, and changes nothing", async (_from, headers) => {
    await w.account("ann");
    const cookie = await signedInAs("ann");
    const sent = { cookie, "content-type": "application/json", host: "localhost", ...headers };
    for (const [method, path, body] of [
      ["POST", "/accounts/me/keys", { name: "stolen" }],
      ["DELETE", "/accounts/me/sessions", undefined],
      ["DELETE", "/session", undefined],
      ["POST", "/accounts/me/disconnect", undefined],
    ] as const) {
      const init = { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const answer = await w.app.request(`/api/v1${path}`, init);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: "request.cross_site" });
    }
    expect((await ask(cookie, "/accounts/me/keys")).body).toEqual({ items: [] });
    expect((await ask(cookie, "/accounts/me")).body).toMatchObject({ connection: { state: "active" } });
  });

  it("is done for a page of our own, also where an old browser says so by its origin alone", async () => {
    await w.account("ann");
    const cookie = await signedInAs("ann");
    const headers = { cookie, "content-type": "application/json", host: "localhost:3000" };
    const body = JSON.stringify({ name: "k" });
    const byOrigin = { method: "POST", headers: { ...headers, origin: "http://localhost:3000" }, body };
    expect((await w.app.request("/api/v1/accounts/me/keys", byOrigin)).status).toBe(201);
  });

  it("is refused as anything but JSON: what a form can send changes nothing", async () => {
    await w.account("ann");
    const cookie = await signedInAs("ann");
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const headers = { "content-type": type };
      const answer = await ask(cookie, "/accounts/me/keys", { method: "POST", headers, body: '{"name":"k"}' });
      expect(answer).toMatchObject({ status: 400, body: { code: "body.invalid" } });
    }
  });
});

describe("who is turned away", () => {
  it("is in the log, with what for, and without whose account it was, what it would have opened, or how", async () => {
    await w.account("ann");
    await ask("showrunner-session=srs_canary", "/accounts/ann/keys");
    await w.app.request("/api/v1/accounts/ann/runs/canary", { headers: { authorization: "Bearer srk_canary" } });
    expect(w.log).toEqual([
      { kind: "refused", where: "GET /api/v1/accounts/…/keys", code: "request.unauthorized" },
      { kind: "refused", where: "GET /api/v1/accounts/…/runs", code: "key.refused" },
    ]);
  });
});

describe("whoever runs the place", () => {
  it("is whoever connected first, where nobody is named, and sees how the place is, but nobody's rules", async () => {
    await w.account("ann");
    await w.clock.advance(1000);
    const bosAccount = await w.account("bo");
    const [ann, bo] = [await signedInAs("ann"), await signedInAs("bo")];
    expect((await ask(ann, "/status")).status).toBe(200);
    expect((await ask(ann, "/accounts/bo/rules")).status).toBe(404);
    const event = await w.event(bosAccount, "show.dropped", { show: { title: "Bo's own" }, hidden_at: "" });
    const trace = { outcome: "matched" as const, reason: "There were no conditions", conditions: [] };
    const run = await w.run(event, { rule: "Drop", trace });
    expect(await ask(ann, `/runs/${run.id}`)).toMatchObject({ status: 404, body: { code: "run.unknown" } });
    expect((await ask(bo, `/runs/${run.id}`)).status).toBe(200);
    expect(await ask(bo, "/status")).toMatchObject({ status: 403, body: { code: "request.forbidden" } });
  });

  it("is who is named, in any spelling, and then not whoever connected first", async () => {
    await w.close();
    w = madeUp({ operators: ["BO"] });
    await w.account("ann");
    await w.clock.advance(1000);
    await w.account("bo");
    expect((await ask(await signedInAs("ann"), "/status")).status).toBe(403);
    expect((await ask(await signedInAs("bo"), "/status")).status).toBe(200);
  });
});

describe("the demo's way in", () => {
  it("is closed where people are real", async () => {
    await w.close();
    w = madeUp({ mode: "trakt" });
    await w.account("ann");
    const init = { method: "POST", body: JSON.stringify({ person: "ann" }) };
    expect(await ask("", "/session/demo", init)).toMatchObject({ status: 404, body: { code: "person.unknown" } });
    expect((await ask("", "/session")).body).not.toHaveProperty("demoPeople");
  });

  it("cannot be used by another site to sign a browser in", async () => {
    await w.account("ann");
    const init = {
      method: "POST",
      body: JSON.stringify({ person: "ann" }),
      headers: { "sec-fetch-site": "cross-site" },
    };
    expect((await ask("", "/session/demo", init)).status).toBe(403);
  });
});
