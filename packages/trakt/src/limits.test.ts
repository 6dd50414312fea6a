import { describe, expect, test } from "vitest";
import * as Sync from "./contract/sync.ts";
import { createGovernor } from "./governor.ts";
import { json, rejection, sessionOf, startClient, traktOf } from "./testing/host.ts";

const activities = { all: "2026-11-20T18:00:00.000Z" };

describe("limits", () => {
  const rates = { perSecond: 1000, burst: 1000, concurrency: 100 };

  test("a 429 at the edge brakes everybody until its time is over", async () => {
    let blocked = true;
    const { host, clock, trakt, session } = await governedClient((response) => {
      if (!blocked) return json(response, 200, activities);
      blocked = false;
      return response.writeHead(429, { "content-type": "text/html", "retry-after": "120" }).end("<html></html>");
    });
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({
      kind: "rate_limited",
      atEdge: true,
    });
    expect(trakt.paused()).toMatchObject({ untilMs: clock.now() + 120_000 });
    const other = sessionOf(trakt, "acc_two").call(Sync.lastActivities, {});
    await clock.advance(119_000);
    expect(host.received).toHaveLength(1);
    await clock.advance(1000);
    await other;
    expect(trakt.paused()).toBeNull();
  });

  test("a call that waits for its turn does not slip out between a 429 and the brake", async () => {
    const { host, session } = await governedClient((response) => response.writeHead(429).end(), { concurrency: 1 });
    const first = rejection(session.call(Sync.lastActivities, {}));
    const second = rejection(session.call(Sync.lastActivities, {}, { signal: AbortSignal.timeout(100) }));
    expect(await first).toMatchObject({ kind: "rate_limited" });
    expect(await second).toMatchObject({ kind: "no_answer", sent: false });
    expect(host.received).toHaveLength(1);
  });

  test("a person's own 429 brakes only that person", async () => {
    const spent = {
      name: "AUTHED_API_GET_LIMIT",
      period: 300,
      limit: 500,
      remaining: 0,
      until: "2026-11-20T18:00:10Z",
    };
    let over = true;
    const { host, clock, trakt, session } = await governedClient((response) => {
      if (!over) return json(response, 200, activities);
      over = false;
      return response.writeHead(429, { "x-ratelimit": JSON.stringify(spent), "retry-after": "10" }).end();
    });
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({
      atEdge: false,
      headers: { rateLimit: "AUTHED_API_GET_LIMIT" },
    });
    expect(trakt.paused()).toBeNull();
    const mine = session.call(Sync.lastActivities, {});
    await sessionOf(trakt, "acc_two").call(Sync.lastActivities, {});
    expect(host.received).toHaveLength(2);
    await clock.advance(10_000);
    await mine;
    expect(host.received).toHaveLength(3);
  });

  test.each([
    ["a GET", "AUTHED_API_GET_LIMIT", "get"],
    ["a write", "AUTHED_API_POST_LIMIT", "write"],
  ])("the last call of a budget, %s that was served, brakes what would be refused", async (_name, name, bucket) => {
    const spent = JSON.stringify({ name, period: 300, limit: 500, remaining: 0, until: "2026-11-20T18:00:30Z" });
    const { host, clock, trakt, session } = await governedClient((response) =>
      json(response, 200, activities, { "x-ratelimit": spent }),
    );
    await session.call(Sync.lastActivities, {});
    await sessionOf(trakt, "acc_two").call(Sync.lastActivities, {});
    expect(host.received).toHaveLength(2);
    const read = session.call(Sync.lastActivities, {});
    const write = session.call(Sync.addToWatchlist, { body: { shows: [{ ids: { trakt: 1 } }] } });
    const [braked, free] = bucket === "get" ? [read, write] : [write, read];
    await free;
    expect(host.received).toHaveLength(3);
    await clock.advance(29_000);
    expect(host.received).toHaveLength(3);
    await clock.advance(1000);
    await braked;
    expect(host.received).toHaveLength(4);
  });

  test.each([
    ["something is left", `{"name":"AUTHED_API_GET_LIMIT","remaining":1,"until":"2026-11-20T18:00:30Z"}`],
    ["the time is over", `{"name":"AUTHED_API_GET_LIMIT","remaining":0,"until":"2026-11-20T17:59:30Z"}`],
    ["it does not say until when", `{"name":"AUTHED_API_GET_LIMIT","remaining":0}`],
    ["its time is none", `{"name":"AUTHED_API_GET_LIMIT","remaining":0,"until":"soon"}`],
    ["it is no JSON", "remaining: 0"],
  ])("a budget brakes nothing when %s", async (_name, header) => {
    const { host, session } = await governedClient((response) =>
      json(response, 200, activities, { "x-ratelimit": header }),
    );
    for (let call = 0; call < 3; call++) await session.call(Sync.lastActivities, {});
    expect(host.received).toHaveLength(3);
  });

  test("a budget used up for years brakes for a day at most", async () => {
    const { host, clock, session } = await governedClient((response) =>
      json(response, 200, activities, { "x-ratelimit": `{"name":"x","remaining":0,"until":"2999-01-01T00:00:00Z"}` }),
    );
    await session.call(Sync.lastActivities, {});
    const next = session.call(Sync.lastActivities, {});
    await clock.advance(24 * 3_600_000);
    await next;
    expect(host.received).toHaveLength(2);
  });

  test("a block at the edge brakes everybody", async () => {
    const { clock, trakt, session } = await governedClient((response) =>
      response.writeHead(403, { "content-type": "text/html" }).end("<html>blocked</html>"),
    );
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "edge_blocked" });
    expect(trakt.paused()?.untilMs).toBe(clock.now() + 300_000);
  });

  test("a call given up while it waits for its turn was not sent, and a failed one gives its place back", async () => {
    const { host, clock, session } = await governedClient((response) => response.writeHead(503).end(), {
      concurrency: 1,
    });
    for (let call = 0; call < 3; call++)
      expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "server" });
    const write = { body: { shows: [{ ids: { trakt: 1 } }] } };
    await rejection(session.call(Sync.addToWatchlist, write));
    const error = await rejection(session.call(Sync.addToWatchlist, write, { signal: AbortSignal.timeout(20) }));
    expect(error).toMatchObject({ kind: "no_answer", sent: false });
    await clock.advance(5000);
    expect(host.received).toHaveLength(4);
  });

  async function governedClient(
    answer: (response: Parameters<typeof json>[0]) => unknown,
    limits: Partial<typeof rates> = {},
  ) {
    const client = await startClient((_request, response) => void answer(response));
    const { clock, host } = client;
    const governor = createGovernor({ clock, ...rates, ...limits });
    const trakt = traktOf(host.url, { clock, governor });
    return { host, clock, trakt, session: sessionOf(trakt) };
  }
});
