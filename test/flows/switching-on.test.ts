import { latestRuns } from "@showrunner/services/events/explain.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const notify = "then: [{ do: notify, channel: inbox, title: told, body: told }]";
const episode = { type: "episode", trakt: 73640 } as const;

describe("switching a rule on", () => {
  it("does not fire for a play of before, though another rule had the history read and the next poll finds it", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, `name: First\nwhen: { event: episode.watched }\n${notify}\n`);
    await t.minutes(3);
    t.world.watch("ann", episode);
    await t.clock.advance(20_000);
    await t.rule(ann, `name: Second\nwhen: { event: episode.watched }\n${notify}\n`);
    await t.minutes(3);
    const runs = await latestRuns(t.ctx, ann.id, 10);
    const outcomes = runs.map((run) => ({ name: run.rule["name"], outcome: run.trace.outcome }));
    expect(outcomes).toHaveLength(2);
    expect(outcomes).toContainEqual({ name: "First", outcome: "matched" });
    expect(outcomes).toContainEqual({ name: "Second", outcome: "suppressed" });
  });

  it("fires for what is entered afterwards with an old date, as media servers do", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, `name: Collected\nwhen: { event: collection.item_added }\n${notify}\n`);
    await t.minutes(3);
    t.world.collect("ann", episode, { listed_at: "2024-01-01T00:00:00.000Z" });
    await t.minutes(3);
    expect((await latestRuns(t.ctx, ann.id, 10)).map((run) => run.trace.outcome)).toEqual(["matched"]);
  });
});
