import { listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { pauseAll } from "@showrunner/services/schedule/pause.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { findRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { enterWheel, wheelKey } from "@showrunner/services/schedule/wheel.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf } from "../harness/told.ts";
import type { Account } from "@showrunner/core/records.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const activities = "GET /sync/last_activities";

const tellOf = (...types: string[]) =>
  `name: Tell of ${types.join(" and ")}\nwhen: { event: [${types.join(", ")}] }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n`;

const minuteNow = (): number => Math.floor(t.clock.now() / minuteMs);

async function tierOf(account: Account): Promise<number | undefined> {
  return (await loadPollCursor(t.ctx, account.id))?.value.tierMinutes;
}

/** The tiers in whose slots of the wheel an account stands. */
async function slotsOf(account: Account): Promise<number[]> {
  const { tiersMinutes, shards } = t.ctx.settings;
  const items = await t.ctx.store.getMany(tiersMinutes.map((tier) => wheelKey(account.id, tier, shards)));
  return items.map((item) => Number(item.data["tierMinutes"])).toSorted((a, b) => a - b);
}

describe("a poll", () => {
  it("that finds nothing changed costs one call to Trakt and writes nothing", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "A Show", aired: 3, ahead: 3 });
    const ann = await t.person("ann");
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.rule(ann, tellOf("episode.watched", "watchlist.item_added", "item.hidden", "show.dropped"));
    await t.rule(ann, tellOf("show.completed", "show.ended"));
    await t.rule(ann, tellOf("episode.airing"));
    await t.minutes(5);
    const tierMinutes = (await tierOf(ann)) ?? 0;

    t.database.resetCounts();
    const requests = await t.requestsDuring(async () => {
      expect(await pollAccount(t.ctx, ann.id, { minute: minuteNow(), tierMinutes })).toBe("unchanged");
    });
    expect(requests).toEqual({ [activities]: 1 });
    expect(t.database.counts()).toMatchObject({ writes: 0, commits: 0, queueWrites: 0 });
  });

  it("reads only the feeds that an enabled rule needs", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watchlist.item_added"));
    await t.minutes(5);
    const others = await t.requestsDuring(async () => {
      t.world.watch("ann", movie);
      t.world.rate("ann", movie, 7);
      t.world.favorite("ann", movie);
      t.world.collect("ann", movie);
      t.world.hide("ann", movie, "calendar");
      await t.minutes(5);
    });
    expect(Object.keys(others)).toEqual([activities]);
    const mine = await t.requestsDuring(async () => {
      t.world.watchlistAdd("ann", movie);
      await t.minutes(1);
    });
    expect(mine).toEqual({ [activities]: 1, "GET /sync/watchlist": 1 });
  });

  it("does not read a feed whose last rule was switched off, and seeds it anew when it is switched on again", async () => {
    const [first, second] = [1, 2].map((n) => t.world.addMovie({ title: `Movie ${n}` }));
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watchlist.item_added"));
    await t.minutes(5);
    const rule = await setEnabled(t.ctx, await findRule(t.ctx, ann.id, "Tell of watchlist.item_added"), false);
    await t.minutes(1);
    const off = await t.requestsDuring(async () => {
      t.world.watchlistAdd("ann", { type: "movie", trakt: first ?? 0 });
      await t.minutes(5);
    });
    expect(Object.keys(off)).toEqual([activities]);
    await setEnabled(t.ctx, rule, true);
    const on = await t.requestsDuring(() => t.minutes(5));
    expect(on["GET /sync/watchlist"]).toBeGreaterThanOrEqual(1);
    expect(await eventsOf(t, ann)).toEqual([]);
    t.world.watchlistAdd("ann", { type: "movie", trakt: second ?? 0 });
    await t.minutes(2);
    expect((await eventsOf(t, ann)).map((event) => event.subject)).toEqual([`movie:${second}`]);
  });

  it("finds two changes of one feed, and of two feeds, at once", async () => {
    const [first, second] = [1, 2].map((n) => ({
      type: "movie" as const,
      trakt: t.world.addMovie({ title: `Movie ${n}` }),
    }));
    if (first === undefined || second === undefined) throw new Error("no movies");
    const ann = await t.person("ann");
    t.world.watchlistAdd("ann", first);
    await t.rule(ann, tellOf("watchlist.item_added", "watchlist.item_removed", "movie.watched"));
    await t.minutes(3);
    // Watching takes the movie off the watchlist, too.
    t.world.watch("ann", first);
    t.world.watch("ann", first);
    t.world.watchlistAdd("ann", second);
    await t.minutes(3);
    expect((await eventsOf(t, ann)).map((event) => `${event.type} ${event.subject}`).toSorted()).toEqual(
      [
        `movie.watched movie:${first.trakt}`,
        `movie.watched movie:${first.trakt}`,
        `watchlist.item_added movie:${second.trakt}`,
        `watchlist.item_removed movie:${first.trakt}`,
      ].toSorted(),
    );
  });

  it("by four workers at the same time tells a change once", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("movie.watched", "watchlist.item_removed"));
    t.world.watchlistAdd("ann", movie);
    await t.minutes(3);
    t.world.watch("ann", movie);
    const workers = ["a", "b", "c", "d"].map((name) => t.worker(`worker-${name}`));
    await Promise.all(workers.map((ctx) => pollAccount(ctx, ann.id)));
    await t.minutes(5);
    expect((await eventsOf(t, ann)).map((event) => event.type).toSorted()).toEqual([
      "movie.watched",
      "watchlist.item_removed",
    ]);
    expect(await readInbox(t.ctx, ann.id, 10)).toHaveLength(2);
  });

  it("that failed half-way is made good by the next one, without a second telling", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("watchlist.item_added", "item.rated"));
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "502", match: { route: "/sync/ratings" }, times: 1 });
    t.world.watchlistAdd("ann", movie);
    t.world.rate("ann", movie, 8);
    await t.minutes(1);
    expect((await eventsOf(t, ann)).map((event) => event.type)).toEqual(["watchlist.item_added"]);
    await t.minutes(2);
    expect((await eventsOf(t, ann)).map((event) => event.type)).toEqual(["watchlist.item_added", "item.rated"]);
  });
});

