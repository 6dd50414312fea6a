import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { findRule, removeRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
let show: { show: number; episodes: number[] };
beforeEach(async () => {
  t = await createTestWorld();
  show = addWeeklyShow(t.sandbox, { title: "Slow Burn", aired: 3 });
  ann = await t.person("ann");
});
afterEach(() => t.close());

const dayMs = 86_400_000;
const still = (what: string): string =>
  "name: Still waiting\nwhen: { event: show.started }\nthen:\n" +
  `  - do: notify\n    channel: inbox\n    title: "${what}"\n    body: "{{ progress.watched }} of {{ progress.aired }}"\n` +
  "    wait: 7 days\n    if: progress.watched < 2\n";

function watch(at: number): void {
  t.world.watch("ann", { type: "episode", trakt: show.episodes[at] ?? 0 });
}

async function started(): Promise<void> {
  await t.rule(ann, still("{{ show.title }}"));
  await t.minutes(2);
  watch(0);
  await t.minutes(3);
}

const told = async (): Promise<string[]> =>
  (await readInbox(t.ctx, ann.id, 50)).map(({ title, body }) => `${title}: ${body}`);

describe("an action that waits, and looks again", () => {
  it("is done after its wait when its conditions hold then, and the second look is in the run", async () => {
    await started();
    const [run] = await runsOf(t, ann);
    expect(run?.trace.outcome).toBe("matched");
    expect(run?.trace.timing?.[0]).toMatch(/^notify inbox: waits until .*, and is looked at again then$/);
    await t.sleep(6 * dayMs);
    expect(await told()).toEqual([]);
    expect(await actionsOf(t, ann)).toEqual([]);
    await t.sleep(dayMs);
    expect(await told()).toEqual(["Slow Burn: 1 of 3"]);
    const [after] = await runsOf(t, ann);
    expect(after?.looks).toEqual([
      expect.objectContaining({
        actionId: run?.actions[0]?.id,
        trace: expect.objectContaining({
          outcome: "matched",
          conditions: [{ text: "progress.watched < 2", result: true, values: { "progress.watched": 1 } }],
        }),
      }),
    ]);
    expect((await actionsOf(t, ann)).map(({ id }) => id)).toEqual(run?.actions.map(({ id }) => id));
    await t.sleep(7 * dayMs);
    expect(await told()).toHaveLength(1);
  });

  it("is not done when facts are others by then", async () => {
    await started();
    await t.sleep(5 * dayMs);
    watch(1);
    await t.minutes(3);
    await t.sleep(2 * dayMs);
    expect(await told()).toEqual([]);
    const [run] = await runsOf(t, ann);
    expect(run?.looks?.[0]).toMatchObject({
      request: null,
      trace: { outcome: "not_matched", reason: "progress.watched < 2 did not hold: progress.watched is 2" },
    });
  });

  it.each([
    [
      "switched off",
      async () => void (await setEnabled(t.ctx, await findRule(t.ctx, ann.id, "Still waiting"), false)),
      "switched off",
    ],
    [
      "switched off and on again",
      async () => {
        const off = await setEnabled(t.ctx, await findRule(t.ctx, ann.id, "Still waiting"), false);
        await setEnabled(t.ctx, off, true);
      },
      "switched off",
    ],
    ["removed", async () => await removeRule(t.ctx, await findRule(t.ctx, ann.id, "Still waiting")), "removed"],
  ])("is not done when its rule was %s meanwhile, and says so", async (_what, change, word) => {
    await started();
    await change();
    await t.sleep(8 * dayMs);
    expect(await told()).toEqual([]);
    const [run] = await runsOf(t, ann);
    expect(run?.looks?.[0]?.trace).toMatchObject({
      outcome: "suppressed",
      reason: `not done: the rule was ${word} while this waited`,
    });
  });

  it("stays with the rule as it was, whatever its new version says", async () => {
    await started();
    await t.rule(ann, still("changed {{ show.title }}"));
    await t.sleep(8 * dayMs);
    expect(await told()).toEqual(["Slow Burn: 1 of 3"]);
  });

  it("waits on while Trakt is away, and is done when it is back", async () => {
    await started();
    await t.sleep(7 * dayMs - 3_600_000);
    t.sandbox.faults.inject({ name: "503" });
    await t.minutes(90);
    expect(await told()).toEqual([]);
    t.sandbox.faults.clear();
    await t.minutes(70);
    expect(await told()).toEqual(["Slow Burn: 1 of 3"]);
  });

  it("is held for quiet hours that it comes into", async () => {
    await saveSettings(t.ctx, ann.id, { time_zone: "UTC", quiet_hours: "11:00-14:00" });
    await started();
    await t.sleep(7 * dayMs);
    expect(await told()).toEqual([]);
    const [run] = await runsOf(t, ann);
    expect(run?.looks?.[0]?.trace.timing).toEqual(["held for quiet hours until Mon 9 Mar, 14:00"]);
    await t.sleep(2 * 3_600_000);
    expect(await told()).toEqual(["Slow Burn: 1 of 3"]);
  });

  it("may write to Trakt as well", async () => {
    await t.rule(
      ann,
      "name: Later\nwhen: { event: show.started }\nthen:\n  - { do: watchlist.add, item: show, wait: 2 hours }\n",
    );
    await t.minutes(2);
    watch(0);
    await t.minutes(60);
    expect(t.world.watchlist("ann")).toEqual([]);
    await t.minutes(70);
    expect(t.world.watchlist("ann").map(({ item }) => item)).toEqual([{ type: "show", trakt: show.show }]);
  });
});
