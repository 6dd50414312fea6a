import { systemClock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { describe, expect, test } from "vitest";
import type { Endpoint } from "./contract/endpoint.ts";
import * as Comments from "./contract/comments.ts";
import * as Shows from "./contract/shows.ts";
import * as Sync from "./contract/sync.ts";
import * as Users from "./contract/users.ts";
import { contract } from "./contract/table.ts";
import { createGovernor } from "./governor.ts";
import { bodyOf, canaries, json, rejection, sessionOf, startClient, startHost, traktOf } from "./testing/host.ts";

const activities = { all: "2026-11-20T18:00:00.000Z", movies: { watched_at: "2026-11-20T18:00:00.000Z" } };

describe("what is sent", () => {
  test("every header that Trakt requires, and the person's token", async () => {
    const { host, session } = await startClient((_request, response) => json(response, 200, activities));
    await session.call(Sync.lastActivities, {});
    expect(host.received[0]).toMatchObject({ method: "GET", url: "/sync/last_activities", body: "" });
    expect(host.received[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "trakt-api-version": "2",
      "trakt-api-key": canaries.clientId,
      authorization: `Bearer ${canaries.accessToken}`,
    });
    expect(host.received[0]?.headers["user-agent"]).toMatch(/^Showrunner\/\d+\.\d+\.\d+ \(\+https:/);
  });

  test("no token without a session, and another User-Agent on wish", async () => {
    const { host, trakt } = await startClient((_request, response) => json(response, 200, [{ number: 1 }]), {
      userAgent: "Home/1.0",
    });
    await trakt.call(Shows.seasons, { id: 1390, extended: "full" });
    expect(host.received[0]?.url).toBe("/shows/1390/seasons?extended=full");
    expect(host.received[0]?.headers.authorization).toBeUndefined();
    expect(host.received[0]?.headers["user-agent"]).toBe("Home/1.0");
  });

  test("path input in the path, the rest in the query, the body as JSON", async () => {
    const { host, session } = await startClient((_request, response) => json(response, 201, { added: { shows: 1 } }));
    const shows = [{ ids: { trakt: 1390 } }];
    const receipt = await session.call(Users.addHidden, { section: "dropped", body: { shows } });
    expect(host.received[0]).toMatchObject({ method: "POST", url: "/users/hidden/dropped" });
    expect(bodyOf(host.received[0])).toEqual({ shows });
    expect(receipt.added.shows).toBe(1);
  });

  test("an address with a path of its own keeps it", async () => {
    const host = await startHost((_request, response) => json(response, 200, activities));
    await sessionOf(traktOf(`${host.url}/trakt/`, { clock: systemClock })).call(Sync.lastActivities, {});
    expect(host.received[0]?.url).toBe("/trakt/sync/last_activities");
  });

  test("input that the contract does not allow is refused before anything is sent", async () => {
    const { host, trakt, session } = await startClient((_request, response) => json(response, 200, []));
    const refused = [
      session.call(Sync.history, { item_id: 1 }),
      session.call(Sync.history, { start_at: "yesterday" }),
      session.call(Sync.addToWatchlist, { body: {} }),
      session.call(Sync.addRatings, { body: { movies: [{ ids: { trakt: 1 }, rating: 11 }] } }),
      session.call(Sync.addToHistory, { body: { movies: [{ ids: {} }] } }),
      session.call(Users.watching, { id: "../settings" }),
      session.readWhole(Sync.history, { limit: 0 }),
    ];
    for (const call of refused)
      expect(await rejection(call)).toMatchObject({
        kind: "validation",
        status: null,
        sent: false,
        retry: { kind: "never" },
      });
    expect(await rejection(trakt.call(Sync.lastActivities, {}))).toMatchObject({ kind: "unauthorized", sent: false });
    expect(host.received).toEqual([]);
    expect(trakt.calls()).toBe(0);
  });

  test("keys that the contract does not know are refused, not passed on", async () => {
    const { host, session } = await startClient((_request, response) => json(response, 200, []));
    const untyped: Endpoint | undefined = contract.find((one) => one.id === "sync.last_activities");
    if (untyped === undefined) throw new Error("sync.last_activities is not in the table");
    expect(await rejection(session.call(untyped, { days: 3 }))).toMatchObject({ kind: "validation" });
    expect(await rejection(session.call(untyped, { body: {} }))).toMatchObject({ kind: "validation" });
    expect(host.received).toEqual([]);
  });
});

describe("what comes back", () => {
  test("204 is null where nothing is an answer", async () => {
    const { session } = await startClient((_request, response) => response.writeHead(204).end());
    expect(await session.call(Users.watching, { id: "me" })).toBeNull();
  });

  test("a write that was accepted without a body is a receipt of nothing, no error", async () => {
    const { session } = await startClient((_request, response) => response.writeHead(204).end());
    const receipt = await session.call(Sync.removeFromWatchlist, { body: { shows: [{ ids: { trakt: 1 } }] } });
    expect(receipt.deleted.shows).toBe(0);
  });

  test("a redirect is not followed", async () => {
    const { host, session } = await startClient((_request, response) =>
      response.writeHead(301, { location: "/elsewhere" }).end(),
    );
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "other", status: 301 });
    expect(host.received).toHaveLength(1);
  });

  test("letters split over packets come back whole", async () => {
    const { trakt } = await startClient((_request, response) => {
      const body = Buffer.from(JSON.stringify([{ number: 1, title: "Første – 第一季 🎬" }]));
      response.writeHead(200, { "content-type": "application/json" });
      let at = 0;
      const drip = (): void => {
        if (at >= body.length) response.end();
        else response.write(body.subarray(at, ++at), () => setImmediate(drip));
      };
      drip();
    });
    expect(await trakt.call(Shows.seasons, { id: 1 })).toMatchObject([{ title: "Første – 第一季 🎬" }]);
  });
});

