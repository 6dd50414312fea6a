import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { told, useRecipe, verdicts } from "../harness/recipes.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, writesOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(async () => {
  await t.close();
});

const movie = (title: string) => ({
  type: "movie" as const,
  trakt: t.world.addMovie({ title, year: 2020, released: "2020-01-01" }),
});
const onList = (name: string) =>
  t.world
    .lists("ann")
    .find((one) => one.name === name)
    ?.items.map(({ item }) => item);

describe("clean a list", () => {
  it("takes a movie off the list once it is watched, and touches neither other lists nor what is on none", async () => {
    const [mine, other, early] = [movie("Heat"), movie("Alien"), movie("Seen before")];
    const list = t.world.createList("ann", { name: "To watch" });
    const kept = t.world.createList("ann", { name: "Kept" });
    t.world.watch("ann", early);
    for (const one of [mine, early]) t.world.listAdd("ann", list, one);
    t.world.listAdd("ann", kept, mine);
    await useRecipe(t, ann, "clean-a-list");
    await t.minutes(5);
    expect(onList("To watch")).toEqual([mine, early]);
    t.world.watch("ann", mine);
    t.world.watch("ann", other);
    await t.minutes(5);
    expect(onList("To watch")).toEqual([early]);
    expect(onList("Kept")).toEqual([mine]);
    const seen = await verdicts(t, ann);
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual({ outcome: "not_matched", held: [false], actions: [] });
    expect(seen).toContainEqual({ outcome: "matched", held: [true], actions: ["Heat is off the list To watch"] });
  });

  it("takes a show off when all there is of it was watched, and not what the person put back", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Over", aired: 2, status: "ended" });
    const list = t.world.createList("ann", { name: "To watch" });
    t.world.listAdd("ann", list, { type: "show", trakt: show });
    await useRecipe(t, ann, "clean-a-list");
    await t.minutes(2);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.minutes(5);
    expect(onList("To watch")).toHaveLength(1);
    t.world.watch("ann", { type: "episode", trakt: episodes[1] ?? 0 });
    await t.minutes(5);
    expect(onList("To watch")).toEqual([]);
    t.world.listAdd("ann", list, { type: "show", trakt: show });
    await t.minutes(30);
    expect(onList("To watch")).toHaveLength(1);
    expect(writesOf(t, "ann")).toHaveLength(1);
  });
});

describe("rated high", () => {
  it("puts what is rated 9 or 10 on the list and tells of it, once, also when a 9 becomes a 10", async () => {
    const [early, good, fair] = [movie("Rated before"), movie("Heat"), movie("Fair")];
    t.world.rate("ann", early, 10);
    await useRecipe(t, ann, "rated-high", { what: "both" });
    await t.minutes(5);
    t.world.rate("ann", good, 9);
    t.world.rate("ann", fair, 8);
    await t.minutes(5);
    t.world.rate("ann", good, 10);
    await t.minutes(5);
    expect(onList("Best of the best")).toEqual([good]);
    expect(await told(t, ann)).toEqual(["9/10: Heat | 2020"]);
    expect((await verdicts(t, ann)).map(({ outcome }) => outcome).toSorted()).toEqual([
      "matched",
      "not_matched",
      "not_matched",
    ]);
  });

  it("does not put back what the person took off the list, when it is rated high anew", async () => {
    const good = movie("Heat");
    await useRecipe(t, ann, "rated-high");
    await t.minutes(2);
    t.world.rate("ann", good, 9);
    await t.minutes(5);
    const list = t.world.lists("ann").find((one) => one.name === "Best of the best");
    t.world.listRemove("ann", list?.id ?? 0, good);
    t.world.rate("ann", good, 5);
    await t.minutes(5);
    t.world.rate("ann", good, 10);
    await t.minutes(5);
    expect(onList("Best of the best")).toEqual([]);
    expect((await verdicts(t, ann)).at(-1)?.actions).toEqual([expect.stringContaining("not added again")]);
  });

  it("tells of an episode by its show", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 2 });
    await useRecipe(t, ann, "rated-high", { what: "tell", rating: 10 });
    await t.minutes(2);
    t.world.rate("ann", { type: "episode", trakt: episodes[1] ?? 0 }, 10);
    await t.minutes(5);
    expect(await told(t, ann)).toEqual(["10/10: Weekly | Season 1, episode 2."]);
    expect(t.world.lists("ann")).toEqual([]);
    expect(await eventsOf(t, ann, "item.rated")).toHaveLength(1);
  });
});
