import type { UndoScope } from "@showrunner/core/deeds.ts";
import type { Account } from "@showrunner/core/records.ts";
import { index } from "@showrunner/core/keys.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { listApprovals } from "@showrunner/services/approvals/approvals.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { indexItems } from "@showrunner/services/stored.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { previewUndo, requestUndo } from "@showrunner/services/undo/undo.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, runsOf } from "../harness/told.ts";

const dayMs = 86_400_000;

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld({ startsAt: "2026-03-02T12:00:00.000Z" });
  ann = await t.person("ann");
});
afterEach(() => t.close());

const rated = (name: string, then: string, options = ""): string =>
  `name: ${name}\nwhen: { event: item.rated }\nthen:\n  - ${then}\n${options}`;
const notify = "{ do: notify, channel: inbox, title: '{{ movie.title }}', body: rated }";
const hold = "{ do: hold, channel: inbox, title: '{{ movie.title }}', body: rated }";

async function rate(...titles: string[]): Promise<void> {
  for (const title of titles) t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title }) }, 8);
  await t.minutes(3);
}

async function begin(...rules: string[]): Promise<void> {
  for (const rule of rules) await t.rule(ann, rule);
  await t.minutes(2);
}

const told = async (): Promise<string[]> =>
  (await readInbox(t.ctx, ann.id, 50)).map(({ title, body }) => `${title}: ${body}`);
const outcomes = async (): Promise<string[]> =>
  (await actionsOf(t, ann)).map(({ ruleName, state, outcome }) => `${ruleName} ${state} ${outcome}`).toSorted();

async function scopeOf(what: UndoScope["what"], name: string): Promise<UndoScope> {
  const { id: ruleId } = await findRule(t.ctx, ann.id, name);
  if (what === "rule") return { what, ruleId };
  if (what === "day") return { what, day: "2026-03-02" };
  return { what, runId: (await runsOf(t, ann)).find((run) => run.ruleId === ruleId)?.id ?? "" };
}

/** What is in the index of what is to be done, of these kinds. */
async function due(...kinds: string[]): Promise<string[]> {
  const found: string[] = [];
  for (let shard = 0; shard < t.ctx.settings.shards; shard++)
    for await (const { sk } of indexItems(t.ctx.store, index.due(shard)))
      if (kinds.some((kind) => sk.startsWith(`${kind}#`))) found.push(sk);
  return found;
}

