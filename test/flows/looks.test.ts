import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const Named = z.object({ username: z.string() });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const activities = "GET /sync/last_activities";
const watchingOf = "GET /users/:id/watching";
const friendsRoute = "GET /users/:id/friends";
const friendPlays = "GET /users/:id/:type/activities";

const tellOf = (...types: string[]) =>
  `name: Tell of ${types.join(" and ")}\nwhen: { event: [${types.join(", ")}] }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n`;

const aMovie = (n = 0) => ({ type: "movie" as const, trakt: t.world.addMovie({ title: `Movie ${n}`, runtime: 30 }) });

async function tierOf(account: Account): Promise<number | undefined> {
  return (await loadPollCursor(t.ctx, account.id))?.value.tierMinutes;
}

/** What ended, how, and whether it became a play. */
async function endings(account: Account) {
  const events = await eventsOf(t, account, "watching.ended");
  return events.map(({ subject, time, data }) => [subject, data["outcome"], data["became_play"], time]);
}

const inMinutes = (minutes: number): string => new Date(t.clock.now() + minutes * minuteMs).toISOString();

describe("what the person watches", () => {
  it("that is watched to its end by a check-in is finished at its time, and became a play", async () => {
    const movie = aMovie();
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watching.started", "watching.ended"));
    await t.minutes(3);
    t.world.checkIn("ann", movie);
    const over = inMinutes(30);
    await t.minutes(40);
    expect(await endings(ann)).toEqual([[`movie:${movie.trakt}`, "finished", true, over]]);
    expect(await eventsOf(t, ann, "watching.started")).toHaveLength(1);
  });

  it("that a player ends before its time is finished when it became a play, and stopped when it did not", async () => {
    const [first, second] = [aMovie(1), aMovie(2)];
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watching.ended"));
    await t.minutes(3);
    t.world.startWatching("ann", first, 30);
    await t.minutes(20);
    t.world.stopWatching("ann");
    t.world.watch("ann", first, { action: "scrobble" });
    const firstOver = inMinutes(1);
    await t.minutes(5);
    t.world.startWatching("ann", second, 30);
    await t.minutes(10);
    t.world.stopWatching("ann");
    const secondOver = inMinutes(1);
    await t.minutes(5);
    expect(await endings(ann)).toEqual([
      [`movie:${first.trakt}`, "finished", true, firstOver],
      [`movie:${second.trakt}`, "stopped", false, secondOver],
    ]);
  });

  it("is replaced by what is watched instead", async () => {
    const [first, second] = [aMovie(1), aMovie(2)];
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watching.started", "watching.ended"));
    await t.minutes(3);
    t.world.startWatching("ann", first, 30);
    await t.minutes(5);
    t.world.startWatching("ann", second, 30);
    const instead = inMinutes(0);
    await t.minutes(5);
    expect(await endings(ann)).toEqual([[`movie:${first.trakt}`, "replaced", false, instead]]);
    expect((await eventsOf(t, ann, "watching.started")).map((event) => event.subject)).toEqual(
      [first, second].map(({ trakt }) => `movie:${trakt}`),
    );
  });

  it("goes on after a pause, and nothing is told of it", async () => {
    const movie = aMovie();
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watching.started", "watching.ended"));
    await t.minutes(3);
    t.world.startWatching("ann", movie, 30);
    await t.minutes(5);
    t.world.stopWatching("ann");
    await t.minutes(1);
    t.world.startWatching("ann", movie, 25);
    await t.minutes(10);
    expect((await eventsOf(t, ann)).map((event) => event.type)).toEqual(["watching.started"]);
  });

  it("that became a play which Trakt shows late is told as that", async () => {
    t.sandbox.behaviour.lagMs = 50_000;
    const movie = aMovie();
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watching.ended"));
    await t.minutes(3);
    t.world.startWatching("ann", movie, 10);
    await t.minutes(10);
    t.world.watch("ann", movie, { action: "scrobble" });
    await t.minutes(6);
    expect(await endings(ann)).toMatchObject([[`movie:${movie.trakt}`, "finished", true, inMinutes(-6)]]);
  });

  it("is asked for every minute while they watch, and every 5 minutes however quiet they are otherwise", async () => {
    const movie = aMovie();
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watching.started"));
    for (let hour = 0; hour < 30; hour++) await t.sleep(hourMs);
    expect(await tierOf(ann)).toBe(5);
    const quiet = await t.requestsDuring(() => t.minutes(60));
    expect(quiet[activities]).toBe(12);
    expect(quiet[watchingOf]).toBe(12);
    t.world.startWatching("ann", movie, 60);
    await t.minutes(5);
    expect(await tierOf(ann)).toBe(1);
    const busy = await t.requestsDuring(() => t.minutes(20));
    expect(busy[watchingOf]).toBe(20);
  });

  it("costs one more call at a poll that finds nothing changed, and no write", async () => {
    const ann = await t.person("ann");
    t.world.startWatching("ann", aMovie(), 90);
    await t.rule(ann, tellOf("watching.started", "watching.ended"));
    await t.minutes(5);
    const request = { minute: Math.floor(t.clock.now() / minuteMs), tierMinutes: (await tierOf(ann)) ?? 0 };
    t.database.resetCounts();
    const requests = await t.requestsDuring(async () => {
      expect(await pollAccount(t.ctx, ann.id, request)).toBe("unchanged");
    });
    expect(requests).toEqual({ [activities]: 1, [watchingOf]: 1 });
    expect(t.database.counts()).toMatchObject({ writes: 0, commits: 0, queueWrites: 0 });
  });

  it("that cannot be asked for leaves what else is polled be, and is asked for again", async () => {
    const movie = aMovie();
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watching.started", "watchlist.item_added"));
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "502", match: { route: "/users/:id/watching" } });
    t.world.startWatching("ann", movie, 60);
    t.world.watchlistAdd("ann", movie);
    await t.minutes(5);
    expect((await eventsOf(t, ann)).map((event) => event.type)).toEqual(["watchlist.item_added"]);
    t.sandbox.faults.clear();
    await t.minutes(6);
    expect((await eventsOf(t, ann)).map((event) => event.type)).toEqual(["watchlist.item_added", "watching.started"]);
  });
});

