import { findRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { rememberShow } from "@showrunner/services/poll/facts.ts";
import { ShowFacts } from "@showrunner/core/media.ts";
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

const tellOf = (...types: string[]) =>
  `name: Tell of ${types.join(" and ")}\nwhen: { event: [${types.join(", ")}] }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n`;

async function hours(count: number): Promise<void> {
  for (let passed = 0; passed < count * 60; passed += 10) await t.sleep(10 * 60_000);
}

describe("the end of a show", () => {
  it("completes it for who had watched all of it before they connected, while it still went on", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Waited for", aired: 3 });
    t.world.addPerson({ username: "ann" });
    for (const trakt of episodes) t.world.watch("ann", { type: "episode", trakt });
    const ann = await t.connect("ann");
    await t.rule(ann, tellOf("show.completed"));
    await t.minutes(5);
    t.world.setStatus(show, "ended");
    await hours(32);
    expect((await eventsOf(t, ann, "show.completed")).map((event) => event.subject)).toEqual([`show:${show}`]);
  });

  it("is told although the show's facts were read anew before Trakt's updates were", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Read early", aired: 2 });
    t.world.addPerson({ username: "ann" });
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    const ann = await t.connect("ann");
    await t.rule(ann, tellOf("show.ended"));
    await t.minutes(5);
    t.world.setStatus(show, "ended");
    const fresh = { title: "Read early", ids: { trakt: show }, status: "ended", genres: [] };
    await rememberShow(t.ctx, ShowFacts.parse(fresh));
    await hours(32);
    expect(await eventsOf(t, ann, "show.ended")).toHaveLength(1);
  });

  it("is told to who began to watch it after the rule was switched on, and to nobody who does not", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "New to them", aired: 2 });
    const [ann, bob] = [await t.person("ann"), await t.person("bob")];
    for (const account of [ann, bob]) await t.rule(account, tellOf("show.canceled"));
    await t.minutes(5);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.minutes(5);
    t.world.setStatus(show, "canceled");
    await hours(32);
    expect(await eventsOf(t, ann, "show.canceled")).toHaveLength(1);
    expect(await eventsOf(t, bob, "show.canceled")).toEqual([]);
  });

  it("and its renewal are two events, each told once", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Back again", aired: 2 });
    const ann = await t.person("ann");
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.rule(ann, tellOf("show.canceled", "show.renewed"));
    await t.minutes(5);
    t.world.setStatus(show, "canceled");
    await hours(32);
    t.world.setStatus(show, "returning series");
    await hours(32);
    t.world.setStatus(show, "canceled");
    await hours(32);
    expect((await eventsOf(t, ann)).map((event) => event.type)).toEqual([
      "show.canceled",
      "show.renewed",
      "show.canceled",
    ]);
  });
});

describe("progress while no rule asked for it", () => {
  it("is not told of later: a rewatch after the rule was off does not complete what was completed meanwhile", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Meanwhile", aired: 4, status: "ended" });
    const [first, second, third, fourth] = episodes.map((trakt) => ({ type: "episode" as const, trakt }));
    if (!first || !second || !third || !fourth) throw new Error("no episodes");
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("show.completed"));
    await t.minutes(3);
    t.world.watch("ann", first);
    await t.minutes(5);
    const rule = await findRule(t.ctx, ann.id, "Tell of show.completed");
    const off = await setEnabled(t.ctx, rule, false);
    await t.minutes(3);
    for (const episode of [second, third, fourth]) t.world.watch("ann", episode);
    await t.minutes(5);
    await setEnabled(t.ctx, off, true);
    await t.minutes(5);
    t.world.watch("ann", first);
    await t.minutes(5);
    expect(await eventsOf(t, ann, "show.completed")).toEqual([]);
  });

  it("a rule of the same type that was switched on later hears of what comes, and of nothing before it", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Two rules", aired: 3, ahead: 1 });
    const ann = await t.person("ann");
    await t.rule(ann, tellOf("episode.watched"));
    await t.minutes(3);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.minutes(5);
    await t.rule(ann, tellOf("episode.watched").replace("name: Tell", "name: Later tell"));
    await t.minutes(5);
    t.world.watch("ann", { type: "episode", trakt: episodes[1] ?? 0 });
    await t.minutes(5);
    const later = await findRule(t.ctx, ann.id, "Later tell of episode.watched");
    const runs = await runsOf(t, ann, "episode.watched");
    expect(runs.filter((run) => run.ruleId === later.id).map((run) => run.subject)).toEqual([`episode:${episodes[1]}`]);
  });
});

describe("an episode that moves", () => {
  it("airs once, at its new time, and not at the old one", async () => {
    const soon = t.clock.now() + 8 * 3_600_000;
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Moved", aired: 0, ahead: 1, nextAt: soon });
    const ann = await t.person("ann");
    t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await t.rule(ann, tellOf("episode.airing"));
    await t.minutes(5);
    t.world.reschedule(episodes[0] ?? 0, soon + 3 * 3_600_000);
    await hours(9);
    expect(await eventsOf(t, ann, "episode.airing")).toEqual([]);
    await hours(3);
    expect(await eventsOf(t, ann, "episode.airing")).toHaveLength(1);
  });

  it("is not told of when its show was dropped before it airs", async () => {
    const soon = t.clock.now() + 3_600_000;
    const { show } = addWeeklyShow(t.sandbox, { title: "Dropped", aired: 0, ahead: 1, nextAt: soon });
    const ann = await t.person("ann");
    t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await t.rule(ann, tellOf("episode.airing"));
    await t.minutes(5);
    t.world.drop("ann", { type: "show", trakt: show });
    await hours(2);
    expect(await eventsOf(t, ann, "episode.airing")).toEqual([]);
  });
});
