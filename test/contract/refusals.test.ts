import { Secret } from "@showrunner/core/secret.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Comments from "@showrunner/trakt/contract/comments.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as UsersLibrary from "@showrunner/trakt/contract/users-library.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStage } from "./stage.ts";

/** What is asked wrongly, of the sandbox by the real client: each has its own name, and none is tried again. */
let stage: Awaited<ReturnType<typeof openStage>>;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

const starWars = { type: "movie", trakt: 7 } as const;
const words = "These are five whole words";

const refused: [string, (session: TraktSession) => Promise<unknown>, object][] = [
  ["an unknown person", (ben) => ben.call(Users.watching, { id: "nobody-of-that-name" }), { kind: "not_found" }],
  ["an unknown show", (ben) => ben.call(Shows.summary, { id: "no-such-show" }), { kind: "not_found" }],
  ["an unknown show's progress", (ben) => ben.call(Shows.watchedProgress, { id: 1 }), { kind: "not_found" }],
  ["a private profile", (ben) => ben.call(UsersLibrary.history, { id: "cleo" }), { kind: "private", status: 401 }],
  ["a page past the end", (ben) => ben.call(Sync.history, { page: 9 }), { kind: "past_end", status: 200 }],
  [
    "a comment of four words",
    (ben) => ben.call(Comments.post, { body: { movie: { ids: { trakt: 7 } }, comment: "Only four words here" } }),
    { kind: "validation", sent: false },
  ],
  [
    "a comment that is not there",
    (ben) => ben.call(Comments.remove, { id: 999_999_999 }),
    { kind: "not_found", status: 404 },
  ],
];

describe.each(["workers", "rails"] as const)("in the dialect of %s", (dialect) => {
  test.each(refused)("%s", async (_name, call, wanted) => {
    stage.sandbox.behaviour.dialect = dialect;
    stage.world.watch("ben", starWars);
    const ben = stage.as("ben");
    await expect(call(ben)).rejects.toMatchObject({ ...wanted, retry: { kind: "never" } });
    // Whatever it was, the token is still good.
    await expect(ben.call(Sync.lastActivities, {})).resolves.toHaveProperty("all");
  });
});

test("a token that Trakt never gave, and one that was taken back, are refused once and not sent again", async () => {
  const { access_token } = stage.world.issueTokens("ben");
  const taken = stage.trakt.as({ key: "ben", accessToken: new Secret(access_token) });
  await stage.trakt.oauth.revoke(new Secret(access_token));
  const made = stage.trakt.as({ key: "ben", accessToken: new Secret("made-up-token") });
  for (const session of [taken, made]) {
    const before = stage.trakt.calls();
    for (const sent of [true, false])
      await expect(session.call(Sync.lastActivities, {})).rejects.toMatchObject({ kind: "unauthorized", sent });
    expect(stage.trakt.calls()).toBe(before + 1);
  }
});

test("another's comment cannot be changed, and one's own token stays good", async () => {
  const ada = stage.as("ada");
  const { id } = await ada.call(Comments.post, { body: { movie: { ids: { trakt: 7 } }, comment: words } });
  const ben = stage.as("ben");
  const change = ben.call(Comments.update, { id, body: { comment: `${words} of mine`, spoiler: false } });
  await expect(change).rejects.toMatchObject({ kind: "not_yours", status: 401 });
  await expect(ben.call(Comments.comment, { id })).resolves.toMatchObject({ comment: words });
});

test("a full watchlist is told with what may be done, and nothing of it is half-written", async () => {
  stage.sandbox.behaviour.freeLimits.watchlist = 1;
  const ben = stage.as("ben");
  const movies = [7, 47].map((trakt) => ({ ids: { trakt } }));
  await expect(ben.call(Sync.addToWatchlist, { body: { movies } })).rejects.toMatchObject({
    kind: "account_limit",
    status: 420,
    hint: expect.stringContaining("Make room"),
  });
  await expect(ben.readWhole(Sync.watchlist, {})).resolves.toMatchObject({ items: [], whole: true });
});

test("a list read item by item is everything, whatever it takes", async () => {
  const { world } = stage;
  for (let play = 0; play < 120; play++) world.watch("ben", starWars, { at: Date.UTC(2026, 0, 1, 0, play) });
  stage.sandbox.behaviour.pageMax = 50;
  const ids = new Set(await Array.fromAsync(stage.as("ben").items(Sync.history, {}), (play) => play.id));
  expect(ids.size).toBe(120);
});
