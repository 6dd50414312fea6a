import { recipes } from "@showrunner/rules/recipes.ts";
import { explainRun, latestRuns } from "@showrunner/services/events/explain.ts";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { useRecipe } from "../harness/recipes.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

describe("premieres to the watchlist", () => {
  it("a premiere of a liked genre is on Trakt's watchlist the minute it airs, and once", async () => {
    const inTwoHours = t.clock.now() + 2 * 3_600_000;
    const { show } = addWeeklyShow(t.sandbox, { title: "New Drama", aired: 0, ahead: 3, nextAt: inTwoHours });
    const ann = await t.person("ann");
    await useRecipe(t, ann, "premieres-to-watchlist");
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
    await useRecipe(t, ann, "premieres-to-watchlist");
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
    await useRecipe(t, ann, "premieres-to-watchlist");
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

  it("a new season of what the person follows is there too where that was asked for, and no other", async () => {
    const soon = t.clock.now() + 20 * 60_000;
    const season = (title: string) => {
      const show = t.world.addShow({ title, status: "returning series", genres: ["reality"] });
      const first = t.world.addEpisode(show, { season: 1, number: 1, first_aired: t.clock.now() - 86_400_000 });
      t.world.addEpisode(show, { season: 2, number: 1, first_aired: soon });
      return { show, first };
    };
    const [mine, removed] = [season("Mine"), season("Taken off")];
    season("Nobody's");
    const ann = await t.person("ann");
    for (const { first } of [mine, removed]) t.world.watch("ann", { type: "episode", trakt: first });
    await useRecipe(t, ann, "premieres-to-watchlist", { new_seasons: true });
    await t.minutes(30);
    const listed = () => t.world.watchlist("ann").map((one) => ("trakt" in one.item ? one.item.trakt : 0));
    expect(new Set(listed())).toEqual(new Set([mine.show, removed.show]));
    t.world.watchlistRemove("ann", { type: "show", trakt: removed.show });
    await t.minutes(60);
    expect(listed()).toEqual([mine.show]);
  });

  it("what aired before the rule was switched on is not added", async () => {
    addWeeklyShow(t.sandbox, { title: "Began today", aired: 1, ahead: 3, nextAt: t.clock.now() + 6 * 86_400_000 });
    const ann = await t.person("ann");
    await t.minutes(2);
    await useRecipe(t, ann, "premieres-to-watchlist", { new_seasons: true });
    await t.minutes(60);
    expect(t.world.watchlist("ann")).toEqual([]);
    expect(await latestRuns(t.ctx, ann.id, 10)).toEqual([]);
  });
});

it("every recipe has flows", () => {
  const flows = globSync("recipes*.test.ts", { cwd: import.meta.dirname }).map((file) =>
    readFileSync(join(import.meta.dirname, file), "utf8"),
  );
  const used = new Set(
    flows.flatMap((text) => [...text.matchAll(/useRecipe\(t, \w+, "([\w-]+)"/g)].map(([, id]) => id)),
  );
  expect(used).toEqual(new Set(recipes.map(({ id }) => id)));
});
