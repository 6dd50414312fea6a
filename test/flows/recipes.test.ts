import { recipeOf } from "@showrunner/rules/recipes.ts";
import { explainRun, latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

function recipe(id: string): unknown {
  return recipeOf(id).make({})[0];
}

describe("premieres to the watchlist", () => {
  it("a premiere of a liked genre is on Trakt's watchlist the minute it airs, and once", async () => {
    const inTwoHours = t.clock.now() + 2 * 3_600_000;
    const { show } = addWeeklyShow(t.sandbox, { title: "New Drama", aired: 0, ahead: 3, nextAt: inTwoHours });
    const ann = await t.person("ann");
    await saveRule(t.ctx, ann.id, recipe("premieres-to-watchlist"), { enabled: true });
    await t.minutes(115);
    expect(t.world.watchlist("ann")).toEqual([]);
    await t.minutes(10);
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([{ type: "show", trakt: show }]);
    await t.minutes(60);
    expect(t.world.writes().filter((one) => one.endpoint.includes("watchlist"))).toHaveLength(1);
    const [run] = await latestRuns(t.ctx, ann.id, 1);
    expect(run?.trace.outcome).toBe("matched");
    expect(run?.trace.conditions.map((one) => one.result)).toEqual([true, true]);
  });

  it("a premiere of another genre is left alone, and its run says which condition failed", async () => {
    const soon = t.clock.now() + 10 * 60_000;
    addWeeklyShow(t.sandbox, { title: "Cooking", aired: 0, ahead: 1, nextAt: soon, genres: ["reality"] });
    const ann = await t.person("ann");
    await saveRule(t.ctx, ann.id, recipe("premieres-to-watchlist"), { enabled: true });
    await t.minutes(15);
    expect(t.world.watchlist("ann")).toEqual([]);
    const [run] = await latestRuns(t.ctx, ann.id, 1);
    expect(run?.trace.outcome).toBe("not_matched");
    expect(run?.trace.conditions[0]?.result).toBe(false);
  });

  it("what the person took off the watchlist, or Trakt did because it was watched, is never added again", async () => {
    const soon = t.clock.now() + 10 * 60_000;
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "New Drama", aired: 0, ahead: 3, nextAt: soon });
    const ann = await t.person("ann");
    await saveRule(t.ctx, ann.id, recipe("premieres-to-watchlist"), { enabled: true });
    await t.rule(ann, "name: Back on it\nwhen: { event: watchlist.item_removed }\nthen:\n  - do: watchlist.add\n");
    await t.minutes(15);
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([{ type: "show", trakt: show }]);
    const [first] = episodes;
    if (first === undefined) throw new Error("no episode");
    t.world.watch("ann", { type: "episode", trakt: first });
    expect(t.world.watchlist("ann")).toEqual([]);
    await t.minutes(10);
    expect(t.world.watchlist("ann")).toEqual([]);
    const run = (await latestRuns(t.ctx, ann.id, 10)).find((one) => one.eventType === "watchlist.item_removed");
    const explained = run === undefined ? undefined : await explainRun(t.ctx, ann.id, run.id);
    expect(explained?.actions[0]).toMatchObject({ state: "DONE" });
    expect(explained?.actions[0]?.outcome).toContain("not added again");
  });
});

describe("finished shows hidden", () => {
  it("an ended show is hidden from the progress when its last episode is watched, and not before", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Over Now", aired: 3, status: "ended" });
    const ann = await t.person("ann");
    await saveRule(t.ctx, ann.id, recipe("hide-finished-shows"), { enabled: true });
    await t.minutes(2);
    for (const [at, trakt] of episodes.entries()) {
      expect(t.world.hidden("ann", "progress_watched")).toEqual([]);
      t.world.watch("ann", { type: "episode", trakt });
      await t.minutes(2);
      if (at < episodes.length - 1) expect(t.world.hidden("ann", "progress_watched")).toEqual([]);
    }
    expect(t.world.hidden("ann", "progress_watched").map((one) => one.item)).toEqual([{ type: "show", trakt: show }]);
  });

  it("a show that was watched to its end while it went on is hidden when Trakt says that it ended", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Goes On", aired: 2 });
    const ann = await t.person("ann");
    await saveRule(t.ctx, ann.id, recipe("hide-finished-shows"), { enabled: true });
    await t.minutes(2);
    for (const trakt of episodes) t.world.watch("ann", { type: "episode", trakt });
    await t.minutes(5);
    expect(t.world.hidden("ann", "progress_watched")).toEqual([]);
    t.world.setStatus(show, "ended");
    // Trakt's updates are read every six hours, and what they say must hold for a day.
    for (let hour = 0; hour < 32; hour++) await t.sleep(3_600_000);
    expect(t.world.hidden("ann", "progress_watched").map((one) => one.item)).toEqual([{ type: "show", trakt: show }]);
  });

  it("switching the rule on hides nothing that was finished before", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Long Over", aired: 3, status: "ended" });
    const ann = await t.person("ann");
    for (const trakt of episodes) t.world.watch("ann", { type: "episode", trakt });
    await saveRule(t.ctx, ann.id, recipe("hide-finished-shows"), { enabled: true });
    await t.minutes(30);
    expect(t.world.hidden("ann", "progress_watched")).toEqual([]);
    expect(await latestEvents(t.ctx, ann.id, 10)).toEqual([]);
  });
});

describe("notifications sent", () => {
  it("an episode that airs of a show the person is caught up with is in the inbox once, of others it is not", async () => {
    const soon = t.clock.now() + 20 * 60_000;
    const mine = addWeeklyShow(t.sandbox, { title: "Mine", aired: 2, ahead: 2, nextAt: soon });
    const behind = addWeeklyShow(t.sandbox, { title: "Behind", aired: 3, ahead: 2, nextAt: soon });
    const ann = await t.person("ann");
    for (const trakt of mine.episodes.slice(0, 2)) t.world.watch("ann", { type: "episode", trakt });
    for (const trakt of behind.episodes.slice(0, 1)) t.world.watch("ann", { type: "episode", trakt });
    await saveRule(t.ctx, ann.id, recipe("notify-airing"), { enabled: true });
    await t.minutes(30);
    const inbox = await readInbox(t.ctx, ann.id, 10);
    expect(inbox.map((one) => one.title)).toEqual(["Mine: season 1, episode 3"]);
    const outcomes = (await latestRuns(t.ctx, ann.id, 10)).map((run) => [run.about, run.trace.outcome]);
    expect(outcomes.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1))).toEqual([
      [expect.stringContaining("Behind"), "not_matched"],
      [expect.stringContaining("Mine"), "matched"],
    ]);
  });
});
