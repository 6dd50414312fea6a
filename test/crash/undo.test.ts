import type { Account } from "@showrunner/core/records.ts";
import { index } from "@showrunner/core/keys.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { indexItems } from "@showrunner/services/stored.ts";
import { requestUndo } from "@showrunner/services/undo/undo.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { leftToDo, tick } from "./drive.ts";
import { type Fate, Killed, mortal, type Mortal } from "./mortal.ts";

/** `CRASH_POINTS=all` kills at every operation; otherwise at some, which `CRASH_SEED` chooses. */
const { CRASH_POINTS: points = "some", CRASH_SEED: seed = "1" } = process.env;
const timeout = points === "all" ? 1_800_000 : 240_000;

const rule =
  "name: Seen\nwhen: { event: item.rated }\nthen:\n" +
  "  - { do: favorites.add }\n  - { do: history.add, watched_at: now }\n  - { do: hide, section: calendar }\n" +
  "  - { do: notify, channel: inbox, title: Later, body: seen, wait: 5 hours }\n" +
  "  - { do: hold, channel: inbox, title: Today, body: seen }\noptions: { digest: { every: daily } }\n";

interface Scene {
  t: TestWorld;
  ann: Account;
  ruleId: string;
  /** What was before the rule did anything, as far as it does anything. */
  before: unknown;
}

function state({ world }: TestWorld): unknown {
  return {
    favorites: world.favorites("ann").map(({ item }) => item),
    calendar: world.hidden("ann", "calendar").map(({ item }) => item),
    plays: world.history("ann").map(({ id }) => id),
  };
}

/**
 * A rule has just done three things at once for each of two movies, one of which was a favorite before, and has two more
 * waiting for each.
 */
async function beginScene(): Promise<Scene> {
  const t = await createTestWorld();
  const [one, two] = ["One", "Two"].map((title) => ({ type: "movie" as const, trakt: t.world.addMovie({ title }) }));
  if (one === undefined || two === undefined) throw new Error("no movies");
  const ann = await t.person("ann");
  t.world.favorite("ann", one);
  t.world.watch("ann", one);
  await t.rule(ann, rule);
  await t.minutes(3);
  const before = state(t);
  t.world.rate("ann", one, 7);
  t.world.rate("ann", two, 8);
  await t.minutes(5);
  expect(state(t)).not.toEqual(before);
  expect(await leftToDo(t)).toHaveLength(4);
  return { t, ann, ruleId: (await findRule(t.ctx, ann.id, "Seen")).id, before };
}

/** Takes the rule back with a worker that may die; then others, and the person who asks again, bring it to its end. */
async function takeBack({ t, ann, ruleId }: Scene, fate?: Fate): Promise<Mortal> {
  const first = mortal({ ...t.ctx, worker: "worker-1" }, t.database.queue, fate);
  try {
    await requestUndo(first.ctx, ann, { what: "rule", ruleId });
    for (let minute = 0; minute < 7; minute++) {
      await t.clock.advance(60_000);
      await tick(first);
    }
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  if (!first.isDead()) return first;
  await first.atRest();
  await requestUndo(t.ctx, ann, { what: "rule", ruleId });
  for (let minute = 0; minute < 25; minute++) await t.minutes(1);
  return first;
}

async function unfinished(t: TestWorld): Promise<string[]> {
  const left = await leftToDo(t);
  for (let shard = 0; shard < t.ctx.settings.shards; shard++)
    for await (const item of indexItems(t.ctx.store, index.due(shard)))
      if (item.sk.startsWith("UNDO#")) left.push(item.sk);
  return left;
}

describe("taking back what a rule did", () => {
  it("is whole and once, wherever its worker is killed", { timeout }, async () => {
    const undisturbed = await beginScene();
    const { steps } = await takeBack(undisturbed);
    expect(state(undisturbed.t)).toEqual(undisturbed.before);
    expect(await unfinished(undisturbed.t)).toEqual([]);
    await undisturbed.t.close();
    expect(steps.filter((step) => step.startsWith("POST")).toSorted()).toEqual([
      "POST /sync/favorites/remove",
      "POST /sync/history/remove",
      "POST /users/hidden/:section/remove",
    ]);

    const next = seeded(`undo ${seed}`);
    const failures: string[] = [];
    let killed = 0;
    for (const [at, step] of steps.entries())
      for (const when of ["before", "after"] as const) {
        if (points !== "all" && !step.startsWith("POST") && next() > 0.12) continue;
        const scene = await beginScene();
        const worker = await takeBack(scene, (moment, { number }) =>
          number === at + 1 && moment === when ? "die" : undefined,
        );
        if (worker.isDead()) killed += 1;
        const now = JSON.stringify(state(scene.t));
        const left = await unfinished(scene.t);
        if (now !== JSON.stringify(scene.before)) failures.push(`killed ${when} ${at + 1} (${step}): ${now}`);
        if (left.length > 0) failures.push(`killed ${when} ${at + 1} (${step}): ${left.join("; ")}`);
        await scene.t.close();
      }
    process.stdout.write(`undo, killed at ${killed} of ${steps.length} operations (seed ${seed})\n`);
    expect(failures.join("\n")).toBe("");
    expect(killed).toBeGreaterThan(5);
  });
});
