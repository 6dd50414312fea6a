import { receiver } from "@showrunner/channels/testing/receiver.ts";
import type { Account } from "@showrunner/core/records.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf, runsOf, toldUnder } from "../harness/told.ts";
import { addHook } from "../harness/webhook.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const workers = ["worker-a", "worker-b", "worker-c", "worker-d"];

const tellWatched =
  'name: Tell\nwhen: { event: movie.watched }\nthen:\n  - { do: notify, channel: inbox, title: Watched, body: "{{ movie.title }}" }\n';

const movie = (title: string) => ({ type: "movie" as const, trakt: t.world.addMovie({ title }) });

async function days(count: number): Promise<void> {
  for (let passed = 0; passed < count * 24; passed += 6) await t.sleep(6 * hourMs);
}

/** How often a person's refresh tokens were used, by what came of it. */
function refreshes(username: string): { rotated: number; refused: number } {
  const mine = t.world.refreshAttempts().filter((one) => one.username === username);
  const count = (outcome: string): number => mine.filter((one) => one.outcome === outcome).length;
  return { rotated: count("rotated"), refused: count("refused") };
}

async function person(username: string): Promise<Account> {
  const account = await t.person(username);
  await t.rule(account, tellWatched);
  await t.minutes(3);
  return account;
}

async function watchedTold(account: Account): Promise<string[]> {
  return await toldUnder(t, account, "Watched");
}

const reconnectNotices = async (account: Account): Promise<number> =>
  (await readInbox(t.ctx, account.id, 100)).filter((one) => one.title.includes("connected again")).length;

const unauthorized = (): number =>
  Object.entries(t.sandbox.answers())
    .filter(([name]) => name.endsWith(" 401"))
    .reduce((sum, [, count]) => sum + count, 0);

