import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { requestPoll } from "@showrunner/services/poll/poll-cursor.ts";
import { findRule, removeRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { isFactsJob, onSending } from "../harness/on-sending.ts";
import { createTestWorld, type TestWorld, type TestWorldOptions } from "../harness/test-world.ts";
import { actionsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
let show: { show: number; episodes: number[] };
const begin = async (options: TestWorldOptions = {}): Promise<void> => {
  t = await createTestWorld(options);
  show = addWeeklyShow(t.sandbox, { title: "Slow Burn", aired: 3 });
  ann = await t.person("ann");
};
beforeEach(() => begin());
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

describe("the facts of a second look", () => {
  const progressCall = "GET /shows/:id/progress/watched";
  const progressCalls = async (work: () => Promise<unknown>): Promise<number> =>
    (await t.requestsDuring(work))[progressCall] ?? 0;
  const lookOf = async (): Promise<unknown> => (await runsOf(t, ann, "show.started"))[0]?.looks?.[0];

  it("are asked for however long nothing ran when the wait was over", async () => {
    await started();
    await t.sleep(12 * dayMs);
    expect(await told()).toEqual(["Slow Burn: 1 of 3"]);
  });

  it("are waited for on, where nothing ran between asking and the answer", async () => {
    await started();
    t.sandbox.faults.inject({ name: "503", match: { route: "/shows/:id/progress/watched" } });
    await t.sleep(7 * dayMs);
    await t.sleep(2 * dayMs);
    t.sandbox.faults.clear();
    await t.minutes(10);
    expect(await told()).toEqual(["Slow Burn: 1 of 3"]);
  });

  it("that Trakt does not have end it as failed at once, with the reason", async () => {
    await started();
    t.sandbox.faults.inject({ name: "404", match: { route: "/shows/:id/progress/watched" } });
    expect(await progressCalls(() => t.sleep(7 * dayMs))).toBe(1);
    expect(await lookOf()).toMatchObject({
      request: null,
      trace: {
        outcome: "failed",
        reason: expect.stringMatching(/^not done: it could not be looked at again: .*404/),
      },
    });
    expect(await progressCalls(() => t.minutes(120))).toBe(0);
    expect(await told()).toEqual([]);
  });

  it("end it as failed at once when the account must be connected again, and say so", async () => {
    await started();
    t.world.disconnectApp("ann");
    await t.sleep(7 * dayMs);
    await t.minutes(2);
    expect(await lookOf()).toMatchObject({
      request: null,
      trace: { outcome: "failed", reason: expect.stringMatching(/must be connected again/) },
    });
  });

  it("that are never to be had end it after a day, with the reason", async () => {
    await started();
    t.sandbox.faults.inject({ name: "503", match: { route: "/shows/:id/progress/watched" } });
    await t.sleep(7 * dayMs - 3_600_000);
    for (let passed = 0; passed < 24; passed++) await t.sleep(3_600_000);
    expect(await lookOf()).toBeUndefined();
    for (let passed = 0; passed < 3; passed++) await t.sleep(3_600_000);
    expect(await lookOf()).toMatchObject({
      trace: { outcome: "failed", reason: expect.stringMatching(/could not be looked at again: .*503/) },
    });
    expect(await progressCalls(() => t.minutes(120))).toBe(0);
  });

  it("come later, and no less, when the message that asks for them is lost", async () => {
    let losing = 1;
    await t.close();
    await begin({
      wrap: (ctx) => onSending(ctx, (messages) => messages.filter(({ body }) => !isFactsJob(body) || losing-- <= 0)),
    });
    losing = 0;
    await started();
    losing = 2;
    await t.sleep(7 * dayMs);
    expect(await told()).toEqual([]);
    await t.minutes(5);
    expect(losing).toBeLessThan(0);
    expect(await told()).toEqual(["Slow Burn: 1 of 3"]);
  });

  it("are one call for two second looks and an event that ask for the same", async () => {
    await started();
    await t.rule(ann, still("other").replace("Still waiting", "Waiting too").replace("show.started", "item.rated"));
    await t.rule(
      ann,
      "name: At once\nwhen: { event: favorites.item_added }\nif: progress.watched == 1\nthen:\n" +
        "  - { do: notify, channel: inbox, title: liked, body: now }\n",
    );
    await t.minutes(2);
    t.world.rate("ann", { type: "show", trakt: show.show }, 8);
    await t.minutes(3);
    await t.sleep(7 * dayMs - 15 * 60_000);
    expect(await told()).toEqual([]);
    t.world.favorite("ann", { type: "show", trakt: show.show });
    // Of who did nothing for a week, polls are rare.
    await requestPoll(t.ctx, ann.id);
    expect(await progressCalls(() => t.sleep(20 * 60_000))).toBe(1);
    expect((await told()).toSorted()).toEqual(["Slow Burn: 1 of 3", "liked: now", "other: 1 of 3"]);
  });
});
