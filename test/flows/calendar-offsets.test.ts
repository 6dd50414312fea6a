import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { findRule, removeRule, saveRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";

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

const telling = (name: string, when: string): string =>
  [
    `name: ${name}`,
    `when: { ${when} }`,
    "then:",
    `  - { do: notify, channel: inbox, title: "${name}", body: "{{ event.subject }}" }`,
    "",
  ].join("\n");

async function told(account: Account): Promise<string[]> {
  return (await readInbox(t.ctx, account.id, 100)).map((one) => one.title).toReversed();
}

/** A followed show whose next episode airs so long from now. */
function followed(username: string, nextInMs: number, title = "Followed") {
  const made = addWeeklyShow(t.sandbox, { title, aired: 1, ahead: 1, nextAt: t.clock.now() + nextInMs });
  t.world.watchlistAdd(username, { type: "show", trakt: made.show });
  const [, next] = made.episodes;
  if (next === undefined) throw new Error("no episode ahead");
  return { show: made.show, next };
}

describe("a rule with an offset", () => {
  it("is told so long before or after an episode airs, each rule at its own time, and once", async () => {
    const ann = await t.person("ann");
    followed("ann", 3 * hourMs);
    await t.rule(ann, telling("Before", 'event: episode.airing, offset: "-30m"'));
    await t.rule(ann, telling("At", "event: episode.airing"));
    await t.rule(ann, telling("After", "event: episode.airing, offset: PT2H"));
    await t.minutes(149);
    expect(await told(ann)).toEqual([]);
    await t.minutes(2);
    expect(await told(ann)).toEqual(["Before"]);
    await t.minutes(30);
    expect(await told(ann)).toEqual(["Before", "At"]);
    await t.minutes(118);
    expect(await told(ann)).toEqual(["Before", "At"]);
    await t.minutes(5);
    expect(await told(ann)).toEqual(["Before", "At", "After"]);
    await t.sleep(2 * dayMs);
    expect(await told(ann)).toHaveLength(3);
    // Each rule ran on the event of its own time alone.
    expect((await runsOf(t, ann)).map((run) => run.trace.outcome)).toEqual(["matched", "matched", "matched"]);
    const events = await eventsOf(t, ann, "episode.airing");
    expect(events.map((event) => event.data["offset_minutes"])).toEqual([-30, undefined, 120]);
  });

  it("moves with an episode that moves, and is not told again of one that moves after it was told", async () => {
    const ann = await t.person("ann");
    const { next } = followed("ann", 20 * hourMs);
    await t.rule(ann, telling("Before", 'event: episode.airing, offset: "-1h"'));
    await t.minutes(2);
    t.world.reschedule(next, t.clock.now() + 30 * hourMs);
    await t.sleep(7 * hourMs);
    await t.sleep(15 * hourMs);
    expect(await told(ann)).toEqual([]);
    await t.sleep(7.5 * hourMs);
    expect(await told(ann)).toEqual(["Before"]);
    t.world.reschedule(next, t.clock.now() + 48 * hourMs);
    for (let step = 0; step < 10; step++) await t.sleep(6 * hourMs);
    expect(await told(ann)).toEqual(["Before"]);
  });

  it("is told hours after an episode also when it has left the calendar by then", async () => {
    const ann = await t.person("ann");
    followed("ann", 2 * hourMs);
    await t.rule(ann, telling("Days after", "event: episode.airing, offset: 5 days"));
    await t.minutes(1);
    for (let step = 0; step < 20; step++) await t.sleep(6 * hourMs);
    expect(await told(ann)).toEqual([]);
    await t.sleep(3 * hourMs);
    expect(await told(ann)).toEqual(["Days after"]);
  });

  it("switched on after an episode aired says nothing of it, whether its timer was there or not", async () => {
    const ann = await t.person("ann");
    followed("ann", hourMs);
    // The timer of the first is the second's too.
    await t.rule(ann, telling("There before", "event: episode.airing, offset: 4h"));
    await t.minutes(65);
    await t.rule(ann, telling("Too late", "event: episode.airing, offset: 4h"));
    await t.rule(ann, telling("Another time", "event: episode.airing, offset: 3h"));
    for (let step = 0; step < 5; step++) await t.sleep(hourMs);
    expect(await told(ann)).toEqual(["There before"]);
    const late = (await runsOf(t, ann)).filter((run) => run.trace.outcome === "suppressed");
    expect(late.map((run) => run.trace.reason).join()).toContain("before this rule was switched on");
  });

  it("switched off, or gone, takes its timers along, and those of others stay", async () => {
    const ann = await t.person("ann");
    followed("ann", 5 * hourMs);
    await t.rule(ann, telling("Stays", 'event: episode.airing, offset: "-1h"'));
    await t.rule(ann, telling("Goes", 'event: episode.airing, offset: "-2h"'));
    await t.rule(ann, telling("Is removed", 'event: episode.airing, offset: "-3h"'));
    await t.minutes(2);
    await setEnabled(t.ctx, await findRule(t.ctx, ann.id, "Goes"), false);
    await removeRule(t.ctx, await findRule(t.ctx, ann.id, "Is removed"));
    await t.minutes(2);
    for (let step = 0; step < 6; step++) await t.sleep(hourMs);
    expect(await told(ann)).toEqual(["Stays"]);
    const events = await eventsOf(t, ann, "episode.airing");
    expect(events.map((event) => event.data["offset_minutes"])).toEqual([-60, undefined]);
  });

  it("is heard with the calendar of all too, by who wants that offset alone", async () => {
    const ann = await t.person("ann");
    const bob = await t.person("bob");
    addWeeklyShow(t.sandbox, { title: "New Show", aired: 0, ahead: 2, nextAt: t.clock.now() + 30 * hourMs });
    await t.rule(ann, telling("At", "event: show.premiering, scope: all"));
    await t.minutes(10);
    // The shared calendars were read a moment ago; that of this offset is not waited for until the next time.
    await t.rule(bob, telling("A day before", 'event: show.premiering, scope: all, offset: "-1 day"'));
    await t.sleep(5 * hourMs);
    expect([await told(ann), await told(bob)]).toEqual([[], []]);
    await t.sleep(hourMs);
    expect([await told(ann), await told(bob)]).toEqual([[], ["A day before"]]);
    for (let step = 0; step < 5; step++) await t.sleep(6 * hourMs);
    expect([await told(ann), await told(bob)]).toEqual([["At"], ["A day before"]]);
  });

  it.each([
    ['event: episode.watched, offset: "-1h"', "when.offset", "episode.watched has no offset"],
    ["event: episode.airing, offset: 20 days", "when.offset", "at most 14 days"],
    ['event: episode.airing, offset: "30"', "when.offset", "did you mean 30m?"],
    ["event: show.premiering, scope: all, offset: 7m", "when.offset", "15 or 30 minutes"],
    ["event: episode.airing, offset: 90 s", "when.offset", "whole minutes"],
  ])("%s is refused with its place", async (when, path, message) => {
    const ann = await t.person("ann");
    await expect(saveRule(t.ctx, ann.id, telling("Wrong", when), { enabled: true })).rejects.toMatchObject({
      places: [{ path, message: expect.stringContaining(message) }],
    });
  });
});

describe("the end of a season", () => {
  function season(username: string, firstAiredMs: readonly number[], options: { more?: boolean } = {}): number {
    const show = t.world.addShow({ title: "Seasoned", status: "returning series" });
    for (const [at, first_aired] of firstAiredMs.entries())
      t.world.addEpisode(show, { season: 2, number: at + 1, first_aired });
    if (options.more === true)
      t.world.addEpisode(show, { season: 2, number: firstAiredMs.length + 1, first_aired: null });
    t.world.watchlistAdd(username, { type: "show", trakt: show });
    return show;
  }

  it("of a season that comes out at once is its whole, told once", async () => {
    const ann = await t.person("ann");
    const at = t.clock.now() + 2 * hourMs;
    const show = season("ann", [at, at, at, at]);
    await t.rule(ann, telling("Out", "event: season.aired"));
    await t.minutes(1);
    await t.sleep(3 * hourMs);
    for (let step = 0; step < 3; step++) await t.sleep(12 * hourMs);
    expect(await told(ann)).toEqual(["Out"]);
    const [event] = await eventsOf(t, ann, "season.aired");
    expect(event).toMatchObject({ subject: `season:${show}:2`, data: { all_at_once: true, season: { number: 2 } } });
  });

  it("of a weekly season comes with its last episode, and not with those before it", async () => {
    const ann = await t.person("ann");
    const first = t.clock.now() + 2 * hourMs;
    season("ann", [first, first + 7 * dayMs, first + 14 * dayMs]);
    await t.rule(ann, telling("Out", "event: season.aired"));
    await t.rule(ann, telling("Ends", 'event: season.ending, offset: "-1 day"'));
    for (let day = 0; day < 13; day++) await t.sleep(dayMs);
    expect(await told(ann)).toEqual([]);
    await t.sleep(dayMs);
    expect(await told(ann)).toEqual(["Ends"]);
    await t.sleep(dayMs);
    expect(await told(ann)).toEqual(["Ends", "Out"]);
    expect((await eventsOf(t, ann, "season.aired"))[0]?.data).toMatchObject({ all_at_once: false });
  });

  it("is not read where no rule waits for it", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, telling("At", "event: episode.airing"));
    const requests = await t.requestsDuring(() => t.minutes(5));
    expect(
      Object.keys(requests)
        .filter((one) => one.includes("/calendars/my/"))
        .toSorted(),
    ).toEqual([expect.stringContaining("/calendars/my/movies"), expect.stringMatching(/\/calendars\/my\/shows\/:/)]);
  });
});
