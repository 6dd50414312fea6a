import type { Account, RuleRecord } from "@showrunner/core/records.ts";
import { listApprovals } from "@showrunner/services/approvals/approvals.ts";
import { applyNow, previewNow } from "@showrunner/services/rules/apply-now.ts";
import { findRule, saveRule } from "@showrunner/services/rules/rules.ts";
import { requestUndo } from "@showrunner/services/undo/undo.ts";
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

async function ruleOf(account: Account, yaml: string): Promise<RuleRecord> {
  const { id } = await saveRule(t.ctx, account.id, yaml, { enabled: true });
  await t.minutes(3);
  return await findRule(t.ctx, account.id, id);
}

const favoriteGood = `
name: Favor the good
when: { event: item.rated }
if: rating >= 9
then:
  - do: favorites.add
`;

function rateMovies(ratings: readonly number[]): number[] {
  return ratings.map((rating, at) => {
    const trakt = t.world.addMovie({ title: `Movie ${at}`, released: "2020-01-01" });
    t.world.rate("ann", { type: "movie", trakt }, rating);
    return trakt;
  });
}

describe("a rule applied to what is there now", () => {
  it("is previewed without doing anything, then done for what it matches, with a trace each", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    const [first, , third] = rateMovies([9, 5, 10]);
    const ann = await t.connect("ann");
    const rule = await ruleOf(ann, favoriteGood);
    expect(await eventsOf(t, ann)).toEqual([]);

    const preview = await previewNow(t.ctx, ann, rule);
    await t.minutes(2);
    expect(preview).toMatchObject({ found: 3, matched: 2, notMatched: 1, already: 0, undecided: 0, cannot: [] });
    expect(preview.actions).toEqual({ "favorites.add": 2 });
    expect(preview.examples.map((one) => one.about)).toEqual(["Movie 0 rated 9", "Movie 2 rated 10"]);
    expect(await eventsOf(t, ann)).toEqual([]);
    expect(t.world.favorites("ann")).toEqual([]);

    const steps: number[] = [];
    const applied = await applyNow(t.ctx, ann, rule, { onProgress: (done) => steps.push(done) });
    await t.minutes(2);
    expect(applied).toMatchObject({ applied: 2, already: 0, left: 0 });
    expect(steps).toEqual([2]);
    const favorites = t.world.favorites("ann").map((one) => one.item);
    expect(favorites).toHaveLength(2);
    // Queues keep no order.
    expect(favorites).toEqual(
      expect.arrayContaining([
        { type: "movie", trakt: first },
        { type: "movie", trakt: third },
      ]),
    );
    const runs = await runsOf(t, ann);
    expect(runs.map((run) => run.trace.outcome)).toEqual(["matched", "matched"]);
    expect(new Set(runs.map((run) => run.trace.conditions[0]?.values["rating"]))).toEqual(new Set([9, 10]));
  });

  it("is done once, however often it is asked for, and only goes on with what is left", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    rateMovies([9, 9, 9]);
    const ann = await t.connect("ann");
    const rule = await ruleOf(ann, favoriteGood);
    expect(await applyNow(t.ctx, ann, rule, { atMost: 1 })).toMatchObject({ applied: 1, left: 2 });
    expect(await applyNow(t.ctx, ann, rule, { atMost: 1 })).toMatchObject({ applied: 1, already: 1, left: 1 });
    await t.minutes(2);
    expect(await applyNow(t.ctx, ann, rule)).toMatchObject({ applied: 1, already: 2, left: 0 });
    expect(await applyNow(t.ctx, ann, rule)).toMatchObject({ applied: 0, already: 3, left: 0 });
    await t.minutes(2);
    expect(await runsOf(t, ann, "item.rated")).toHaveLength(3);
    expect(t.world.favorites("ann")).toHaveLength(3);
  });

  it("goes on where it was when it was stopped half-way, and does nothing twice", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    rateMovies(Array.from({ length: 120 }, () => 9));
    const ann = await t.connect("ann");
    const rule = await ruleOf(ann, favoriteGood);
    let left = 70;
    const { store } = t.ctx;
    const stopping: TestWorld["ctx"] = {
      ...t.ctx,
      store: {
        get: (key) => store.get(key),
        getMany: (keys) => store.getMany(keys),
        query: (query) => store.query(query),
        queryIndex: (query) => store.queryIndex(query),
        delete: (key, condition) => store.delete(key, condition),
        put: async (item, condition) => {
          if (item.sk.startsWith("EVENT#") && --left < 0) throw new Error("the machine stopped");
          return await store.put(item, condition);
        },
      },
    };
    await expect(applyNow(stopping, ann, rule)).rejects.toThrow("the machine stopped");
    const again = await applyNow(t.ctx, ann, rule);
    expect(again.applied + again.already).toBe(120);
    expect(again.already).toBeGreaterThan(0);
    await t.minutes(5);
    expect(await runsOf(t, ann, "item.rated")).toHaveLength(120);
    const asked = (await actionsOf(t, ann)).filter(({ request }) => request.do === "favorites.add");
    expect(asked).toHaveLength(120);
  });

  it("no other rule runs on it, and what the rule acted on when it happened is left out", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    rateMovies([9]);
    const ann = await t.connect("ann");
    await t.rule(ann, "name: Other\nwhen: { event: item.rated }\nthen:\n  - do: watchlist.add\n");
    const rule = await ruleOf(ann, favoriteGood);
    rateMovies([10]);
    await t.minutes(2);
    expect(await runsOf(t, ann, "item.rated")).toHaveLength(2);
    expect(await previewNow(t.ctx, ann, rule)).toMatchObject({ found: 2, already: 1, matched: 1 });
    await applyNow(t.ctx, ann, rule);
    await t.minutes(2);
    const runs = await runsOf(t, ann, "item.rated");
    expect(runs).toHaveLength(3);
    expect(runs.at(-1)?.ruleId).toBe(rule.id);
    expect(t.world.watchlist("ann")).toHaveLength(1);
  });

  it("what was taken back is not done again, and what is over the limit waits for a yes", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    rateMovies([9, 9, 9]);
    const ann = await t.connect("ann");
    const rule = await ruleOf(
      ann,
      `name: Hide\nwhen: { event: item.rated }\nthen:\n  - do: rate\n    rating: 10\n  - do: unrate\noptions: { limit: { removals: 1 } }\n`,
    );
    const preview = await previewNow(t.ctx, ann, rule);
    expect(preview.overLimits).toMatchObject([{ kind: "removals", count: 3, most: 1 }]);
    await applyNow(t.ctx, ann, rule);
    await t.minutes(2);
    expect(await listApprovals(t.ctx, ann.id)).toHaveLength(2);
  });

  it("undone things stay undone when the rule is applied", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    const ann = await t.connect("ann");
    const rule = await ruleOf(ann, favoriteGood);
    const [movie] = rateMovies([9]);
    await t.minutes(2);
    expect(t.world.favorites("ann")).toHaveLength(1);
    await requestUndo(t.ctx, ann, { what: "rule", ruleId: rule.id });
    await t.minutes(3);
    expect(t.world.favorites("ann")).toEqual([]);
    if (movie === undefined) throw new Error("no movie");
    t.world.rate("ann", { type: "movie", trakt: movie }, 10);
    await t.minutes(2);
    await applyNow(t.ctx, ann, rule);
    await t.minutes(2);
    expect(t.world.favorites("ann")).toEqual([]);
  });

  it("shows that are completed already, and that have ended, are found by the plays", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    const over = addWeeklyShow(t.sandbox, { title: "Over", aired: 3, status: "ended" });
    const half = addWeeklyShow(t.sandbox, { title: "Half", aired: 3, status: "ended" });
    const going = addWeeklyShow(t.sandbox, { title: "Going", aired: 2, ahead: 2 });
    for (const trakt of [...over.episodes, ...half.episodes.slice(0, 2), ...going.episodes.slice(0, 2)])
      t.world.watch("ann", { type: "episode", trakt });
    const ann = await t.connect("ann");
    const rule = await ruleOf(
      ann,
      "name: Hide finished\nwhen: { event: show.completed }\nthen:\n  - do: hide\n    section: progress_watched\n",
    );
    expect(await previewNow(t.ctx, ann, rule)).toMatchObject({ found: 1, matched: 1 });
    await applyNow(t.ctx, ann, rule);
    await t.minutes(2);
    expect(t.world.hidden("ann", "progress_watched").map((one) => one.item)).toEqual([
      { type: "show", trakt: over.show },
    ]);
    const preview = async (event: string) =>
      await previewNow(
        t.ctx,
        ann,
        await ruleOf(ann, `name: ${event}\nwhen: { event: ${event} }\nthen:\n  - do: watchlist.add\n`),
      );
    expect((await preview("show.caught_up")).examples.map((one) => one.about)).toEqual(["caught up with Going"]);
    const caughtUp = await findRule(t.ctx, ann.id, "show.caught_up");
    await applyNow(t.ctx, ann, caughtUp);
    await t.minutes(2);
    const [event] = await eventsOf(t, ann, "show.caught_up");
    expect(event).toMatchObject({
      appliedrule: caughtUp.id,
      data: { progress: { aired: 2, completed: 2, seasons: [{ number: 1, aired: 2, completed: 2 }] } },
    });
    expect((await preview("show.started")).found).toBe(3);
    expect((await preview("season.completed")).examples.map((one) => one.about)).toEqual(["Over season 1 completed"]);
    expect((await preview("show.ended")).found).toBe(2);
  });

  it("what is gone, or a moment, cannot be applied and says so; nor can a rule that is off", async () => {
    const ann = await t.person("ann");
    const rule = await ruleOf(
      ann,
      "name: Airs\nwhen: { event: episode.airing }\nthen:\n  - do: watchlist.add\n    item: show\n",
    );
    const preview = await previewNow(t.ctx, ann, rule);
    expect(preview.cannot).toEqual([
      { type: "episode.airing", reason: expect.stringContaining("it tells of a moment") },
    ]);
    await expect(applyNow(t.ctx, ann, rule)).rejects.toMatchObject({ code: "rule.not_present" });
    const off = await saveRule(t.ctx, ann.id, favoriteGood, { enabled: false });
    expect((await previewNow(t.ctx, ann, off)).cannot[0]?.reason).toContain("never read");
    await expect(applyNow(t.ctx, ann, off)).rejects.toMatchObject({ code: "rule.disabled" });
  });

  it("a fact that only the person may read is read before the rule decides", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    const trakt = t.world.addMovie({ title: "Listed", released: "2020-01-01" });
    t.world.watchlistAdd("ann", { type: "movie", trakt });
    const ann = await t.connect("ann");
    const rule = await ruleOf(
      ann,
      `name: Not twice\nwhen: { event: watchlist.item_added }\nif: '!on_list("Seen")'\nthen:\n  - do: favorites.add\n`,
    );
    expect(await previewNow(t.ctx, ann, rule)).toMatchObject({
      undecided: 1,
      reasons: [{ outcome: "undecided", reason: 'what was on the list "seen" is not known' }],
    });
    expect(await applyNow(t.ctx, ann, rule)).toMatchObject({ applied: 1 });
    await t.minutes(5);
    expect(t.world.favorites("ann")).toHaveLength(1);
  });
});