describe("how often an account is polled", () => {
  it("follows its activity: every minute while at it, ever more rarely when quiet, at once when active again", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("movie.watched"));
    await t.minutes(2);
    const tiers: (number | undefined)[] = [await tierOf(ann)];
    for (const hours of [1, 7, 24, 14 * 24]) {
      for (let left = hours; left > 0; left -= 6) await t.sleep(Math.min(left, 6) * hourMs);
      await t.minutes(1);
      tiers.push(await tierOf(ann));
      expect(await slotsOf(ann)).toEqual([await tierOf(ann)]);
    }
    expect(tiers).toEqual([1, 5, 15, 60, 360]);
    t.world.watch("ann", movie);
    await t.sleep(6 * hourMs);
    expect(await tierOf(ann)).toBe(1);
    expect(await slotsOf(ann)).toEqual([1]);
    expect(await eventsOf(t, ann)).toHaveLength(1);
  });

  it("someone whom Trakt says to be watching is polled every minute until that ends", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("movie.watched"));
    await t.minutes(2);
    t.world.watch("ann", movie);
    t.world.startWatching("ann", movie, 180);
    await t.minutes(60);
    expect(await tierOf(ann)).toBe(1);
    await t.sleep(121 * minuteMs);
    await t.minutes(1);
    expect(await tierOf(ann)).toBe(5);
  });

  it("each account is polled once in every turn of its tier, and in no other minute", async () => {
    const people = ["ann", "bob", "cat", "dan"];
    for (const name of people) await t.rule(await t.person(name), tellOf("movie.watched"));
    await t.minutes(2);
    await t.sleep(hourMs);
    for (const account of await listAccounts(t.ctx)) expect(await tierOf(account)).toBe(5);
    await t.minutes(5);
    const polls: number[] = [];
    for (let minute = 0; minute < 15; minute++) {
      const requests = await t.requestsDuring(() => t.minutes(1));
      polls.push(requests[activities] ?? 0);
    }
    expect(polls.reduce((sum, count) => sum + count)).toBe(3 * people.length);
    expect(polls.slice(0, 5)).toEqual(polls.slice(5, 10));
    expect(polls.slice(0, 5)).toEqual(polls.slice(10, 15));
  });

  it("minutes that were missed are caught up with one poll an account", async () => {
    for (const name of ["ann", "bob"]) await t.rule(await t.person(name), tellOf("movie.watched"));
    await t.minutes(3);
    const requests = await t.requestsDuring(() => t.sleep(3 * hourMs));
    expect(requests[activities]).toBe(2);
  });

  it("a job that waited longer than its tier is skipped without a call, for a younger one was sent", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("movie.watched"));
    await t.minutes(3);
    const requests = await t.requestsDuring(async () => {
      expect(await pollAccount(t.ctx, ann.id, { minute: minuteNow() - 2, tierMinutes: 1 })).toBe("skipped");
    });
    expect(requests).toEqual({});
    expect(t.log.at(-1)).toMatchObject({ kind: "poll.skipped", reason: expect.stringContaining("younger") });
  });

  it("a slot that an account has left is cleaned by the first job from it", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("movie.watched"));
    await t.minutes(2);
    await t.sleep(hourMs);
    // As a crash between entering the new slot and leaving the old one leaves it.
    await enterWheel(t.ctx, ann.id, 1);
    expect(await slotsOf(ann)).toEqual([1, 5]);
    await t.minutes(5);
    expect(await slotsOf(ann)).toEqual([5]);
  });

  it("while the brake is on nobody is polled, and afterwards everybody once", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
    const [ann] = await Promise.all(["ann", "bob"].map((name) => t.person(name)));
    if (ann === undefined) throw new Error("nobody");
    await t.rule(ann, tellOf("movie.watched"));
    await t.minutes(3);
    await pauseAll(t.ctx, t.clock.now() + 10 * minuteMs, "Trakt asked for it");
    t.world.watch("ann", movie);
    expect(await t.requestsDuring(() => t.minutes(9))).toEqual({});
    const after = await t.requestsDuring(() => t.minutes(1));
    expect(after[activities]).toBe(2);
    expect(await eventsOf(t, ann)).toHaveLength(1);
  });
});
