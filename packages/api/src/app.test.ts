import { connectionKey } from "@showrunner/core/keys.ts";
import type { LogEntry } from "@showrunner/core/log.ts";
import { saveInboxMessage } from "@showrunner/services/act/inbox.ts";
import { pauseAll } from "@showrunner/services/schedule/pause.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { exampleShow } from "@showrunner/core/events/examples.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { asOperator, madeUp, type MadeUp, operatorPassword, startMs } from "./testing/made-up.ts";

const Items = z.object({ items: z.array(z.unknown()) });

let w: MadeUp;
beforeEach(() => {
  w = madeUp({ operatorPassword });
});
afterEach(() => w.close());

/** As whoever runs the place, who may see everything. */
const ask = (path: string, init: RequestInit = {}, { app } = w): Response | Promise<Response> =>
  app.request(path, { ...init, headers: { ...asOperator, ...Object.fromEntries(new Headers(init.headers)) } });

async function json(path: string, init?: RequestInit): Promise<{ status: number; type: string | null; body: unknown }> {
  const answer = await ask(path, init);
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.json() };
}

const withHost = (host: string) => ({ headers: { host } });

describe("who is let in", () => {
  it.each(["127.0.0.1", "127.0.0.1:3000", "localhost:81", "LOCALHOST:3000", "[::1]:3000", "[::1]"])(
    "answers the Host %s, one of this machine's own names",
    async (host) => {
      expect((await ask("/healthz", withHost(host))).status).toBe(200);
    },
  );

  it.each([
    "evil.example",
    "evil.example:3000",
    "127.0.0.1.evil.example",
    "localhost.evil.example:3000",
    "127.0.0.1:3000@evil.example",
    "0.0.0.0:3000",
    "[::2]:3000",
    "localhost:3000:1",
    "evil.example:localhost",
    "evil[::1]:3000",
    "localhost,evil.example",
    "192.168.1.5:3000",
  ])("refuses the Host %s with 421, on every route, and shows nothing", async (host) => {
    await w.account("ann");
    for (const path of ["/", "/healthz", "/api/v1/accounts", "/nowhere"]) {
      const answer = await ask(path, withHost(host));
      expect(answer.status).toBe(421);
      expect(await answer.text()).not.toContain("ann");
    }
  });

  it("refuses a foreign host in the address itself, where there is no Host header", async () => {
    expect((await ask("http://evil.example/healthz")).status).toBe(421);
  });

  it("answers to a proxy's name only when told so", async () => {
    const proxied = madeUp({ allowedHosts: ["Shows.example"] });
    expect((await proxied.app.request("/healthz", withHost("shows.example:443"))).status).toBe(200);
    expect((await proxied.app.request("/healthz", withHost("127.0.0.1"))).status).toBe(200);
    expect((await proxied.app.request("/healthz", withHost("evil.example"))).status).toBe(421);
    await proxied.close();
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE-LIKE"])(
    "changes nothing where there is nothing to change: %s is refused",
    async (method) => {
      for (const path of ["/", "/api/v1/accounts", "/api/v1/accounts/ann/events"]) {
        const answer = await ask(path, { method });
        expect(answer.status).toBe(405);
        expect(answer.headers.get("allow")).toBe("GET, HEAD");
      }
    },
  );

  it("answers HEAD as GET, without a body", async () => {
    const answer = await ask("/api/v1/status", { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("");
  });

  it.each(["cross-site", "same-site"])(
    "keeps the data from a page of another origin (Sec-Fetch-Site: %s)",
    async (site) => {
      const init = { headers: { "sec-fetch-site": site } };
      for (const path of ["/api/v1/status", "/api/v1/nowhere"]) expect((await ask(path, init)).status).toBe(403);
    },
  );

  it("gives the data to its own page, to a typed address and to programs", async () => {
    for (const site of ["same-origin", "none"])
      expect((await ask("/api/v1/status", { headers: { "sec-fetch-site": site } })).status).toBe(200);
  });
});

describe("headers", () => {
  it.each(["/", "/healthz", "/api/v1/status", "/nowhere"])(
    "guards the browser and is kept nowhere: %s",
    async (path) => {
      const { headers } = await ask(path);
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      );
      expect(Object.fromEntries(headers)).toMatchObject({
        // An answer of the API is kept by its own browser alone, which asks each time whether it still holds.
        "cache-control": path.startsWith("/api/v1/") ? "private, no-cache" : "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
        "permissions-policy": expect.stringContaining("camera=(), microphone=(), geolocation=()"),
      });
      expect(headers.has("access-control-allow-origin")).toBe(false);
      expect(headers.has("strict-transport-security")).toBe(false);
    },
  );

  it("guards an answer that was refused, too", async () => {
    const { headers } = await ask("/", withHost("evil.example"));
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
  });
});

describe("problems", () => {
  it("says in problem details what is unknown, and what to do", async () => {
    await w.account("ann");
    expect(await json("/api/v1/accounts/nobody")).toEqual({
      status: 404,
      type: "application/problem+json",
      body: {
        type: "about:blank",
        title: "Not Found",
        status: 404,
        detail: 'there is no account "nobody"',
        code: "account.unknown",
        hint: "Known accounts: ann.",
      },
    });
    expect(await json("/api/v1/runs/run_none")).toMatchObject({ status: 404, body: { code: "run.unknown" } });
    expect(await json("/api/v1/nowhere")).toMatchObject({ status: 404, body: { code: "route.unknown" } });
    expect(await json("/nowhere")).toMatchObject({ status: 404, type: "application/problem+json" });
  });

  it.each(["0", "201", "1000", "-1", "1.5", "ten", "", "5e1", " 5", "١"])("refuses the limit %j", async (limit) => {
    await w.account("ann");
    for (const name of ["events", "runs", "inbox", "rules", "dead", "channels"]) {
      const { status, body } = await json(`/api/v1/accounts/ann/${name}?limit=${encodeURIComponent(limit)}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: "query.invalid", title: "Bad Request" });
    }
  });

  it("tells the client nothing of a defect, and the operator all of it", async () => {
    const defect = "ENOENT /home/someone/secret-place";
    const broken = madeUp({ operatorPassword, queues: () => Promise.reject(new Error(defect)) });
    const answer = await ask("/api/v1/status", {}, broken);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).toContain('"code":"defect.unexpected"');
    expect(text).not.toContain("ENOENT");
    expect(broken.log).toEqual<LogEntry[]>([{ kind: "defect", where: "GET /api/v1/status", message: defect }]);
    await broken.close();
  });

  it("tells the client nothing of what lies in the store, when it cannot be read", async () => {
    const ann = await w.account("ann");
    await w.connection(ann, {});
    await w.database.store.put({ pk: `ACC#${ann.id}`, sk: "RULE#1", v: 1, data: { inner: 1 } });
    const { status, body } = await json("/api/v1/accounts/ann/rules");
    expect(status).toBe(500);
    expect(body).toMatchObject({ code: "store.unreadable" });
    expect(JSON.stringify(body)).not.toContain("ACC#");
  });

  it("refuses parameters that there are not, and those that come twice", async () => {
    await w.account("ann");
    for (const [path, detail] of [
      ["status?verbose", 'there is no "verbose"'],
      ["accounts?limit=5", 'there is no "limit"'],
      ["accounts/ann?x=1", 'there is no "x"'],
      ["accounts/ann/events?page=2", 'there is no "page"'],
      ["accounts/ann/runs?limit=1&limit=2", "limit is given more than once"],
    ])
      expect(await json(`/api/v1/${path}`)).toMatchObject({ status: 400, body: { code: "query.invalid", detail } });
  });

  it("repeats what was asked, but not all of what is absurdly long", async () => {
    const { status, body } = await json(`/api/v1/runs/${"x".repeat(9000)}`);
    expect(status).toBe(404);
    expect(JSON.stringify(body).length).toBeLessThan(1300);
  });

  it("is a page for people where a browser asks, and data under /api", async () => {
    const init = { headers: { accept: "text/html,application/xhtml+xml" } };
    const page = await ask('/<script>alert("x")</script>', init);
    expect(page.status).toBe(404);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await page.text()).not.toContain("<script>alert");
    expect(await json("/api/v1/nowhere", init)).toMatchObject({ status: 404, type: "application/problem+json" });
  });
});

describe("GET /api/v1/status and accounts", () => {
  it("says how everything is", async () => {
    const ann = await w.account("ann", { name: "Ann" });
    await w.clock.advance(90_000);
    await pauseAll(w.ctx, startMs + 600_000, "429");
    await w.database.queue.send("Deliveries", [{ body: {}, group: "ann" }]);
    const { body } = await json("/api/v1/status");
    expect(body).toEqual({
      mode: "sandbox",
      version: "1.2.3",
      now: "2026-11-20T18:01:30.000Z",
      uptimeSeconds: 90,
      pausedUntil: "2026-11-20T18:10:00.000Z",
      accounts: [
        {
          id: ann.id,
          username: "ann",
          name: "Ann",
          timezone: "UTC",
          createdAt: "2026-11-20T18:00:00.000Z",
          connection: { state: "active", expiresAt: "2026-11-21T18:00:00.000Z", reason: null },
          tierMinutes: 1,
          lastChangeAt: "2026-11-20T18:00:00.000Z",
          nextPollAt: "2026-11-20T18:10:00.000Z",
          unsettled: false,
          health:
            "active, polled every 1 min, last change 2026-11-20T18:00:00.000Z, next poll 2026-11-20T18:10:00.000Z",
        },
      ],
      queues: {
        PollJobs: { visible: 0, inFlight: 0, delayed: 0, dead: 0 },
        ChangeEvents: { visible: 0, inFlight: 0, delayed: 0, dead: 0 },
        TraktWrites: { visible: 0, inFlight: 0, delayed: 0, dead: 0 },
        Deliveries: { visible: 1, inFlight: 0, delayed: 0, dead: 0 },
      },
    });
  });

  it("says why an account is not polled", async () => {
    const ann = await w.account("ann");
    await w.connection(ann, { state: "needs_reconnect", reason: "Trakt refused the refresh token" });
    expect((await json("/api/v1/accounts/ann")).body).toMatchObject({
      connection: { state: "needs_reconnect", reason: "Trakt refused the refresh token" },
      nextPollAt: null,
      health: expect.stringMatching(/^needs_reconnect \(Trakt refused the refresh token\), .*, not polled now$/),
    });
  });

  it("shows an account whose connection is just being made", async () => {
    const ann = await w.account("ann");
    await w.database.store.delete(connectionKey(ann.id));
    expect((await json("/api/v1/accounts")).body).toMatchObject({ items: [{ connection: { state: "connecting" } }] });
  });

  it("finds an account by its id and by its user name", async () => {
    const ann = await w.account("ann");
    const byId = await json(`/api/v1/accounts/${ann.id}`);
    expect(byId.body).toMatchObject({ username: "ann" });
    expect(await json("/api/v1/accounts/ANN")).toEqual(byId);
  });
});

describe("what hangs under an account", () => {
  it("is the newest first, as many as asked for, 50 unless said otherwise, and nobody else's", async () => {
    const ann = await w.account("ann");
    const bo = await w.account("bo");
    for (let at = 0; at < 60; at++) {
      await w.clock.advance(1000);
      await w.event(ann, "show.dropped", { show: { ...exampleShow, title: `Ann's ${at}` }, hidden_at: "" });
      await saveInboxMessage(w.ctx, ann.id, { id: `m${at}`, title: `To Ann ${at}`, body: "" });
    }
    await w.event(bo, "show.dropped", { show: { ...exampleShow, title: "Bo's" }, hidden_at: "" });
    expect((await json("/api/v1/accounts/ann/events?limit=2")).body).toMatchObject({
      items: [{ about: "Ann's 59 dropped" }, { about: "Ann's 58 dropped" }],
    });
    const { items } = Items.parse((await json("/api/v1/accounts/ann/events")).body);
    expect(items).toHaveLength(50);
    expect((await json("/api/v1/accounts/ann/inbox?limit=1")).body).toMatchObject({ items: [{ title: "To Ann 59" }] });
    expect((await json("/api/v1/accounts/bo/events?limit=200")).body).toMatchObject({
      items: [{ about: "Bo's dropped" }],
    });
    expect((await json("/api/v1/accounts/bo/inbox")).body).toEqual({ items: [], next: null });
  });

  it("tells rules with their names and whether they are on, and channels without their secrets", async () => {
    const ann = await w.account("ann");
    await saveChannel(w.ctx, ann.id, { kind: "inbox", name: "inbox", config: {}, secrets: {} });
    const then = [{ do: "drop" }];
    await saveRule(w.ctx, ann.id, { name: "B", when: { event: "show.ended" }, then }, { enabled: true });
    await saveRule(w.ctx, ann.id, { name: "A", when: { event: "show.ended" }, then }, { enabled: false });
    expect((await json("/api/v1/accounts/ann/rules")).body).toMatchObject({
      items: [
        { name: "A", enabled: false, enabledAt: null },
        { name: "B", enabled: true, source: { name: "B", then } },
      ],
    });
    expect((await json("/api/v1/accounts/ann/channels")).body).toEqual({
      items: [
        {
          id: expect.any(String),
          name: "inbox",
          kind: "inbox",
          config: {},
          createdAt: "2026-11-20T18:00:00.000Z",
          health: { state: "works", since: null, reason: null },
        },
      ],
      next: null,
    });
  });

  it("lists what failed for good, the latest first", async () => {
    const ann = await w.account("ann");
    for (const title of ["Old", "New"]) {
      await w.clock.advance(1000);
      const event = await w.event(ann, "show.dropped", { show: { ...exampleShow, title }, hidden_at: "" });
      const request = { do: "drop" as const, item: { type: "show" as const, trakt: 1, title } };
      const record = { state: "DEAD" as const, outcome: "no" };
      const trace = { outcome: "matched" as const, reason: "There were no conditions", conditions: [] };
      await w.run(event, { rule: "Drop", trace, actions: [{ request, record }] });
    }
    expect((await json("/api/v1/accounts/ann/dead")).body).toMatchObject({
      items: [
        { request: { item: { title: "New" } }, state: "DEAD", outcome: "no" },
        { request: { item: { title: "Old" } } },
      ],
    });
  });
});

describe("GET /api/v1/runs/:run", () => {
  it("explains a run: the event, the rule as it was, each condition with its values, each action with what came of it", async () => {
    const ann = await w.account("ann");
    const event = await w.event(ann, "show.dropped", { show: exampleShow, hidden_at: "" });
    const request = { do: "webhook" as const, channel: "home" };
    const run = await w.run(event, {
      rule: "Tell home",
      trace: {
        outcome: "matched",
        reason: "The condition held",
        conditions: [{ text: "show.rating > 7.0", result: true, values: { "show.rating": 7.4 } }],
      },
      actions: [{ request, record: { state: "DONE", outcome: "204 from example.com" } }, { request }],
    });
    expect((await json(`/api/v1/runs/${run.id}`)).body).toMatchObject({
      id: run.id,
      account: { id: ann.id, username: "ann" },
      event: { id: event.id, type: "show.dropped", data: { show: { title: exampleShow.title } } },
      rule: { name: "Tell home", version: 1, source: { when: { event: "show.dropped" } } },
      outcome: "matched",
      reason: "The condition held",
      conditions: [{ text: "show.rating > 7.0", result: true, values: { "show.rating": 7.4 } }],
      actions: [
        { request, record: { state: "DONE", outcome: "204 from example.com" } },
        { request, record: null },
      ],
    });
  });
});
