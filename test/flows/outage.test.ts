import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { Account } from "@showrunner/core/records.ts";
import { listDead } from "@showrunner/services/act/dead.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { recipeOf } from "@showrunner/rules/recipes.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import type { FaultName } from "@showrunner/trakt-sandbox/faults.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What an outage looks like from outside, half an hour each. */
const weather: readonly FaultName[] = [
  "503",
  "429",
  "html-200",
  "reset",
  "403-html",
  "502",
  "429-bare",
  "truncated-body",
  "lost-answer",
  "504",
  "429-retry-300",
  "500",
];

/** Six hours in which nothing that Trakt answers is of any use, with little jobs in between. */
async function outage(every30Minutes: (round: number) => void): Promise<void> {
  for (const [round, name] of weather.entries()) {
    t.sandbox.faults.clear();
    t.sandbox.faults.inject({ name });
    every30Minutes(round);
    await t.minutes(30);
  }
  t.sandbox.faults.clear();
}

const movie = (title: string) => ({ type: "movie" as const, trakt: t.world.addMovie({ title }) });

const tell =
  'name: Tell\nwhen: { event: [movie.watched, item.rated] }\nthen:\n  - { do: notify, channel: inbox, title: "{{ event.type }}", body: "{{ event.subject }}" }\n';

async function expectQuiet(): Promise<void> {
  for (const queue of queueNames)
    expect([queue, await t.database.queue.depth(queue)]).toEqual([
      queue,
      { visible: 0, inFlight: 0, delayed: 0, dead: 0 },
    ]);
}

