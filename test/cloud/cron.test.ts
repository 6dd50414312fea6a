import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { cron } from "../../functions/cron.ts";
import { cloud } from "../../stacks/topology.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { endAws } from "./aws-of-this-machine.ts";
import { inTheCloud } from "./in-the-cloud.ts";
import { keptInSqlite } from "./kept-in-sqlite.ts";
import { ticked } from "./lambda-functions.ts";
import { lambdaContext, scheduledEvent } from "./play-lambda.ts";
import { startsAt, testRuntime, type TestRuntime } from "./test-runtime.ts";

const call = (arrow: ReturnType<typeof cron>, t: TestRuntime): Promise<void> =>
  arrow(t.runtime)(scheduledEvent("made-up", t.clock.now()), lambdaContext("made-up", 60_000));

describe("a tick of EventBridge", () => {
  let t: TestRuntime;
  beforeEach(() => {
    t = testRuntime();
  });
  afterEach(async () => {
    await t.close();
  });

  it("does one thing after the other", async () => {
    const done: string[] = [];
    const work = (name: string) => () => Promise.resolve(void done.push(name));
    await call(cron({ first: work("first"), second: work("second") }), t);
    expect(done).toEqual(["first", "second"]);
  });

  it("of which one thing fails does the others, tells what failed, and fails, so that it is repeated", async () => {
    const done: string[] = [];
    const failing = cron({
      first: () => Promise.reject(new Error("the store is away")),
      second: () => Promise.resolve(void done.push("second")),
    });
    await expect(call(failing, t)).rejects.toThrow("failed: first");
    expect(done).toEqual(["second"]);
    expect(t.lines).toContainEqual(
      expect.objectContaining({ level: "error", kind: "defect", where: "first", message: "the store is away" }),
    );
  });

  it("that comes twice in a minute, and one that was missed, poll each account once", async () => {
    const { services } = t.runtime;
    const wheel = { accountId: "acc_1", tierMinutes: 1 };
    for (let shard = 0; shard < services.settings.shards; shard++)
      await services.store.put({
        pk: `WHEEL#1#0#${shard}`,
        sk: `ACC#acc_${shard}`,
        v: 1,
        data: { ...wheel, accountId: `acc_${shard}` },
      });
    const arrow = cron({ schedule });
    const polled = async () => (await t.runtime.queue.depth("PollJobs")).visible;
    await call(arrow, t);
    const once = await polled();
    expect(once).toBe(1);
    await call(arrow, t);
    expect(await polled()).toBe(once);
    await t.clock.set(startsAt + 7 * 60_000);
    await call(arrow, t);
    expect(await polled()).toBe(2 * once);
  });
});

describe("each function that runs by the clock", () => {
  let t: TestWorld;
  const failing = new Set<string>();
  const ends: string[] = [];
  beforeEach(async () => {
    failing.clear();
    ends.length = 0;
    t = await createTestWorld({
      drivers: ({ clock }) =>
        inTheCloud({
          clock,
          keptIn: keptInSqlite(clock),
          around: async (runtime, work) => {
            if (failing.has(runtime.name)) throw new Error("Task timed out");
            const result = await work(runtime);
            ends.push(runtime.name);
            return result;
          },
        }),
    });
  });
  afterEach(async () => {
    await t.close();
  });
  afterAll(endAws);

  it("takes the scheduler's event, and has a time limit that a tick keeps", async () => {
    await t.person("ann");
    await t.minutes(2);
    const names = ticked.map(({ name }) => name);
    expect(ends).toEqual(expect.arrayContaining(names));
    expect(names.toSorted()).toEqual(Object.keys(cloud.periodicTimeoutSeconds).toSorted());
    expect(t.log.filter(({ kind }) => kind === "defect")).toEqual([]);
  });

  it.each(ticked.map(({ name }) => name))(
    "%s may die for a quarter of an hour: then all is made good",
    async (name) => {
      const ann = await t.person("ann");
      await t.rule(ann, "name: Do\nwhen: { event: movie.watched }\nthen: [{ do: rate, rating: 7 }]\n");
      await t.minutes(3);
      failing.add(name);
      t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title: "A Movie" }) });
      await t.minutes(15);
      failing.clear();
      await t.minutes(15);
      expect(t.world.writes("ann")).toHaveLength(1);
      expect(t.log.filter(({ kind }) => kind === "defect" || kind === "poll.failed")).toEqual([]);
    },
  );
});
