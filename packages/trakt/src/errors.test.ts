import { Secret } from "@showrunner/core/secret.ts";
import { describe, expect, test } from "vitest";
import * as Shows from "./contract/shows.ts";
import * as Sync from "./contract/sync.ts";
import * as Users from "./contract/users.ts";
import { TraktError, type TraktErrorKind } from "./errors.ts";
import {
  bodyOf,
  canaries,
  json,
  rejection,
  sessionOf,
  startClient,
  type Answer,
  type Received,
} from "./testing/host.ts";
import { everythingOf } from "./testing/shown.ts";

const html = { "content-type": "text/html; charset=utf-8" };
const page = "<!DOCTYPE html><html><head><title>Attention Required!</title></head><body>Ray ID</body></html>";

async function failWith(answer: Answer): Promise<TraktError> {
  const { session } = await startClient(answer);
  const error = await rejection(session.call(Sync.lastActivities, {}));
  if (!(error instanceof TraktError)) throw new Error("no TraktError was thrown", { cause: error });
  return error;
}

interface Case {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  kind: TraktErrorKind;
  retry: unknown;
}

const never = { kind: "never" };
const after = (seconds: number) => ({ kind: "after", afterMs: seconds * 1000 });

const cases: Case[] = [
  { status: 400, kind: "validation", retry: never },
  { status: 401, kind: "unauthorized", retry: never },
  { status: 401, headers: { "x-private-user": "true" }, kind: "private", retry: never },
  { status: 403, kind: "forbidden", retry: never },
  { status: 403, headers: html, kind: "forbidden", retry: never },
  {
    status: 403,
    headers: { "content-type": "application/json" },
    body: `{"error":"invalid_api_key"}`,
    kind: "forbidden",
    retry: never,
  },
  { status: 403, headers: { "x-private-user": "true" }, kind: "private", retry: never },
  { status: 403, headers: html, body: page, kind: "edge_blocked", retry: after(300) },
  {
    status: 403,
    headers: { "content-type": "text/plain" },
    body: "error code: 1020",
    kind: "edge_blocked",
    retry: after(300),
  },
  {
    status: 403,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: `{"status":403,"title":"Error 1020: Access denied","cloudflare_error":true,"retryable":false}`,
    kind: "edge_blocked",
    retry: after(300),
  },
  { status: 404, headers: html, kind: "not_found", retry: never },
  { status: 405, headers: html, kind: "other", retry: never },
  {
    status: 409,
    headers: { "content-type": "application/json" },
    body: `{"expires_at":"2026-11-20T19:00:00.000Z"}`,
    kind: "conflict",
    retry: never,
  },
  { status: 412, kind: "precondition", retry: never },
  { status: 420, kind: "account_limit", retry: never },
  { status: 422, kind: "validation", retry: never },
  { status: 423, headers: { "x-account-locked": "true" }, kind: "account_locked", retry: never },
  { status: 426, headers: { "x-upgrade-url": "https://trakt.tv/vip" }, kind: "vip_required", retry: never },
  { status: 429, headers: { "retry-after": "10" }, kind: "rate_limited", retry: after(10) },
  { status: 429, headers: { ...html, "retry-after": "300" }, body: page, kind: "rate_limited", retry: after(300) },
  { status: 429, headers: html, body: page, kind: "rate_limited", retry: after(60) },
  { status: 429, headers: { "retry-after": "soon" }, kind: "rate_limited", retry: after(60) },
  { status: 429, headers: { "retry-after": "Fri, 20 Nov 2026 18:02:00 GMT" }, kind: "rate_limited", retry: after(120) },
  {
    status: 429,
    headers: {
      "x-ratelimit": `{"name":"AUTHED_API_GET_LIMIT","period":300,"limit":500,"remaining":0,"until":"2026-11-20T18:04:00Z"}`,
    },
    kind: "rate_limited",
    retry: after(240),
  },
  { status: 429, headers: { "x-ratelimit": "{broken" }, kind: "rate_limited", retry: after(60) },
  { status: 500, headers: html, body: page, kind: "server", retry: after(30) },
  { status: 502, headers: html, body: page, kind: "server", retry: after(30) },
  { status: 503, kind: "server", retry: after(30) },
  { status: 503, headers: { "retry-after": "90" }, kind: "server", retry: after(90) },
  { status: 504, kind: "server", retry: after(30) },
  { status: 520, headers: html, body: page, kind: "server", retry: after(30) },
  { status: 522, headers: html, body: page, kind: "server", retry: after(30) },
  { status: 302, headers: { location: "https://elsewhere.example/" }, kind: "other", retry: { kind: "default" } },
];

