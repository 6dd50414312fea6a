import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TraktSession } from "./client.ts";
import * as Checkin from "./contract/checkin.ts";
import * as Lists from "./contract/lists.ts";
import * as Shows from "./contract/shows.ts";
import * as Sync from "./contract/sync.ts";
import * as Users from "./contract/users.ts";
import { TraktError } from "./errors.ts";
import { canaries, rejection, sessionOf, startClient } from "./testing/host.ts";
import { everythingOf } from "./testing/shown.ts";

const activities = `{"all":"2026-11-20T18:00:00.000Z","movies":{"watched_at":"2026-11-20T18:00:00.000Z"}}`;

type Headers = Record<string, string>;

async function reading(status: number, headers: Headers, body: string | Buffer): Promise<TraktSession> {
  const { session } = await startClient((_request, response) => response.writeHead(status, headers).end(body));
  return session;
}

describe("JSON is read, whatever it is called and however it begins", () => {
  test.each<[string, Headers, string | Buffer]>([
    ["with the type that Trakt gives", { "content-type": "application/json; charset=utf-8" }, activities],
    ["with a problem's type", { "content-type": "application/problem+json" }, activities],
    ["as text", { "content-type": "text/plain" }, activities],
    ["as bytes", { "content-type": "application/octet-stream" }, activities],
    ["as a type that nobody knows", { "content-type": "x/y" }, activities],
    ["without a type", {}, activities],
    ["with a type in capitals", { "Content-Type": "Application/JSON" }, activities],
    ["with a byte order mark", { "content-type": "application/json" }, `\uFEFF${activities}`],
    ["with a byte order mark and no type", {}, `\uFEFF${activities}`],
    ["with spaces around it", {}, `\r\n  ${activities}\n`],
    ["of another charset than it says", { "content-type": "application/json; charset=utf-16" }, activities],
  ])("%s", async (_name, headers, body) => {
    const session = await reading(200, headers, body);
    expect(await session.call(Sync.lastActivities, {})).toEqual(JSON.parse(activities));
  });

  test("a charset that is named wrongly changes no letter", async () => {
    const seasons = JSON.stringify([{ number: 1, title: "Første – 第一季 🎬" }]);
    const session = await reading(200, { "content-type": "application/json; charset=iso-8859-1" }, seasons);
    expect(await session.call(Shows.seasons, { id: 1 })).toMatchObject([{ title: "Første – 第一季 🎬" }]);
  });

  test("bytes that are no letters cost these letters, not the answer", async () => {
    const text = Buffer.concat([Buffer.from(`[{"number":1,"title":"F`), Buffer.from([0xf8]), Buffer.from(`rste"}]`)]);
    const session = await reading(200, { "content-type": "application/json; charset=iso-8859-1" }, text);
    expect(await session.call(Shows.seasons, { id: 1 })).toMatchObject([{ title: "F\uFFFDrste" }]);
  });
});

describe("what is no answer is unreadable, and says why", () => {
  test.each<[string, Headers, string, string]>([
    ["HTML", { "content-type": "text/html" }, "<html>{}</html>", "it is not JSON"],
    ["JSON under the name of HTML", { "content-type": "text/html" }, activities, "it is not JSON"],
    ["text", { "content-type": "text/plain" }, "error code: 1020", "it is not JSON"],
    ["nothing", { "content-type": "application/json" }, "", "it is empty"],
    ["nothing, without a type", {}, "", "it is empty"],
    ["a byte order mark alone", { "content-type": "application/json" }, "\uFEFF", "it is not JSON"],
    ["JSON that is cut off", { "content-type": "application/json" }, activities.slice(0, -3), "it is not JSON"],
    ["two answers", { "content-type": "application/json" }, activities + activities, "it is not JSON"],
    ["a bomb of brackets", { "content-type": "application/json" }, "[".repeat(200_000), "it is not JSON"],
    [
      "compressed bytes",
      { "content-type": "application/json", "content-encoding": "gzip" },
      "\u001F\u008B",
      "it is not JSON",
    ],
    ["null", { "content-type": "application/json" }, "null", "expected object"],
    ["a list", { "content-type": "application/json" }, `["x"]`, "expected object"],
  ])("%s", async (_name, headers, body, why) => {
    const error = await rejection((await reading(200, headers, body)).call(Sync.lastActivities, {}));
    expect(error).toMatchObject({ kind: "unreadable_reply", status: 200, retry: { kind: "default" }, sent: true });
    expect(String(error)).toContain(why);
  });
});