describe("renewing", () => {
  it("happens at half of a token's life, once each time, for months, also of a person who does nothing", async () => {
    const ann = await person("ann");
    await days(3);
    expect(refreshes("ann")).toEqual({ rotated: 0, refused: 0 });
    await days(1);
    expect(refreshes("ann")).toEqual({ rotated: 1, refused: 0 });
    await days(32);
    expect(refreshes("ann")).toEqual({ rotated: 10, refused: 0 });
    expect(unauthorized()).toBe(0);
    t.world.watch("ann", movie("At last"));
    await days(0.5);
    expect(await watchedTold(ann)).toEqual(["At last"]);
  });

  it("goes on where a refresh ends the old access token at once", async () => {
    t.sandbox.behaviour.refreshEndsAccess = true;
    const ann = await person("ann");
    await days(4);
    t.world.watch("ann", movie("After"));
    await days(0.5);
    expect(await watchedTold(ann)).toEqual(["After"]);
    expect(unauthorized()).toBe(0);
  });

  it.each([2, 3, 4])("by %i workers at once uses the refresh token once", async (count) => {
    const ann = await person("ann");
    await t.clock.advance(3.6 * dayMs);
    const ctxs = workers.slice(0, count).map((name) => t.worker(name));
    await Promise.all(ctxs.flatMap((ctx) => [refreshDueTokens(ctx), pollAccount(ctx, ann.id)]));
    expect(refreshes("ann")).toEqual({ rotated: 1, refused: 0 });
    expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "active", lease: null });
    await t.minutes(5);
    expect(unauthorized()).toBe(0);
  });

  it("after a refused access token, found by four workers at once, happens once, and polling goes on", async () => {
    const ann = await person("ann");
    t.sandbox.faults.inject({ name: "401", match: { username: "ann" }, times: 4 });
    await Promise.all(workers.map((name) => pollAccount(t.worker(name), ann.id)));
    expect(refreshes("ann")).toEqual({ rotated: 1, refused: 0 });
    expect(t.sandbox.faults.active()).toEqual([]);
    t.world.watch("ann", movie("Next"));
    await t.minutes(10);
    expect(await watchedTold(ann)).toEqual(["Next"]);
    expect(await reconnectNotices(ann)).toBe(0);
  });

  it.each(["429", "429-bare", "500", "503", "520", "html-200", "403-html"] as const)(
    "is tried again, further and further apart, while the auth server answers %s, and nobody is bothered",
    async (name) => {
      const ann = await person("ann");
      await t.clock.advance(3.5 * dayMs);
      t.sandbox.faults.inject({ name, match: { route: "/oauth/token" } });
      for (let passed = 0; passed < 6 * 60; passed += 5) await t.sleep(5 * minuteMs);
      const tries = t.sandbox.requests()["POST /oauth/token"] ?? 0;
      expect(tries).toBeGreaterThan(3);
      expect(tries).toBeLessThanOrEqual(name.startsWith("4") ? 75 : 12);
      t.world.watch("ann", movie("Meanwhile"));
      await t.minutes(65);
      expect(await watchedTold(ann)).toEqual(["Meanwhile"]);
      t.sandbox.faults.clear();
      for (let passed = 0; passed < 90; passed += 5) await t.sleep(5 * minuteMs);
      expect(refreshes("ann")).toEqual({ rotated: 1, refused: 0 });
      expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "active", refreshAttempts: 0 });
      expect(await reconnectNotices(ann)).toBe(0);
    },
  );

  it("that must wait while the access token is refused stops nothing for good: polls and writes go on after it", async () => {
    const ann = await person("ann");
    await t.rule(ann, "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n");
    await t.minutes(3);
    const favorite = movie("Favorite");
    t.world.favorite("ann", favorite);
    const revoked = t.sandbox.faults.inject({ name: "401", match: { username: "ann", method: "POST" }, times: 1 });
    t.sandbox.faults.inject({ name: "503", match: { route: "/oauth/token" } });
    await t.minutes(30);
    t.sandbox.faults.remove(revoked);
    expect(unauthorized()).toBe(1);
    t.world.watch("ann", movie("In between"));
    t.sandbox.faults.clear();
    await t.minutes(120);
    expect(await watchedTold(ann)).toEqual(["In between"]);
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([favorite]);
    expect((await actionsOf(t, ann)).map((action) => action.state)).toEqual(["DONE", "DONE"]);
    expect(refreshes("ann")).toEqual({ rotated: 1, refused: 0 });
    expect(await reconnectNotices(ann)).toBe(0);
  });

  it("that gives a token which is refused as well is not repeated every minute, and heals by itself", async () => {
    const ann = await person("ann");
    t.sandbox.faults.inject({ name: "401", match: { username: "ann" } });
    t.world.watch("ann", movie("Patience"));
    await t.minutes(180);
    expect(unauthorized()).toBeLessThanOrEqual(5);
    expect(refreshes("ann").rotated).toBeLessThanOrEqual(4);
    t.sandbox.faults.clear();
    await t.minutes(75);
    expect(await watchedTold(ann)).toEqual(["Patience"]);
  });

  it("no refresh token is ever sent twice, unless it was written down before that its first use is unclear", async () => {
    const ann = await person("ann");
    await t.clock.advance(3.6 * dayMs);
    t.sandbox.faults.inject({ name: "lost-answer", match: { route: "/oauth/token" }, times: 1 });
    await t.minutes(1);
    expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "active", refreshAttempts: 1 });
    expect(refreshes("ann")).toEqual({ rotated: 1, refused: 0 });
    await t.minutes(10);
    expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "needs_reconnect", refreshAttempts: 2 });
    expect(refreshes("ann")).toEqual({ rotated: 1, refused: 1 });
    await days(5);
    expect(refreshes("ann")).toEqual({ rotated: 1, refused: 1 });
  });
});