describe("every answer that is no success becomes a TraktError by its status first", () => {
  test.each(cases)("$status $headers $body is $kind", async ({ status, headers = {}, body = "", kind, retry }) => {
    const error = await failWith((_request, response) => response.writeHead(status, headers).end(body));
    expect({ kind: error.kind, status: error.status, retry: error.retry, code: error.code }).toEqual({
      kind,
      status,
      retry,
      code: `trakt.${kind}`,
    });
    expect(error).toMatchObject({ name: "TraktError", method: "GET", path: "/sync/last_activities", sent: true });
    expect(error.hint).toMatch(/^[A-Z].*[.]$/);
    expect(error.message).not.toContain("<");
  });

  test("a JSON error body is told in Trakt's own words, one plain short line", async () => {
    const error = await failWith((_request, response) =>
      response
        .writeHead(422, { "content-type": "application/json" })
        .end(JSON.stringify({ message: `bad <b>item</b>\n\u0007${"x".repeat(1000)}` })),
    );
    expect(error.detail).toMatch(/^bad item x+…$/);
    expect(error.detail?.length).toBeLessThanOrEqual(200);
    expect(error.message).toContain("bad item");
  });

  test("what a validation found is told by its field", async () => {
    const error = await failWith((_request, response) =>
      json(response, 422, { errors: { comment: ["must be at least 5 words", "must be written in English"] } }),
    );
    expect(error.detail).toBe("comment must be at least 5 words, must be written in English");
  });

  test("until when a check-in or a scrobble is in the way is kept", async () => {
    const error = await failWith((_request, response) =>
      json(response, 409, { watched_at: "2026-11-20T17:00:00.000Z", expires_at: "2026-11-20T19:00:00.000Z" }),
    );
    expect(error).toMatchObject({ expiresAt: "2026-11-20T19:00:00.000Z", detail: "until 2026-11-20T19:00:00.000Z" });
    const plain = await failWith((_request, response) => json(response, 409, { expires_at: "later" }));
    expect(plain).toMatchObject({ kind: "conflict", expiresAt: null, detail: null });
  });

  test("a limit of Cloudflare's is one of the edge, also where it is told as JSON and with a header like Trakt's", async () => {
    const error = await failWith((_request, response) =>
      json(
        response,
        429,
        { title: "Error 1015", cloudflare_error: true },
        { "x-ratelimit": `{"name":"x"}`, "retry-after": "30" },
      ),
    );
    expect(error).toMatchObject({ kind: "rate_limited", atEdge: true, retry: after(30) });
  });

  test("a body that says JSON and is not does not get in the way", async () => {
    const error = await failWith((_request, response) =>
      response.writeHead(420, { "content-type": "application/json" }).end("{cut"),
    );
    expect(error).toMatchObject({ kind: "account_limit", detail: null });
  });

  test("headers that a person can act on are kept, and no others", async () => {
    const error = await failWith((_request, response) =>
      response
        .writeHead(420, {
          "x-upgrade-url": "https://trakt.tv/vip",
          "x-account-limit": "100",
          "x-vip-user": "false",
          "set-cookie": "session=secret",
        })
        .end(),
    );
    expect(error.headers).toEqual({ upgradeUrl: "https://trakt.tv/vip", accountLimit: 100, vipUser: false });
    expect(error.hint).toMatch(/room/);
  });

  test("an upgrade address that is no https URL is left out", async () => {
    const error = await failWith((_request, response) =>
      response.writeHead(426, { "x-upgrade-url": "javascript:alert(1)" }).end(),
    );
    expect(error.headers).toEqual({});
  });
});

