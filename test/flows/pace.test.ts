import { listDead } from "@showrunner/services/act/dead.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
beforeEach(async () => {
  // As on one machine: Trakt's limits are on, and the governor keeps to them.
  t = await createTestWorld({ governed: true, behaviour: { limits: true } });
});
afterEach(async () => {
  await t.close();
});

const doAll = `name: Do all
when: { event: favorites.item_added }
then:
  - { do: watchlist.add }
  - { do: rate, rating: 8 }
  - { do: hide, section: calendar }
  - { do: list.add, list: Kept }
  - { do: history.add, watched_at: now }
`;

const refusals = (status: number): number =>
  Object.entries(t.sandbox.answers())
    .filter(([name]) => name.endsWith(` ${status}`))
    .reduce((sum, [, count]) => sum + count, 0);

describe("with Trakt's limits on", () => {
  it("five kinds of write for each of three people go one a second a person, and all are done once", async () => {
    const names = ["ann", "bob", "cat"];
    const movies = Array.from({ length: 8 }, (_, n) => t.world.addMovie({ title: `Movie ${n}` }));
    await t.flowing(async () => {
      for (const name of names) await t.rule(await t.person(name), doAll);
      await t.minutes(3);
      for (const trakt of movies) for (const name of names) t.world.favorite(name, { type: "movie", trakt });
      await t.minutes(4);
    });
    for (const name of names) {
      expect(t.world.history(name)).toHaveLength(movies.length);
      expect(t.world.lists(name).map((list) => list.items.length)).toEqual([movies.length]);
      const at = t.world.writes(name).map((write) => write.at);
      // Five kinds in each of the queue's three batches, and the list that had to be made.
      expect(at.length).toBeLessThanOrEqual(16);
      for (const [n, ms] of at.entries()) if (n > 0) expect(ms - (at[n - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
    }
    // The clock jumps while a write is on its way, so that some come a little early; those are waited for.
    const accepted = names.flatMap((name) => t.world.writes(name)).length;
    expect(refusals(429)).toBeLessThan(accepted);
    for (const name of names) expect(await listDead(t.ctx, (await t.connect(name)).id)).toEqual([]);
  });

  it("what is refused all the same, by Trakt or at its edge, is waited for and then done, and done once", async () => {
    const trakt = t.world.addMovie({ title: "Favorite" });
    const ann = await t.flowing(async () => {
      const account = await t.person("ann");
      await t.rule(account, doAll);
      await t.minutes(3);
      t.sandbox.faults.inject({ name: "429", match: { method: "POST" }, times: 3 });
      t.sandbox.faults.inject({ name: "429-bare", match: { method: "POST" }, times: 1 });
      t.sandbox.faults.inject({ name: "403-html", match: { method: "GET" }, times: 1 });
      t.world.favorite("ann", { type: "movie", trakt });
      await t.minutes(25);
      return account;
    });
    expect(t.sandbox.faults.active()).toEqual([]);
    expect(t.world.history("ann")).toHaveLength(1);
    expect(t.world.lists("ann").map((list) => list.items.length)).toEqual([1]);
    expect([t.world.ratings("ann"), t.world.hidden("ann", "calendar")].map((shelf) => shelf.length)).toEqual([1, 1]);
    expect(await listDead(t.ctx, ann.id)).toEqual([]);
  });
});