describe.each(["run", "rule", "day"] as const)("a %s that is taken back", (what) => {
  it("tells nothing of what waited for quiet hours to end", async () => {
    await saveSettings(t.ctx, ann.id, { time_zone: "UTC", quiet_hours: "12:00-14:00" });
    await begin(rated("Quiet", notify));
    await rate("Heat");
    expect(await outcomes()).toEqual([expect.stringContaining("Quiet WAITING held for quiet hours")]);
    expect((await previewUndo(t.ctx, ann, await scopeOf(what, "Quiet"))).told).toMatch(
      /What still waits is not done\.$/,
    );
    await requestUndo(t.ctx, ann, await scopeOf(what, "Quiet"));
    await t.minutes(1);
    expect(await outcomes()).toEqual(["Quiet DONE not told: it was taken back"]);
    expect(await due("ACTION")).toEqual([]);
    await t.sleep(dayMs);
    expect(await told()).toEqual([]);
  });

  it("leaves its items out of the digest, and the others in", async () => {
    const digest = "options: { digest: { name: Mine, every: daily } }\n";
    await saveSettings(t.ctx, ann.id, { time_zone: "UTC" });
    await begin(rated("Ours", hold, digest));
    await rate("Heat");
    await t.rule(ann, `name: Theirs\nwhen: { event: favorites.item_added }\nthen:\n  - ${hold}\n${digest}`);
    await t.minutes(2);
    await requestUndo(t.ctx, ann, await scopeOf(what, "Ours"));
    await t.minutes(1);
    t.world.favorite("ann", { type: "movie", trakt: t.world.addMovie({ title: "Alien" }) });
    await t.minutes(3);
    await t.sleep(dayMs);
    expect(await told()).toEqual(["Mine: 1: • Alien: rated"]);
  });

  it("looks at nothing again that waited to be, and says so in the run", async () => {
    await begin(rated("Later", notify.replace("rated }", "rated, wait: 3 days }")));
    await rate("Heat");
    expect(await due("WAIT")).toHaveLength(1);
    await requestUndo(t.ctx, ann, await scopeOf(what, "Later"));
    await t.minutes(3);
    expect(await due("WAIT")).toEqual([]);
    const [run] = await runsOf(t, ann);
    expect(run?.looks).toMatchObject([
      { request: null, trace: { outcome: "suppressed", reason: "not done: it was taken back while this waited" } },
    ]);
    await t.sleep(4 * dayMs);
    expect(await told()).toEqual([]);
    expect(await actionsOf(t, ann)).toEqual([]);
  });

  it("no longer waits for a yes", async () => {
    const [one, two] = ["One", "Two"].map((title) => ({ type: "movie" as const, trakt: t.world.addMovie({ title }) }));
    if (one === undefined || two === undefined) throw new Error("no movies");
    for (const thing of [one, two]) t.world.watchlistAdd("ann", thing);
    await begin(rated("Clean", "{ do: watchlist.remove }", "options: { limit: { removals: 1 } }\n"));
    t.world.rate("ann", one, 5);
    await t.minutes(3);
    t.world.rate("ann", two, 5);
    await t.minutes(3);
    expect(await listApprovals(t.ctx, ann.id)).toHaveLength(1);
    const waiting = (await runsOf(t, ann)).find((run) => run.approvalId != null);
    await requestUndo(t.ctx, ann, what === "run" ? { what, runId: waiting?.id ?? "" } : await scopeOf(what, "Clean"));
    await t.minutes(3);
    expect(await listApprovals(t.ctx, ann.id)).toEqual([]);
    expect(await listApprovals(t.ctx, ann.id, true)).toMatchObject([{ state: "refused" }]);
  });
});

it("what could not be told yet is not told any more once it was taken back, and other rules' messages are", async () => {
  let losing = false;
  await t.close();
  t = await createTestWorld({
    wrap: (ctx) => ({
      ...ctx,
      queue: {
        send: async (queue, messages) => {
          if (queue !== "Deliveries" || !losing) await ctx.queue.send(queue, messages);
        },
      },
    }),
  });
  ann = await t.person("ann");
  await begin(rated("Mine", notify), rated("Kept", notify.replace("rated }", "kept }")));
  losing = true;
  await rate("Heat");
  expect(await outcomes()).toEqual(["Kept PENDING null", "Mine PENDING null"]);
  await requestUndo(t.ctx, ann, await scopeOf("rule", "Mine"));
  losing = false;
  await t.minutes(10);
  expect(await told()).toEqual(["Heat: kept"]);
  expect(await outcomes()).toContain("Mine DONE not told: it was taken back");
});

it("a message that a crash kept out of its digest is not told alone either", async () => {
  await begin(rated("Held", hold, "options: { digest: { every: daily } }\n"));
  await rate("Heat");
  const page = await t.ctx.store.query({ pk: `ACC#${ann.id}`, prefix: "HELD#" });
  for (const held of page.items) await t.ctx.store.delete(held);
  expect(page.items).toHaveLength(1);
  await requestUndo(t.ctx, ann, await scopeOf("rule", "Held"));
  await t.sleep(dayMs);
  expect(await told()).toEqual([]);
  expect(await outcomes()).toEqual(["Held DONE not told: it was taken back"]);
});

it("a day is that of the person's own time zone, not of Trakt's", async () => {
  // 23:30 in Trakt's Los Angeles, 08:30 of the next day in Berlin.
  await saveSettings(t.ctx, ann.id, { time_zone: "Europe/Berlin" });
  await t.sleep(Date.parse("2026-03-03T07:30:00.000Z") - t.clock.now());
  await begin(rated("Listed", "{ do: favorites.add }"));
  await rate("Heat");
  expect(t.world.favorites("ann")).toHaveLength(1);
  expect((await previewUndo(t.ctx, ann, { what: "day", day: "2026-03-02" })).takesBack).toEqual([]);
  expect((await previewUndo(t.ctx, ann, { what: "day", day: "2026-03-03" })).takesBack).toHaveLength(1);
});