describe("an answer that says success and is none is unreadable_reply", () => {
  test.each([
    ["HTML", { "content-type": "text/html" }, page],
    ["cut JSON", { "content-type": "application/json" }, `{"all":"2026`],
    ["another shape", { "content-type": "application/json" }, `["a"]`],
    ["nothing", { "content-type": "application/json" }, ""],
  ])("%s", async (_name, headers, body) => {
    const error = await failWith((_request, response) => response.writeHead(200, headers).end(body));
    expect(error).toMatchObject({ kind: "unreadable_reply", status: 200, retry: { kind: "default" }, sent: true });
  });

  test("200 [] for an unknown show is not_found", async () => {
    const { trakt } = await startClient((_request, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end("[]"),
    );
    for (const call of [
      trakt.call(Shows.seasons, { id: "no-such-show" }),
      trakt.call(Shows.summary, { id: "no-such-show" }),
    ]) {
      const error = await rejection(call);
      expect(error).toMatchObject({ kind: "not_found", status: 200, retry: { kind: "never" } });
    }
  });
});

test("no secret comes out of an error, however Trakt sends back what it was sent", async () => {
  const all = Object.values(canaries);
  // Each value apart and the raw request: as a debug page would show them.
  const echoOf = (request: Received): string =>
    [
      ...Object.values(request.headers),
      ...(request.body === "" ? [] : Object.values(bodyOf(request))),
      request.body,
    ].join(" ");
  const type = { "content-type": "application/json" };
  const answers: Answer[] = [
    (request, response) => json(response, 401, { error: "no", error_description: echoOf(request) }),
    (request, response) => json(response, 400, { message: echoOf(request) }),
    (request, response) => json(response, 420, {}, { "x-upgrade-url": `https://trakt.tv/vip?${echoOf(request)}` }),
    (request, response) => json(response, 429, {}, { "x-ratelimit": JSON.stringify({ name: echoOf(request) }) }),
    (request, response) => response.writeHead(500, html).end(`<p>${echoOf(request)}</p>`),
    (request, response) => response.writeHead(200, type).end(echoOf(request)),
    (request, response) => json(response, 200, { all: 1, [echoOf(request)]: { [echoOf(request)]: 1 }, name: [1] }),
    (request, response) => response.socket?.end(`HTTP/1.1 ${echoOf(request)}\r\n${echoOf(request)}\r\n\r\n`),
    (_request, response) => response.socket?.destroy(),
  ];
  let seen = 0;
  for (const answer of answers) {
    const { trakt, session } = await startClient(answer, { deadlineMs: 2000 });
    const errors = [
      await rejection(session.call(Sync.lastActivities, {})),
      await rejection(sessionOf(trakt).call(Users.createList, { id: "me", body: { name: "Together" } })),
      await rejection(trakt.oauth.refresh(new Secret(canaries.refreshToken))),
      await rejection(trakt.oauth.exchangeCode({ code: canaries.code, redirectUri: "https://us.example/back" })),
      await rejection(trakt.oauth.revoke(new Secret(canaries.accessToken))),
      await rejection(trakt.oauth.pollDeviceToken(new Secret(canaries.deviceCode))),
    ];
    expect(errors[0]).toBeInstanceOf(TraktError);
    for (const error of errors) {
      if (error === undefined) continue;
      seen += 1;
      const shown = everythingOf(error);
      for (const canary of all) expect(shown).not.toContain(canary);
    }
  }
  expect(seen).toBeGreaterThan(45);
});

test("what looks like a token is not shown, even one that was never sent", async () => {
  const error = await failWith((_request, response) => json(response, 422, { message: `not ${"0f1e".repeat(16)} so` }));
  expect(error.detail).toBe("not [secret] so");
});

test("neither the client nor a session shows its secrets", async () => {
  const { trakt, session } = await startClient((_request, response) => response.end());
  const shown = `${everythingOf(trakt)}${everythingOf(session)}`;
  for (const canary of Object.values(canaries)) expect(shown).not.toContain(canary);
});