describe("a connection that only the person can renew", () => {
  async function loseTokens(account: Account): Promise<void> {
    t.sandbox.faults.inject({ name: "lost-answer", match: { route: "/oauth/token" }, times: 1 });
    await t.clock.advance(3.6 * dayMs);
    await t.minutes(10);
    expect((await getConnection(t.ctx, account.id)).value.state).toBe("needs_reconnect");
  }

  it("is told once on every channel that speaks to people, and to rules as an event", async () => {
    const ann = await t.person("ann");
    await using phone = await receiver();
    await saveChannel(t.ctx, ann.id, {
      kind: "ntfy",
      name: "phone",
      config: { server: phone.origin, topic: "made-up-topic" },
      secrets: {},
    });
    await using hook = await addHook(t, ann);
    await t.rule(
      ann,
      "name: Hook\nwhen: { event: connection.needs_reconnect }\nthen: [{ do: webhook, channel: hook }]\n",
    );
    await t.minutes(3);
    await loseTokens(ann);
    await days(6);
    expect(await reconnectNotices(ann)).toBe(1);
    expect(phone.requests.map((request) => request.body).filter((body) => body.includes("ann"))).toHaveLength(1);
    expect(hook.events().map((event) => event.type)).toEqual(["connection.needs_reconnect"]);
    const [event, ...more] = await eventsOf(t, ann, "connection.needs_reconnect");
    expect(more).toEqual([]);
    expect(event?.data).toMatchObject({ reason: expect.stringContaining("without an answer") });
    expect((await runsOf(t, ann, "connection.needs_reconnect")).map((run) => run.trace.outcome)).toEqual(["matched"]);
  });

  it("is polled with the old access token to that one's end, and then not at all", async () => {
    const ann = await person("ann");
    await loseTokens(ann);
    t.world.watch("ann", movie("While it lasts"));
    await t.minutes(65);
    expect(await watchedTold(ann)).toEqual(["While it lasts"]);
    await days(4);
    const later = await t.requestsDuring(() => days(3));
    expect(Object.keys(later).filter((name) => name !== "GET /shows/updates/:start_date")).toEqual([]);
    expect(unauthorized()).toBe(0);
  });

  it("an app that the person disconnected is refused once, and never knocks again", async () => {
    const ann = await person("ann");
    t.world.disconnectApp("ann");
    await t.minutes(10);
    expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "needs_reconnect", accessRefused: true });
    expect(unauthorized()).toBe(1);
    expect(refreshes("ann")).toEqual({ rotated: 0, refused: 0 });
    expect(t.sandbox.answers()["POST /oauth/token 400"]).toBe(1);
    await days(3);
    expect(unauthorized()).toBe(1);
    expect(t.sandbox.answers()["POST /oauth/token 400"]).toBe(1);
    expect(await reconnectNotices(ann)).toBe(1);
  });

  it("goes on, once reconnected, with all that happened meanwhile, each once, and nothing of before", async () => {
    const before = movie("Before");
    t.world.addPerson({ username: "ann" });
    t.world.watch("ann", before);
    const ann = await t.connect("ann");
    await t.rule(ann, tellWatched);
    await t.rule(
      ann,
      tellWatched
        .replace("name: Tell", "name: Unticked")
        .replaceAll("movie.watched", "play.removed")
        .replace("{{ movie.title }}", "{{ event.subject }}"),
    );
    await t.minutes(3);
    t.world.watch("ann", movie("Seen"));
    await t.minutes(3);
    t.world.disconnectApp("ann");
    await t.minutes(5);
    for (const title of ["Missed one", "Missed two"]) t.world.watch("ann", movie(title));
    await days(2);
    expect((await watchedTold(ann)).toSorted()).toEqual(["Seen"]);
    expect((await t.connect("ann")).id).toBe(ann.id);
    await t.minutes(10);
    t.world.watch("ann", movie("After"));
    await t.minutes(10);
    expect((await watchedTold(ann)).toSorted()).toEqual(["After", "Missed one", "Missed two", "Seen"]);
    expect(await reconnectNotices(ann)).toBe(1);
    expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "active", reason: null });
  });

  it("is told again when it is lost a second time", async () => {
    const ann = await person("ann");
    for (const round of [1, 2]) {
      t.world.disconnectApp("ann");
      await t.minutes(10);
      expect(await reconnectNotices(ann)).toBe(round);
      await t.clock.advance(hourMs);
      await t.connect("ann");
      await t.minutes(5);
    }
  });
});

describe("a mass invalidation of refresh tokens", () => {
  it("is told to each person once, and who connected after it is undisturbed", async () => {
    const many = await Promise.all(["ann", "bob", "cat", "dan", "eve"].map((name) => t.person(name)));
    for (const account of many) await t.rule(account, tellWatched);
    await t.minutes(5);
    t.world.revokeAllRefreshTokens();
    await t.minutes(5);
    const fay = await person("fay");
    await days(4);
    for (const account of many) expect(await reconnectNotices(account)).toBe(1);
    t.world.watch("fay", movie("Undisturbed"));
    t.world.watch("ann", movie("Still seen"));
    await t.minutes(6);
    await days(0.5);
    expect(await watchedTold(fay)).toEqual(["Undisturbed"]);
    expect(await watchedTold(many[0] ?? fay)).toEqual(["Still seen"]);
    expect(await reconnectNotices(fay)).toBe(0);
    expect(refreshes("fay")).toEqual({ rotated: 1, refused: 0 });
    expect(t.sandbox.answers()["POST /oauth/token 400"]).toBe(many.length);
    expect(unauthorized()).toBe(0);
  });
});
