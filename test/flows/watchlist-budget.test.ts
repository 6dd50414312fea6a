import type { Account } from "@showrunner/core/records.ts";
import { listDead, retryDead } from "@showrunner/services/act/dead.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { previewUndo } from "@showrunner/services/undo/undo.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf, runsOf, writesOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(async () => {
  await t.close();
});

interface Movie {
  type: "movie";
  trakt: number;
}

const movies = (count: number): Movie[] =>
  Array.from({ length: count }, (_, at) => ({ type: "movie", trakt: t.world.addMovie({ title: `Movie ${at}` }) }));

function budgeted(options: string): string {
  return `name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\noptions: { watchlist: ${options} }\n`;
}

const listed = (): number[] => t.world.watchlist("ann").map(({ item }) => (item.type === "movie" ? item.trakt : 0));

async function favorite(...some: Movie[]): Promise<void> {
  for (const movie of some) {
    t.world.favorite("ann", movie);
    await t.minutes(3);
  }
}

describe("a budget", () => {
  it("leaves the reserve free by taking off what the rule itself added first, never the person's own", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 6;
    const [mine, one, two, three, four] = movies(5);
    if (!mine || !one || !two || !three || !four) throw new Error("no movies");
    t.world.watchlistAdd("ann", mine);
    await t.rule(ann, budgeted("{ reserve: 3, evict: oldest }"));
    await t.minutes(1);
    await favorite(mine, one, two);
    expect(listed()).toEqual([mine.trakt, one.trakt, two.trakt]);
    await favorite(three);
    expect(listed()).toEqual([mine.trakt, two.trakt, three.trakt]);
    await favorite(four);
    expect(listed()).toEqual([mine.trakt, three.trakt, four.trakt]);
    expect(await listDead(t.ctx, ann.id)).toEqual([]);
  });

  it("what made way is not added again, fires no rule, and is known as taken back", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 2;
    const [one, two] = movies(2);
    if (!one || !two) throw new Error("no movies");
    await t.rule(ann, budgeted("{ reserve: 1, evict: oldest }"));
    await t.rule(ann, "name: Chase\nwhen: { event: watchlist.item_removed }\nthen: [{ do: rate, rating: 1 }]\n");
    await t.minutes(1);
    await favorite(one, two);
    expect(listed()).toEqual([two.trakt]);
    expect(await eventsOf(t, ann, "watchlist.item_removed")).toHaveLength(1);
    expect((await runsOf(t, ann, "watchlist.item_removed")).map((run) => run.trace.outcome)).toEqual(["suppressed"]);
    t.world.unfavorite("ann", one);
    await t.minutes(3);
    await favorite(one);
    expect(listed()).toEqual([two.trakt]);
    const preview = await previewUndo(t.ctx, ann, {
      what: "rule",
      ruleId: (await findRule(t.ctx, ann.id, "Later")).id,
    });
    expect(preview.takesBack.map((line) => line.did)).toEqual(["Movie 1 is on the watchlist"]);
    expect(preview.leaves).toMatchObject([{ did: "Movie 0 is on the watchlist", why: "it was taken back before" }]);
  });

  it("without `evict` nothing is added into the reserve, and nothing is asked of Trakt for it", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 3;
    const [one, two, three] = movies(3);
    if (!one || !two || !three) throw new Error("no movies");
    t.world.watchlistAdd("ann", one);
    await t.rule(ann, budgeted("{ reserve: 1 }"));
    await t.minutes(1);
    await favorite(two, three);
    expect(listed()).toEqual([one.trakt, two.trakt]);
    expect(writesOf(t, "ann")).toEqual(["POST /sync/watchlist"]);
    expect(await listDead(t.ctx, ann.id)).toMatchObject([{ outcome: expect.stringContaining("leaves 1 places free") }]);
  });

  it("many at once keep to it, too", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 10;
    const all = movies(12);
    await t.rule(ann, budgeted("{ reserve: 4, evict: oldest }"));
    await t.minutes(1);
    for (const movie of all) t.world.favorite("ann", movie);
    await t.minutes(30);
    expect(listed().length).toBeLessThanOrEqual(6);
    expect(t.sandbox.answers()["POST /sync/watchlist 420"]).toBeUndefined();
    expect((await actionsOf(t, ann)).every((action) => action.state === "DONE" || action.state === "DEAD")).toBe(true);
  });
});

describe("a full list (420)", () => {
  it("is told once and not knocked at again, however much comes, until something left it", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 1;
    const [first, ...others] = movies(6);
    if (!first) throw new Error("no movies");
    t.world.watchlistAdd("ann", first);
    await t.rule(ann, "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n");
    await t.minutes(1);
    await favorite(...others);
    expect(t.sandbox.answers()["POST /sync/watchlist 420"]).toBe(1);
    const dead = await listDead(t.ctx, ann.id);
    expect(dead).toHaveLength(5);
    expect(await readInbox(t.ctx, ann.id, 10)).toMatchObject([{ title: "Trakt takes no more in the watchlist" }]);

    t.world.watchlistRemove("ann", first);
    await t.minutes(3);
    await retryDead(t.ctx, ann.id, dead[0]?.id ?? "");
    await t.minutes(3);
    expect(listed()).toEqual([others[0]?.trakt]);
  });

  it("takes of many what there is room for", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 4;
    const all = movies(7);
    await t.rule(ann, "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n");
    await t.minutes(1);
    for (const movie of all) t.world.favorite("ann", movie);
    await t.minutes(10);
    expect(listed()).toHaveLength(4);
    expect(await listDead(t.ctx, ann.id)).toHaveLength(3);
    expect(t.sandbox.answers()["POST /sync/watchlist 420"]).toBe(1);
  });
});