it("what a rule began to watch ends as the rule's own doing: it does not begin again and again", async () => {
  const movie = aMovie();
  const ann = await t.person("ann");
  await t.rule(ann, "name: Again\nwhen: { event: watching.ended }\nthen:\n  - { do: checkin }\n");
  await t.minutes(3);
  t.world.startWatching("ann", movie, 5);
  await t.minutes(90);
  expect((await runsOf(t, ann)).map((run) => run.trace.outcome)).toEqual(["matched", "suppressed"]);
  expect((await endings(ann)).map(([, outcome, became]) => [outcome, became])).toEqual([
    ["finished", false],
    ["finished", true],
  ]);
});

describe("friends", () => {
  const friends = (count: number): string[] =>
    Array.from({ length: count }, (_, n) => {
      const username = `friend-${String(n).padStart(2, "0")}`;
      t.world.addPerson({ username });
      t.world.befriend("ann", username);
      return username;
    });

  it("by the dozens cost one call every five minutes for what they watched, and no write while they watch nothing", async () => {
    const ann = await t.person("ann");
    friends(50);
    await t.rule(ann, tellOf("friend.watched"));
    await t.minutes(5);
    t.database.resetCounts();
    const { [friendPlays]: looks, ...others } = await t.requestsDuring(() => t.minutes(20));
    expect(looks).toBe(4);
    expect(Object.keys(others)).toEqual([activities]);
    expect((await eventsOf(t, ann)).length).toBe(0);
  });

  it("by the dozens are asked after in turns for what they watch now: 30 every ten minutes, and each is told once", async () => {
    const ann = await t.person("ann");
    const all = friends(50);
    await t.rule(ann, tellOf("friend.watching"));
    await t.minutes(30);
    for (const [n, username] of all.entries()) t.world.startWatching(username, aMovie(n), 240);
    const requests = await t.requestsDuring(() => t.minutes(20));
    expect(requests[watchingOf]).toBe(50);
    expect(requests[friendsRoute]).toBe(2);
    const told = await eventsOf(t, ann);
    expect(new Set(told.map((event) => event.data["friend"])).size).toBe(50);
    // Who watches something that is not over yet is left alone.
    const later = await t.requestsDuring(() => t.minutes(20));
    expect(later[watchingOf]).toBeUndefined();
    expect(await eventsOf(t, ann)).toHaveLength(50);
  });

  it("whose profile is closed to us are passed over, and a new friend's past is not told", async () => {
    const ann = await t.person("ann");
    const [open, closed] = friends(2);
    t.world.addPerson({ username: "newcomer" });
    for (let n = 0; n < 5; n++) t.world.watch("newcomer", aMovie(n));
    await t.rule(ann, tellOf("friend.watched", "friend.watching"));
    await t.minutes(30);
    t.sandbox.faults.inject({ name: "401-private", match: { route: `/users/${closed}/watching` } });
    t.world.watch(open ?? "", aMovie(10));
    await t.minutes(10);
    t.world.befriend("ann", "newcomer");
    await t.minutes(10);
    t.world.watch("newcomer", aMovie(11));
    t.world.startWatching(open ?? "", aMovie(12), 200);
    await t.minutes(20);
    const told = (await eventsOf(t, ann)).map(({ type, data }) => [type, Named.parse(data["friend"]).username]);
    expect(told).toEqual([
      ["friend.watched", open],
      ["friend.watched", "newcomer"],
      ["friend.watching", open],
    ]);
  });

  it("and their plays are found after an hour in which nothing could be read, each once", async () => {
    t.sandbox.behaviour.pageMax = 10;
    const ann = await t.person("ann");
    const [bob = "", eve = ""] = friends(2);
    await t.rule(ann, tellOf("friend.watched"));
    for (const username of [bob, eve]) for (let n = 0; n < 15; n++) t.world.watch(username, aMovie(n));
    await t.minutes(10);
    const before = (await eventsOf(t, ann)).length;
    t.sandbox.faults.inject({ name: "503", match: { route: "/users/:id/:type/activities" } });
    for (let n = 0; n < 20; n++) {
      t.world.watch(n % 2 === 0 ? bob : eve, aMovie(n));
      await t.minutes(3);
    }
    t.sandbox.faults.clear();
    await t.minutes(20);
    const told = await eventsOf(t, ann);
    expect(told).toHaveLength(before + 20);
  });
});

describe("likes of the person's comments", () => {
  it("are told with who it was and what the comment is about, though its number was seen half an hour late", async () => {
    const movie = aMovie();
    const ann = await t.person("ann");
    for (const username of ["bob", "eve", "zoe"]) t.world.addPerson({ username });
    const old = t.world.comment("ann", movie, "One of the best movies of all the years.");
    t.world.likeComment("bob", old);
    await t.rule(ann, tellOf("comment.liked"));
    await t.minutes(5);
    const fresh = t.world.comment("ann", movie, "And once more: one of the best of all.");
    t.world.likeComment("eve", fresh);
    t.world.likeComment("zoe", old);
    await t.minutes(31);
    const told = (await eventsOf(t, ann)).map(
      ({ subject, data }) => `${subject} ${Named.parse(data["person"]).username}`,
    );
    expect(told.toSorted()).toEqual([`comment:${fresh} eve`, `comment:${old} zoe`].toSorted());
    const requests = await t.requestsDuring(() => t.minutes(60));
    expect(requests["GET /comments/:id/likes"]).toBeUndefined();
  });
});
