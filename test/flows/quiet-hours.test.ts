import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { requestNotices } from "@showrunner/services/act/notices.ts";
import { getSettings, saveSettings, withSetting } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, runsOf } from "../harness/told.ts";
import { addHook } from "../harness/webhook.ts";

let t: TestWorld;
let ann: Account;
afterEach(() => t.close());

async function begin(startsAt: string): Promise<void> {
  t = await createTestWorld({ startsAt });
  ann = await t.person("ann");
}

let count = 0;
const rated = (
  options = "",
  then = "{ do: notify, channel: inbox, title: '{{ movie.title }}', body: rated }",
): string => `name: Rated ${++count}\nwhen: { event: item.rated }\nthen:\n  - ${then}\n${options}`;

function rate(title: string): void {
  t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title, year: 2020 }) }, 8);
}

const told = async (): Promise<string[]> => (await readInbox(t.ctx, ann.id, 50)).map(({ title }) => title).toReversed();

describe("what falls into quiet hours", () => {
  beforeEach(async () => {
    await begin("2026-03-02T20:50:00.000Z");
    await saveSettings(t.ctx, ann.id, { time_zone: "Europe/Berlin", quiet_hours: "22:00-07:00" });
  });

  it("is told when they end, several in one message, and the run says so", async () => {
    await t.rule(ann, rated());
    await t.minutes(12);
    rate("Heat");
    await t.minutes(2);
    rate("Alien");
    rate("Fargo");
    await t.minutes(2);
    expect(await told()).toEqual([]);
    const [run] = await runsOf(t, ann);
    expect(run?.trace.timing).toEqual(["notify inbox: held for quiet hours until Tue 3 Mar, 07:00"]);
    expect((await actionsOf(t, ann)).map(({ state }) => state)).toEqual(["WAITING", "WAITING", "WAITING"]);

    await t.sleep(Date.parse("2026-03-03T05:59:00Z") - t.clock.now());
    expect(await told()).toEqual([]);
    await t.minutes(2);
    expect(await told()).toEqual(["3 messages from your quiet hours"]);
    const [message] = await readInbox(t.ctx, ann.id, 1);
    expect(message?.body.split("\n").toSorted()).toEqual(["• Alien: rated", "• Fargo: rated", "• Heat: rated"]);
    const actions = await actionsOf(t, ann);
    expect(actions.map(({ state }) => state)).toEqual(["DONE", "DONE", "DONE", "DONE"]);
    expect(actions[0]?.outcome).toMatch(/^told in one message with 2 more \[act_/);
    await t.minutes(30);
    expect(await told()).toHaveLength(1);
  });

  it("is told as it is when it is the only one", async () => {
    await t.rule(ann, rated());
    await t.minutes(12);
    rate("Heat");
    await t.minutes(2);
    await t.sleep(10 * 3_600_000);
    await t.minutes(1);
    expect(await told()).toEqual(["Heat"]);
    expect(await actionsOf(t, ann)).toHaveLength(1);
  });

  it("is told at once by a rule that ignores them; a webhook waits only where its rule says so, and by itself", async () => {
    await using hook = await addHook(t, ann);
    await t.rule(ann, rated("options: { quiet_hours: ignore }\n"));
    await t.rule(ann, rated("", "{ do: webhook, channel: hook }"));
    await t.rule(ann, rated("options: { quiet_hours: respect }\n", "{ do: webhook, channel: hook }"));
    await t.minutes(12);
    rate("Heat");
    await t.minutes(3);
    expect(await told()).toEqual(["Heat"]);
    expect(hook.events()).toHaveLength(1);
    rate("Alien");
    await t.minutes(3);
    expect(hook.events()).toHaveLength(2);
    await t.sleep(10 * 3_600_000);
    await t.minutes(1);
    expect(hook.events()).toHaveLength(4);
  });

  it("is also a try after a failure, and a notice of our own", async () => {
    await saveChannel(t.ctx, ann.id, { kind: "inbox", name: "second", config: {}, secrets: {} });
    await t.minutes(12);
    await requestNotices(t.ctx, ann, "test", { title: "Notice", body: "of our own" });
    await t.minutes(2);
    expect(await told()).toEqual([]);
    await t.sleep(10 * 3_600_000);
    await t.minutes(1);
    expect(await told()).toEqual(["Notice", "Notice"]);
  });

  it("waits by the channel's own hours where it has some, also none", async () => {
    await saveChannel(t.ctx, ann.id, { kind: "inbox", name: "second", config: {}, secrets: {} });
    await t.rule(ann, rated());
    await t.rule(ann, rated("", "{ do: notify, channel: second, title: 'second {{ movie.title }}', body: rated }"));
    await saveSettings(
      t.ctx,
      ann.id,
      withSetting(await getSettings(t.ctx, ann.id), "channels.second.quiet_hours", "none"),
    );
    await t.minutes(12);
    rate("Heat");
    await t.minutes(3);
    expect(await told()).toEqual(["second Heat"]);
  });

  it("moves with the settings while it waits: to an earlier end, a later one, or to now", async () => {
    await using hook = await addHook(t, ann);
    await t.rule(ann, rated());
    await t.rule(ann, rated("options: { quiet_hours: respect }\n", "{ do: webhook, channel: hook }"));
    await t.minutes(12);
    rate("Heat");
    await t.minutes(2);
    await saveSettings(t.ctx, ann.id, withSetting(await getSettings(t.ctx, ann.id), "quiet_hours", "22:00-09:00"));
    await t.minutes(1);
    const [moved, also] = await actionsOf(t, ann);
    expect(also?.hold?.until).toBe(moved?.hold?.until);
    expect(moved?.hold?.until).toBe(Date.parse("2026-03-03T08:00:00Z"));
    expect(moved?.outcome).toBe(
      "held for quiet hours until Tue 3 Mar, 07:00; moved by changed settings to Tue 3 Mar, 09:00",
    );
    await t.sleep(Date.parse("2026-03-03T07:30:00Z") - t.clock.now());
    expect(await told()).toEqual([]);
    expect(hook.events()).toEqual([]);
    await saveSettings(t.ctx, ann.id, withSetting(await getSettings(t.ctx, ann.id), "quiet_hours", "default"));
    await t.minutes(2);
    expect(await told()).toEqual(["Heat"]);
    expect(hook.events()).toHaveLength(1);
  });
});

it("a message of many is bounded, and says how many more there are", async () => {
  await begin("2026-03-02T20:50:00.000Z");
  await saveSettings(t.ctx, ann.id, { time_zone: "Europe/Berlin", quiet_hours: "22:00-07:00" });
  await t.rule(
    ann,
    rated(
      "",
      "{ do: notify, channel: inbox, title: '{{ movie.title }}', body: '{{ movie.title }} {{ movie.title }}' }",
    ),
  );
  await t.minutes(12);
  for (let at = 0; at < 60; at++) rate(`Movie ${at} ${"long ".repeat(10)}`);
  await t.minutes(3);
  await t.sleep(10 * 3_600_000);
  await t.minutes(1);
  const [message, ...others] = await readInbox(t.ctx, ann.id, 10);
  expect(others).toEqual([]);
  expect(message?.title).toBe("60 messages from your quiet hours");
  const lines = message?.body.split("\n") ?? [];
  expect(message?.body.length).toBeLessThanOrEqual(4000);
  expect(lines.at(-1)).toBe(`and ${60 - (lines.length - 1)} more`);
  expect(lines.length).toBeGreaterThan(10);
});

describe("through a change of clocks", () => {
  it.each([
    ["Europe/Berlin", "2026-03-28T21:30:00Z", "2026-03-29T05:00:00Z"],
    ["Europe/Berlin", "2026-10-24T20:30:00Z", "2026-10-25T06:00:00Z"],
    ["Australia/Lord_Howe", "2026-04-04T11:30:00Z", "2026-04-04T20:30:00Z"],
    ["Australia/Lord_Howe", "2026-10-03T12:00:00Z", "2026-10-03T20:00:00Z"],
    ["Pacific/Chatham", "2026-04-04T08:30:00Z", "2026-04-04T18:15:00Z"],
    ["Asia/Kathmandu", "2026-04-04T16:30:00Z", "2026-04-05T01:15:00Z"],
  ])("%s, from %s: told at 07:00 by the person's clock, %s", async (zone, from, end) => {
    await begin(from);
    await saveSettings(t.ctx, ann.id, { time_zone: zone, quiet_hours: "22:00-07:00" });
    await t.rule(ann, rated());
    await t.minutes(3);
    rate("Heat");
    await t.minutes(3);
    await t.sleep(Date.parse(end) - 60_000 - t.clock.now());
    expect(await told()).toEqual([]);
    await t.minutes(1);
    expect(await told()).toEqual(["Heat"]);
  });
});