describe("no answer", () => {
  test("a slow drip ends at the deadline, though every byte comes in time", async () => {
    const { session } = await startClient(
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      },
      { deadlineMs: 300 },
    );
    const before = performance.now();
    const error = await rejection(session.call(Sync.lastActivities, {}));
    expect(error).toMatchObject({ kind: "no_answer", status: null, sent: true, retry: { kind: "default" } });
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test("headers that never come end at the deadline", async () => {
    const { session } = await startClient(() => undefined, { deadlineMs: 100 });
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "no_answer", sent: true });
  });

  test("a call that ends while it waits for a connection is never sent", async () => {
    let hold: (() => void) | undefined;
    const { host, session } = await startClient(
      (_request, response) => {
        if (hold !== undefined) json(response, 200, activities);
        else hold = () => json(response, 200, activities);
      },
      { connections: 1 },
    );
    const first = session.call(Sync.lastActivities, {});
    const waiting = session.call(Sync.lastActivities, {}, { signal: AbortSignal.timeout(100) });
    expect(await rejection(waiting)).toMatchObject({ kind: "no_answer", sent: false });
    hold?.();
    await first;
    await session.call(Sync.lastActivities, {});
    expect(host.received).toHaveLength(2);
  });

  test.each([
    ["before the headers", ""],
    ["within the body", "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"],
    ["with something that is not HTTP", "hello\r\n\r\n"],
  ])("a connection dropped %s", async (_name, text) => {
    const { session } = await startClient((_request, response) => {
      response.socket?.write(text);
      response.socket?.end();
    });
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "no_answer", sent: true });
  });

  test("a refused connection says that nothing was sent", async () => {
    const trakt = traktOf("http://127.0.0.1:1", { clock: systemClock });
    const error = await rejection(sessionOf(trakt).call(Sync.lastActivities, {}));
    expect(error).toMatchObject({ kind: "no_answer", sent: false, hint: "Nothing reached Trakt." });
    expect(String(error)).toContain("ECONNREFUSED");
    expect(trakt.calls()).toBe(0);
  });

  test("a body without end is cut off, and the client goes on", async () => {
    let endless = true;
    const { session } = await startClient((_request, response) => {
      if (!endless) return json(response, 200, activities);
      endless = false;
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = Buffer.alloc(1024 * 1024, 32);
      const flood = (): void => {
        if (!response.destroyed) response.write(chunk, flood);
      };
      flood();
    });
    const error = await rejection(session.call(Sync.lastActivities, {}));
    expect(error).toMatchObject({ kind: "unreadable_reply", sent: true });
    expect(await session.call(Sync.lastActivities, {})).toMatchObject({ all: activities.all });
  });

  test("the caller's own signal ends a call under way", async () => {
    const { session } = await startClient(() => undefined);
    const error = await rejection(session.call(Sync.lastActivities, {}, { signal: AbortSignal.timeout(50) }));
    expect(error).toMatchObject({ kind: "no_answer", sent: true });
  });
});