describe("no content", () => {
  test.each([200, 201, 204])("%i without content is success where none is documented", async (status) => {
    const session = await reading(status, { "content-type": "application/json" }, "");
    expect(await session.call(Checkin.cancel, {})).toBeNull();
  });

  test("but a page of HTML is none, even there", async () => {
    const session = await reading(200, { "content-type": "text/html" }, "<p>Maintenance</p>");
    expect(await rejection(session.call(Checkin.cancel, {}))).toMatchObject({ kind: "unreadable_reply" });
  });

  test("an empty 200 is no receipt, and not the news that nobody is watching", async () => {
    const session = await reading(200, { "content-type": "application/json" }, "");
    const add = session.call(Sync.addToWatchlist, { body: { shows: [{ ids: { trakt: 1 } }] } });
    expect(await rejection(add)).toMatchObject({ kind: "unreadable_reply" });
    expect(await rejection(session.call(Users.watching, { id: "me" }))).toMatchObject({ kind: "unreadable_reply" });
  });

  test("an empty list is an answer where lists are, and says `not_found` where none is", async () => {
    const session = await reading(200, { "content-type": "application/json" }, "[]");
    expect(await session.call(Sync.history, {})).toEqual([]);
    expect(await rejection(session.call(Lists.summary, { id: 7 }))).toMatchObject({
      kind: "not_found",
      path: "/lists/7",
    });
    expect(await rejection(session.call(Sync.lastActivities, {}))).toMatchObject({ kind: "unreadable_reply" });
  });
});

/** What such a call knows, and so could give away. */
const secrets = [canaries.accessToken, canaries.clientId, canaries.clientSecret];
const secret = fc.constantFrom(...secrets);
const text = fc.oneof(
  fc.string(),
  secret,
  fc.tuple(fc.string(), secret, fc.string()).map((parts) => parts.join("")),
);
const thing = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, true),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        text,
        fc.constantFrom("all", "id", "ids", "type", "movie", "added", "error", "message", "errors", "watched_at"),
      ),
      tie("tree"),
      { maxKeys: 5 },
    ),
  ),
})).tree;
const body = fc.oneof(
  thing.map((value) => JSON.stringify(value)),
  fc.tuple(thing, fc.nat(200)).map(([value, cut]) => JSON.stringify(value).slice(0, -cut)),
  text,
  secret.map((one) => `<html><body>${one}</body></html>`),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom("", "null", "[]", "{}", "[[]]", "[null]", "\uFEFF{}", activities),
);
const printable = fc.stringMatching(/^[abc019:{}"[\], .-]{0,30}$/);
const headerValue = fc.oneof(
  printable,
  secret,
  fc.constantFrom("true", "0", "1", "999999999", "-1", "Fri, 20 Nov 2026 18:02:00 GMT"),
);
const budget = fc.record({
  name: secret,
  remaining: fc.constantFrom<unknown>(0, 1, "0", null),
  until: fc.constantFrom<unknown>("2026-11-20T18:00:10Z", "never", 7),
});
const headers = fc.record(
  {
    "content-type": fc.constantFrom("application/json", "text/html", "text/plain", "application/problem+json", "x"),
    "retry-after": headerValue,
    "x-ratelimit": fc.oneof(
      budget.map((one) => JSON.stringify(one)),
      headerValue,
    ),
    "x-pagination-page": headerValue,
    "x-pagination-page-count": fc.oneof(headerValue, fc.constantFrom("1", "2", "3")),
    "x-pagination-limit": headerValue,
    "x-pagination-item-count": headerValue,
    "x-private-user": headerValue,
    "x-upgrade-url": secret.map((one) => `https://trakt.tv/vip?${one}`),
    "x-account-limit": headerValue,
    "cf-mitigated": headerValue,
    location: secret.map((one) => `https://elsewhere.example/${one}`),
  },
  { requiredKeys: [] },
);
const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 201, 204) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(301, 304, 400, 401, 403, 404, 409, 412, 420, 422, 423, 426, 429, 500, 503, 520, 522),
  },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);

const calls: Record<string, (session: TraktSession) => Promise<unknown>> = {
  "an object": (session) => session.call(Sync.lastActivities, {}),
  "a list": (session) => session.call(Sync.history, { page: 2 }),
  "a whole list": (session) => session.readWhole(Sync.watchlist, { type: "movies" }),
  "item by item": (session) => Array.fromAsync(session.items(Sync.history, {})),
  "what may be nothing": (session) => session.call(Users.watching, { id: "me" }),
  "a receipt": (session) => session.call(Sync.addToHistory, { body: { movies: [{ ids: { trakt: 1 } }] } }),
  "a removal without content": (session) => session.call(Checkin.cancel, {}),
};

describe("whatever comes back, it is an answer or a TraktError, and shows no secret", () => {
  test.each(Object.entries(calls))("to %s", async (_name, call) => {
    let next: { status: number; headers: Headers; body: string | Buffer } = { status: 200, headers: {}, body: "" };
    const { trakt } = await startClient((_request, response) =>
      response.writeHead(next.status, next.headers).end(next.body),
    );
    await fc.assert(
      fc.asyncProperty(status, headers, body, async (one, its, sent) => {
        next = { status: one, headers: its, body: sent };
        const error = await rejection(call(sessionOf(trakt)));
        if (error === undefined) return;
        expect(error).toBeInstanceOf(TraktError);
        const shown = everythingOf(error);
        for (const canary of secrets) expect(shown).not.toContain(canary);
        if (!(error instanceof TraktError)) return;
        expect(error.message).toMatch(/^[^\n]{10,700}$/);
        expect(error.hint).not.toBe("");
      }),
      { numRuns: 250 },
    );
  });
});
