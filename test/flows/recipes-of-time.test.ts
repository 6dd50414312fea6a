import type { Account } from "@showrunner/core/records.ts";
import { afterEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { dayMs, hourMs, hours, told, useRecipe, verdicts } from "../harness/recipes.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
afterEach(async () => {
  await t.close();
});

async function personIn(timezone: string): Promise<Account> {
  t.world.addPerson({ username: "ann", timezone });
  return await t.connect("ann");
}

describe("my week", () => {
  it("comes on Sunday evening by the person's clocks, with what was watched and what airs, one or many", async () => {
    // A Saturday.
    t = await createTestWorld({ startsAt: "2026-03-07T12:00:00.000Z" });
    const start = t.clock.now();
    const ann = await personIn("America/New_York");
    const { show, episodes } = addWeeklyShow(t.sandbox, {
      title: "Weekly",
      aired: 2,
      ahead: 3,
      nextAt: start + 3 * dayMs,
    });
    t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await useRecipe(t, ann, "my-week", { daily: false });
    await hours(t, 2);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    // Clocks in New York go on by an hour that night: 20:00 is midnight in UTC.
    await hours(t, 33);
    await t.sleep(Date.parse("2026-03-08T23:58:00Z") - t.clock.now());
    expect(await told(t, ann)).toEqual([]);
    await t.minutes(5);
    expect(await told(t, ann)).toEqual([
      "Your week: 1 episode, 0 movies | You watched:\n- Weekly 1×01 Episode 1\nTo come:\n- Tue 08:00 Weekly 1×03 Episode 3",
    ]);
    await hours(t, 24);
    expect(await told(t, ann)).toHaveLength(1);
  });

  it("and yesterday's episodes come at breakfast, when there are any", async () => {
    t = await createTestWorld({ startsAt: "2026-03-02T12:00:00.000Z" });
    const ann = await personIn("UTC");
    const nextAt = t.clock.now() + 6 * hourMs;
    const { show } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 2, ahead: 3, nextAt });
    t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await useRecipe(t, ann, "my-week", { weekly: false });
    await hours(t, 19);
    expect(await told(t, ann)).toEqual([]);
    await hours(t, 1);
    expect(await told(t, ann)).toEqual(["New: 1 episode | - Mon 18:00 Weekly 1×03 Episode 3"]);
    await hours(t, 48);
    expect(await told(t, ann)).toHaveLength(1);
    expect((await verdicts(t, ann)).map(({ outcome }) => outcome)).toEqual(["matched", "not_matched", "not_matched"]);
  });
});

describe("stalled shows", () => {
  const days = async (count: number): Promise<void> => {
    for (let step = 0; step < count * 4; step++) await t.sleep(6 * hourMs);
  };

  it("are told of and put on a list once for each time that the person stops, and not those of before", async () => {
    t = await createTestWorld();
    t.world.addPerson({ username: "ann" });
    const begun = (title: string, daysAgo: number) => {
      const made = addWeeklyShow(t.sandbox, { title, aired: 3 });
      const watched_at = t.clock.now() - daysAgo * dayMs;
      t.world.watch("ann", { type: "episode", trakt: made.episodes[0] ?? 0 }, { watched_at });
      return made;
    };
    begun("Long ago", 60);
    const mine = begun("Begun", 28);
    const ann = await t.connect("ann");
    await useRecipe(t, ann, "stalled-shows", { what: "both" });
    await t.minutes(2);
    await days(1);
    expect(await told(t, ann)).toEqual([]);
    await days(2);
    const nudge = "Begun waits for you | You have watched 1 of 3 episodes; next is season 1, episode 2.";
    expect(await told(t, ann)).toEqual([nudge]);
    const list = () => t.world.lists("ann").find((one) => one.name === "Stalled");
    expect(list()?.items.map(({ item }) => item)).toEqual([{ type: "show", trakt: mine.show }]);
    t.world.listRemove("ann", list()?.id ?? 0, { type: "show", trakt: mine.show });
    await days(20);
    expect(await told(t, ann)).toEqual([nudge]);
    t.world.watch("ann", { type: "episode", trakt: mine.episodes[1] ?? 0 });
    await days(32);
    // Told anew, and not put back where the person took it away.
    expect(await told(t, ann)).toHaveLength(2);
    expect(list()?.items).toEqual([]);
  });
});