describe("six hours without Trakt", () => {
  it("end with everything caught up: each change told once, each write done once, nothing dead", async () => {
    const people: Account[] = [];
    for (const name of ["ann", "bob", "cat"]) {
      const account = await t.person(name);
      await t.rule(account, tell);
      await t.rule(
        account,
        "name: Do\nwhen: { event: favorites.item_added }\nthen:\n  - { do: watchlist.add }\n  - { do: history.add, watched_at: now }\n  - { do: list.add, list: Kept }\n",
      );
      people.push(account);
    }
    await t.minutes(5);
    // Found while Trakt was there, to be written when it is not.
    const favorite = movie("Favorite");
    for (const { username } of people) t.world.favorite(username, favorite);
    t.sandbox.faults.inject({ name: "503", match: { method: "POST" } });
    await t.minutes(1);

    const seen = Array.from(weather, (_, round) => movie(`Seen ${round}`));
    const rated = Array.from(weather, (_, round) => movie(`Rated ${round}`));
    await outage((round) => {
      for (const { username } of people) {
        const [one, other] = [seen[round], rated[round]];
        if (one !== undefined) t.world.watch(username, one);
        if (other !== undefined) t.world.rate(username, other, 7);
      }
    });
    // The longest wait between two tries of a write is eight hours.
    for (let hour = 0; hour < 10; hour++) await t.sleep(hourMs);
    await t.minutes(5);

    for (const account of people) {
      const told = (await readInbox(t.ctx, account.id, 200)).map((one) => `${one.title} ${one.body}`).toSorted();
      expect(told).toEqual(
        [
          ...seen.map(({ trakt }) => `movie.watched movie:${trakt}`),
          ...rated.map(({ trakt }) => `item.rated movie:${trakt}`),
          // What the rule itself brought about.
          `movie.watched movie:${favorite.trakt}`,
        ].toSorted(),
      );
      const plays = t.world.history(account.username).filter((one) => one.item.type === "movie");
      expect(plays.filter((one) => one.item.type === "movie" && one.item.trakt === favorite.trakt)).toHaveLength(1);
      expect(t.world.lists(account.username).map((list) => list.items.length)).toEqual([1]);
      expect(await listDead(t.ctx, account.id)).toEqual([]);
      expect((await actionsOf(t, account)).every((action) => action.state === "DONE")).toBe(true);
    }
    await expectQuiet();
  });

  it("do not lose what fell due in them: an airing whose rule must ask Trakt is told as soon as it can be", async () => {
    const [notify] = recipeOf("notify-airing").make({});
    const inTwoHours = t.clock.now() + 2 * hourMs;
    const { episodes } = addWeeklyShow(t.sandbox, { title: "On air", aired: 2, ahead: 2, nextAt: inTwoHours });
    const ann = await t.person("ann");
    for (const trakt of episodes.slice(0, 2)) t.world.watch("ann", { type: "episode", trakt });
    await saveRule(t.ctx, ann.id, notify, { enabled: true });
    await t.minutes(5);
    await outage(() => undefined);
    expect(await runsOf(t, ann)).toEqual([]);
    await t.minutes(30);
    expect(await eventsOf(t, ann, "episode.airing")).toHaveLength(1);
    expect((await readInbox(t.ctx, ann.id, 10)).map((one) => one.title)).toEqual(["On air: season 1, episode 3"]);
    expect((await runsOf(t, ann)).map((run) => run.trace.outcome)).toEqual(["matched"]);
    await expectQuiet();
  });

  it("do not lose premieres of everybody's calendar, and shows that ended", async () => {
    const [premiere] = recipeOf("premieres-to-watchlist").make({});
    const inEightHours = t.clock.now() + 8 * hourMs;
    const old = addWeeklyShow(t.sandbox, { title: "Old", aired: 2 });
    const ann = await t.person("ann");
    t.world.watch("ann", { type: "episode", trakt: old.episodes[0] ?? 0 });
    await saveRule(t.ctx, ann.id, premiere, { enabled: true });
    await t.rule(
      ann,
      'name: Ended\nwhen: { event: show.ended }\nthen:\n  - { do: notify, channel: inbox, title: Ended, body: "{{ show.title }}" }\n',
    );
    await t.minutes(5);
    let fresh = 0;
    await outage((round) => {
      if (round !== 3) return;
      fresh = addWeeklyShow(t.sandbox, { title: "New", aired: 0, ahead: 2, nextAt: inEightHours }).show;
      t.world.setStatus(old.show, "ended");
    });
    await t.minutes(4 * 60);
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([{ type: "show", trakt: fresh }]);
    // It must hold for a day.
    for (let hour = 0; hour < 28; hour++) await t.sleep(hourMs);
    expect((await readInbox(t.ctx, ann.id, 10)).map((one) => one.body)).toEqual(["Old"]);
  });

  it("in which a refresh falls due cost no connection where Trakt did not use the token up", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, tell);
    await t.minutes(3);
    await t.clock.advance(3.5 * 24 * hourMs - hourMs);
    for (const name of ["503", "429", "403-html", "reset", "429-bare", "500"] as const) {
      t.sandbox.faults.clear();
      t.sandbox.faults.inject({ name });
      await t.minutes(60);
    }
    t.sandbox.faults.clear();
    const last = movie("At last");
    t.world.watch("ann", last);
    await t.minutes(3 * 60);
    expect((await readInbox(t.ctx, ann.id, 10)).map((one) => one.body)).toEqual([`movie:${last.trakt}`]);
    expect(t.world.refreshAttempts().map((one) => one.outcome)).toEqual(["rotated"]);
  });
});

describe("Trakt's edge turning everybody away", () => {
  it("brakes everybody for as long as it says, with one call in that time, and then goes on with all", async () => {
    const people = ["ann", "bob", "cat"];
    for (const name of people) await t.rule(await t.person(name), tell);
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "429-retry-300", times: people.length });
    const seen = movie("Seen");
    for (const name of people) t.world.watch(name, seen);
    await t.minutes(1);
    const quiet = await t.requestsDuring(() => t.minutes(4));
    expect(quiet).toEqual({});
    await t.minutes(10);
    for (const name of people) {
      const account = await t.connect(name);
      expect((await readInbox(t.ctx, account.id, 10)).map((one) => one.body)).toEqual([`movie:${seen.trakt}`]);
    }
  });
});
