import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";
import { addHook } from "../harness/webhook.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(() => t.close());

const dayMs = 86_400_000;
const rated =
  "name: Rated\nwhen: { event: item.rated }\nthen:\n" +
  "  - { do: notify, channel: inbox, title: '{{ movie.title }}', body: rated }\n" +
  "  - { do: watchlist.add }\n";

function rate(title: string): void {
  t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title, year: 2020 }) }, 8);
}

const told = async (): Promise<string[]> => (await readInbox(t.ctx, ann.id, 50)).map(({ title }) => title).toReversed();

describe("after a long silence", () => {
  it("of the machine, what happened meanwhile is one message; Trakt is written to, and webhooks go each", async () => {
    await using hook = await addHook(t, ann);
    await t.rule(ann, rated);
    await t.rule(ann, "name: Hooked\nwhen: { event: item.rated }\nthen:\n  - { do: webhook, channel: hook }\n");
    await t.minutes(3);
    for (let at = 0; at < 12; at++) rate(`Movie ${at}`);
    await t.sleep(3 * dayMs);
    await t.minutes(2);
    expect(await eventsOf(t, ann, "item.rated")).toHaveLength(12);
    expect(await told()).toEqual([]);
    expect(hook.events()).toHaveLength(12);
    expect(t.world.watchlist("ann")).toHaveLength(12);
    const held = (await runsOf(t, ann, "item.rated")).flatMap(({ trace }) => trace.timing ?? []);
    expect(held).toHaveLength(12);
    for (const line of held) expect(line).toMatch(/^notify inbox: held until .*: nothing was seen since /);
    await t.minutes(12);
    expect(await told()).toEqual(["12 things that happened while nothing was seen"]);
    rate("Later");
    await t.minutes(3);
    expect(await told()).toEqual(["12 things that happened while nothing was seen", "Later"]);
  });

  it("of the connection, what happened meanwhile is one message", async () => {
    await t.rule(ann, rated);
    await t.minutes(3);
    t.world.disconnectApp("ann");
    await t.minutes(5);
    for (let at = 0; at < 4; at++) rate(`Movie ${at}`);
    for (let day = 0; day < 2; day++) await t.sleep(dayMs);
    await t.connect("ann");
    await t.drain();
    await t.minutes(15);
    expect(await told()).toEqual(["Trakt must be connected again", "4 things that happened while nothing was seen"]);
  });

  it("what aired meanwhile is in it as well", async () => {
    const weekMs = 7 * dayMs;
    const { episodes } = addWeeklyShow(t.sandbox, {
      title: "Weekly",
      aired: 1,
      ahead: 4,
      nextAt: t.clock.now() + dayMs,
    });
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.rule(
      ann,
      "name: On air\nwhen: { event: episode.airing }\nthen:\n" +
        "  - { do: notify, channel: inbox, title: '{{ show.title }} {{ episode.number }}', body: airs }\n",
    );
    await t.minutes(3);
    await t.sleep(3 * weekMs);
    await t.minutes(15);
    expect(await told()).toEqual(["3 things that happened while nothing was seen"]);
  });

  it("a quiet account that is polled rarely is not taken for a silent one", async () => {
    await t.rule(ann, rated);
    // After two weeks it is polled every six hours.
    for (let hours = 0; hours < 16 * 24; hours += 6) await t.sleep(6 * 3_600_000);
    rate("One");
    for (let hours = 0; hours < 12; hours += 6) await t.sleep(6 * 3_600_000);
    expect(await told()).toEqual(["One"]);
  });
});
