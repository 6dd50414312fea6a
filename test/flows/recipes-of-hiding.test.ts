import type { Account } from "@showrunner/core/records.ts";
import { latestEvents } from "@showrunner/services/events/explain.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { hourMs, useRecipe, verdicts } from "../harness/recipes.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(async () => {
  await t.close();
});

const hidden = () => t.world.hidden("ann", "progress_watched").map((one) => one.item);

async function watchAll(episodes: readonly number[]): Promise<void> {
  for (const trakt of episodes) t.world.watch("ann", { type: "episode", trakt });
  await t.minutes(5);
}

/** Trakt's updates are read every six hours, and what they say must hold for a day. */
async function heldForADay(): Promise<void> {
  for (let hour = 0; hour < 32; hour++) await t.sleep(hourMs);
}

describe("finished shows hidden", () => {
  it("an ended show is hidden from the progress when its last episode is watched, and not before", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Over Now", aired: 3, status: "ended" });
    await useRecipe(t, ann, "hide-finished-shows");
    await t.minutes(2);
    for (const [at, trakt] of episodes.entries()) {
      expect(hidden()).toEqual([]);
      t.world.watch("ann", { type: "episode", trakt });
      await t.minutes(2);
      if (at < episodes.length - 1) expect(hidden()).toEqual([]);
    }
    expect(hidden()).toEqual([{ type: "show", trakt: show }]);
  });

  it("a show that was watched to its end while it went on is hidden when Trakt says that it ended", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Goes On", aired: 2 });
    await useRecipe(t, ann, "hide-finished-shows");
    await t.minutes(2);
    await watchAll(episodes);
    expect(hidden()).toEqual([]);
    t.world.setStatus(show, "ended");
    await heldForADay();
    expect(hidden()).toEqual([{ type: "show", trakt: show }]);
  });

  it("switching the rule on hides nothing that was finished before", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Long Over", aired: 3, status: "ended" });
    for (const trakt of episodes) t.world.watch("ann", { type: "episode", trakt });
    await t.minutes(2);
    await useRecipe(t, ann, "hide-finished-shows");
    await t.minutes(30);
    expect(hidden()).toEqual([]);
    expect((await latestEvents(t.ctx, ann.id, 10)).map((event) => event.type)).not.toContain("show.completed");
  });

  it("a show that a rule hid comes back when it is renewed; one that the person hid stays hidden", async () => {
    const ours = addWeeklyShow(t.sandbox, { title: "Ours", aired: 2, status: "canceled" });
    const theirs = addWeeklyShow(t.sandbox, { title: "Theirs", aired: 2, status: "canceled" });
    await useRecipe(t, ann, "hide-finished-shows");
    await t.minutes(2);
    t.world.watch("ann", { type: "episode", trakt: theirs.episodes[0] ?? 0 });
    t.world.hide("ann", { type: "show", trakt: theirs.show }, "progress_watched");
    await watchAll(ours.episodes);
    expect(hidden().toSorted((a, b) => Number("trakt" in a && a.trakt) - Number("trakt" in b && b.trakt))).toEqual([
      { type: "show", trakt: ours.show },
      { type: "show", trakt: theirs.show },
    ]);
    for (const { show } of [ours, theirs]) t.world.setStatus(show, "returning series");
    await heldForADay();
    expect(hidden()).toEqual([{ type: "show", trakt: theirs.show }]);
    const back = (await verdicts(t, ann)).slice(-2).flatMap(({ actions }) => actions);
    expect(new Set(back)).toEqual(
      new Set(["Ours is shown in watched progress again", "left as it is: it was done by hand, and not by a rule"]),
    );
  });

  it("a show that the person showed again and hid anew by hand stays hidden when it is renewed", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Over", aired: 2, status: "canceled" });
    await useRecipe(t, ann, "hide-finished-shows");
    await t.minutes(2);
    await watchAll(episodes);
    t.world.unhide("ann", { type: "show", trakt: show }, "progress_watched");
    for (let day = 0; day < 3; day++) await t.sleep(24 * hourMs);
    expect(hidden()).toEqual([]);
    t.world.hide("ann", { type: "show", trakt: show }, "progress_watched");
    t.world.setStatus(show, "returning series");
    await heldForADay();
    expect(hidden()).toEqual([{ type: "show", trakt: show }]);
  });

  it("drops instead and takes up again where that is what was asked for, and never where it was not", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Over", aired: 2, status: "canceled" });
    await useRecipe(t, ann, "hide-finished-shows", { how: "drop" });
    await t.minutes(2);
    await watchAll(episodes);
    expect(hidden()).toEqual([]);
    expect(t.world.hidden("ann", "dropped").map((one) => one.item)).toEqual([{ type: "show", trakt: show }]);
    t.world.setStatus(show, "returning series");
    await heldForADay();
    expect(t.world.hidden("ann", "dropped")).toEqual([]);
  });
});