describe("connections and tokens", () => {
  test("connections are kept and used again, and requests are counted", async () => {
    const { host, trakt, session } = await startClient((_request, response) => json(response, 200, activities));
    for (let call = 0; call < 20; call++) await session.call(Sync.lastActivities, {});
    // undici rests a connection for one turn of the event loop, so that a second one may help out.
    expect(host.connections()).toBeLessThanOrEqual(2);
    expect(trakt.calls()).toBe(20);
  });

  test("an error answer does not cost the connection", async () => {
    const { host, session } = await startClient((_request, response) => response.writeHead(503).end("busy"));
    for (let call = 0; call < 20; call++) await rejection(session.call(Sync.lastActivities, {}));
    expect(host.connections()).toBeLessThanOrEqual(2);
  });

  test("a session sends nothing more after its first 401; another session does", async () => {
    const { host, trakt, session } = await startClient((request, response) =>
      request.headers.authorization === `Bearer ${canaries.accessToken}`
        ? response.writeHead(401).end()
        : json(response, 200, activities),
    );
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "unauthorized", status: 401 });
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "unauthorized", sent: false });
    expect(host.received).toHaveLength(1);
    const renewed = trakt.as({ key: "acc_one", accessToken: new Secret("renewed") });
    expect(await renewed.call(Sync.lastActivities, {})).toMatchObject({ all: activities.all });
  });

  test("a call that waits for its turn is not sent when the token is refused meanwhile", async () => {
    const { host, clock } = await startClient((_request, response) => response.writeHead(401).end());
    const governor = createGovernor({ clock, perSecond: 100, burst: 100, concurrency: 1 });
    const session = sessionOf(traktOf(host.url, { clock, governor }));
    const calls = [1, 2, 3].map(() => rejection(session.call(Sync.lastActivities, {})));
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ kind: "unauthorized" });
    expect(host.received).toHaveLength(1);
  });

  test("after closing nothing is sent", async () => {
    const { host, trakt, session } = await startClient((_request, response) => json(response, 200, activities));
    await session.call(Sync.lastActivities, {});
    await trakt.close();
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "no_answer", sent: false });
    expect(host.received).toHaveLength(1);
  });

  test("another person's comment does not cost the session its token, a refused token on the way to it does", async () => {
    let challenge: Record<string, string> = {};
    const { session } = await startClient((request, response) =>
      request.method === "GET" ? json(response, 200, activities) : response.writeHead(401, challenge).end(),
    );
    const change = (): Promise<unknown> => rejection(session.call(Comments.remove, { id: 7 }));
    expect(await change()).toMatchObject({ kind: "not_yours", status: 401, retry: { kind: "never" } });
    expect(await session.call(Sync.lastActivities, {})).toMatchObject({ all: activities.all });
    challenge = { "www-authenticate": 'Bearer realm="Trakt", error="invalid_token"' };
    expect(await change()).toMatchObject({ kind: "unauthorized", status: 401 });
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "unauthorized", sent: false });
  });

  test("what is one's own is no other's: 401 is about the token there", async () => {
    const { session } = await startClient((_request, response) => response.writeHead(401).end());
    const create = session.call(Users.createList, { id: "me", body: { name: "Together" } });
    expect(await rejection(create)).toMatchObject({ kind: "unauthorized" });
  });

  test("a private profile does not cost the session its token", async () => {
    let isPrivate = true;
    const { session } = await startClient((_request, response) => {
      if (!isPrivate) return json(response, 200, activities);
      isPrivate = false;
      return response.writeHead(401, { "x-private-user": "true" }).end();
    });
    expect(await rejection(session.call(Users.watching, { id: "someone" }))).toMatchObject({ kind: "private" });
    expect(await session.call(Sync.lastActivities, {})).toMatchObject({ all: activities.all });
  });
});
