import { describe, expect, test } from "vitest";
import type { TraktSession } from "./client.ts";
import * as Calendars from "./contract/calendars.ts";
import * as Shows from "./contract/shows.ts";
import * as Sync from "./contract/sync.ts";
import * as Users from "./contract/users.ts";
import { json, rejection, startClient } from "./testing/host.ts";

/** What a person or a program gets wrong, and what it is told: before anything is sent. */
const refused: [string, (session: TraktSession) => Promise<unknown>, RegExp][] = [
  [
    "a day in another order",
    (session) => session.call(Calendars.myShows, { start_date: "20-11-2026", days: 7 }),
    /calendars\.my_shows.*start_date: must be a day, as 2026-11-20/,
  ],
  [
    "a day that no calendar has",
    (session) => session.call(Calendars.myShows, { start_date: "2026-02-30", days: 7 }),
    /start_date: must be a day/,
  ],
  [
    "a day where an instant is needed",
    (session) => session.call(Sync.history, { start_at: "2026-11-20" }),
    /sync\.history.*start_at: must be an instant in UTC, as 2026-11-20T18:00:00\.000Z/,
  ],
  [
    "an instant in a zone of its own, which Trakt reads as UTC",
    (session) => session.call(Sync.history, { end_at: "2026-11-20T18:00:00+02:00" }),
    /end_at: must be an instant in UTC/,
  ],
  [
    "a range of days too long",
    (session) => session.call(Calendars.myShows, { start_date: "2026-11-20", days: 366 }),
    /days: .*<=3\d/,
  ],
  ["a page before the first", (session) => session.call(Sync.history, { page: 0 }), /page: .*>=1/],
  ["a page that is no number", (session) => session.readWhole(Sync.history, { page: 1.5 }), /page: .*int/],
  ["no items to a page", (session) => session.readWhole(Sync.history, { limit: 0 }), /limit: .*>=1/],
  [
    "a slug that would leave its place in the path",
    (session) => session.call(Users.watching, { id: "../settings" }),
    /id: must be a user's slug, or me/,
  ],
  [
    "an id of a show that is none",
    (session) => session.call(Shows.summary, { id: "a/b" }),
    /id: .*must be a Trakt id, slug or IMDb id/,
  ],
  [
    "a rating of eleven",
    (session) => session.call(Sync.addRatings, { body: { movies: [{ ids: { trakt: 1 }, rating: 11 }] } }),
    /body\.movies\.0\.rating: .*<=10/,
  ],
  ["a write of nothing", (session) => session.call(Sync.addToHistory, { body: {} }), /body: names nothing/],
  [
    "a play at a time that is none",
    (session) =>
      session.call(Sync.addToHistory, { body: { movies: [{ ids: { trakt: 1 }, watched_at: "yesterday" }] } }),
    /body\.movies\.0\.watched_at: must be an instant in UTC/,
  ],
];

describe("input that cannot be right is refused, with its name and what it should be, and nothing is sent", () => {
  test.each(refused)("%s", async (_name, call, words) => {
    const { host, session } = await startClient((_request, response) => json(response, 200, []));
    const error = await rejection(call(session));
    expect(error).toMatchObject({
      kind: "validation",
      code: "trakt.validation",
      status: null,
      sent: false,
      retry: { kind: "never" },
      hint: "Nothing was sent. Change what is said there, and call again.",
    });
    expect(String(error)).toMatch(words);
    expect(host.received).toEqual([]);
  });
});

/** What only Trakt can know to be wrong. */
const answered: [string, number, Record<string, string>, string, object][] = [
  ["an unknown person or show", 404, { "content-type": "text/html" }, "", { kind: "not_found", hint: /id or slug/ }],
  [
    "a private profile",
    401,
    { "x-private-user": "true" },
    "",
    { kind: "private", hint: /public, or accept a follow request/ },
  ],
  ["a wrong or dead token", 401, {}, "", { kind: "unauthorized", hint: /connect Trakt again/ }],
  [
    "a request that Trakt cannot parse",
    400,
    { "content-type": "application/json" },
    `{"error":"bad_request","error_description":"start date is invalid"}`,
    { kind: "validation", hint: /same again is refused again/, detail: "start date is invalid" },
  ],
  ["a wrong app key", 403, {}, "", { kind: "forbidden", hint: /client id/ }],
  ["a full watchlist", 420, {}, "", { kind: "account_limit", hint: /Make room/ }],
  ["a locked account", 423, {}, "", { kind: "account_locked", hint: /support/ }],
  ["something for VIPs", 426, {}, "", { kind: "vip_required", hint: /trakt\.tv\/vip/ }],
];

test.each(answered)(
  "%s is told as what it is, and is not tried again",
  async (_name, status, headers, body, wanted) => {
    const { host, session } = await startClient((_request, response) => response.writeHead(status, headers).end(body));
    const error = await rejection(session.call(Users.watching, { id: "someone" }));
    const { hint, ...rest } = { hint: /./, ...wanted };
    expect(error).toMatchObject({
      ...rest,
      status,
      sent: true,
      retry: { kind: "never" },
      path: "/users/someone/watching",
    });
    expect(error).toHaveProperty("hint", expect.stringMatching(hint));
    expect(host.received).toHaveLength(1);
  },
);
