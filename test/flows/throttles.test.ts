import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, runsOf } from "../harness/told.ts";
import { addHook } from "../harness/webhook.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(() => t.close());

const notify = "{ do: notify, channel: inbox, title: '{{ movie.title }}', body: rated }";
const rated = (options: string, then = notify): string =>
  `name: Rated\nwhen: { event: item.rated }\nthen:\n  - ${then}\n${options}`;

function rate(title: string): void {
  t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title, year: 2020 }) }, 8);
}

const told = async (): Promise<string[]> => (await readInbox(t.ctx, ann.id, 50)).map(({ title }) => title).toReversed();

describe("a throttle", () => {
  it("lets so many through in its period; what is more is told in one message when there is room", async () => {
    await t.rule(ann, rated("options: { throttle: { at_most: 2, per: 1 hour } }\n"));
    await t.minutes(2);
    for (const title of ["One", "Two", "Three", "Four"]) {
      rate(title);
      await t.minutes(2);
    }
    expect(await told()).toEqual(["One", "Two"]);
    const run = (await runsOf(t, ann))[2];
    expect(run?.trace.timing?.[0]).toMatch(
      /^notify inbox: throttled: 2 in 1 hour were told already, and this is told with what else waits at /,
    );
    await t.minutes(50);
    expect(await told()).toHaveLength(2);
    await t.minutes(15);
    expect(await told()).toEqual(["One", "Two", "2 more from Rated"]);
    // That message counts as well, beside the second of before.
    rate("Five");
    await t.minutes(3);
    expect((await told()).length).toBeLessThanOrEqual(4);
    expect((await actionsOf(t, ann)).every(({ state }) => state === "DONE" || state === "WAITING")).toBe(true);
  });

  it("counts each show by itself where it is said to", async () => {
    const both = ["A", "B"].map((title) => addWeeklyShow(t.sandbox, { title, aired: 4 }));
    await t.rule(
      ann,
      "name: Watched\nwhen: { event: episode.watched }\nthen:\n" +
        "  - { do: notify, channel: inbox, title: '{{ show.title }} {{ episode.number }}', body: seen }\n" +
        "options: { throttle: { at_most: 1, per: 1 day, by: show } }\n",
    );
    await t.minutes(2);
    for (const at of [0, 1])
      for (const { episodes } of both) t.world.watch("ann", { type: "episode", trakt: episodes[at] ?? 0 });
    await t.minutes(4);
    expect((await told()).map((title) => title.slice(0, 1)).toSorted()).toEqual(["A", "B"]);
  });

  it("leaves out a webhook that is too many, and the run says so", async () => {
    await using hook = await addHook(t, ann);
    await t.rule(ann, rated("options: { throttle: { at_most: 1, per: 1 hour } }\n", "{ do: webhook, channel: hook }"));
    await t.minutes(2);
    rate("One");
    await t.minutes(2);
    rate("Two");
    await t.minutes(2);
    expect(hook.events()).toHaveLength(1);
    const run = (await runsOf(t, ann))[1];
    expect(run?.trace.timing).toEqual(["webhook hook: left out, throttled: 1 in 1 hour were told already"]);
    expect(run?.actions).toEqual([]);
  });

  it("of a channel counts all rules together, and of the person each rule that has none", async () => {
    await saveSettings(t.ctx, ann.id, { channels: { inbox: { throttle: "2 per 1 hour" } } });
    await t.rule(ann, rated(""));
    await t.rule(ann, rated("").replace("Rated", "Also"));
    await t.minutes(2);
    rate("One");
    await t.minutes(2);
    rate("Two");
    await t.minutes(2);
    expect(await told()).toEqual(["One", "One"]);
    await saveSettings(t.ctx, ann.id, { throttle: "1 per 30 minutes" });
    rate("Three");
    await t.minutes(2);
    rate("Four");
    await t.minutes(2);
    expect((await told()).filter((title) => title === "Three")).toHaveLength(2);
    expect(await told()).not.toContain("Four");
  });

  it("does not hold back what is written to Trakt", async () => {
    await t.rule(ann, rated("options: { throttle: { at_most: 1, per: 1 day } }\n", "{ do: watchlist.add }"));
    await t.minutes(2);
    for (const title of ["One", "Two", "Three"]) rate(title);
    await t.minutes(3);
    expect(t.world.watchlist("ann")).toHaveLength(3);
  });
});
