import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import { latestEvents } from "@showrunner/services/events/explain.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { dynamoStore } from "@showrunner/storage/dynamo/item-store.ts";
import { connectDynamoLocal, noDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { faultyWay, type FaultyWay, type WayFault } from "@showrunner/storage/testing/faulty-way.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { cloud, queues } from "../../stacks/topology.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { addHook } from "../harness/webhook.ts";
import type { WorldDriverOptions } from "../harness/world-drivers.ts";
import { endAws, sharedDynamo, watched } from "./aws-of-this-machine.ts";
import { type CloudOptions, forgettingNothing, inTheCloud, type KeptIn } from "./in-the-cloud.ts";
import { keptInSqlite } from "./kept-in-sqlite.ts";
import { consumers } from "./lambda-functions.ts";
import { liveInTheCloud, undisturbed, wrongOf } from "./lives.ts";
import { askedOnce } from "./asked-once.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

type FaultOf = (operation: string) => WayFault | undefined;
const throttled: WayFault = { status: 400, error: "ProvisionedThroughputExceededException" };
const sqsThrottled: WayFault = { status: 400, error: "RequestThrottled" };

/** One request in so many meets one of these, while it is on. */
function nowAndThen(seed: string, share: number, faults: readonly WayFault[]) {
  const next = seeded(seed);
  const state = {
    isOn: false,
    met: 0,
    faultOf: (): WayFault | undefined => {
      if (!state.isOn || next() >= share) return undefined;
      state.met += 1;
      return faults[Math.floor(next() * faults.length)];
    },
  };
  return state;
}

/** Records over a way to DynamoDB Local on which requests meet faults; the store waits by its clock. */
async function onIllDynamo(faultOf: FaultOf, clock: Clock): Promise<KeptIn> {
  const way = await faultyWay((await sharedDynamo()).endpoint, faultOf);
  const { client, createTable, dropTable, [Symbol.asyncDispose]: leave } = connectDynamoLocal(way.endpoint, "ill");
  watched(client);
  const table = await createTable(`ill-${(tables += 1)}`);
  return {
    store: askedOnce(forgettingNothing(dynamoStore({ client, table, clock }))),
    stored: () => Promise.reject(new Error("it is not looked at")),
    close: async () => {
      await dropTable(table);
      await leave();
      await way[Symbol.asyncDispose]();
    },
  };
}
let tables = 0;

const ways: FaultyWay[] = [];
async function wayToIllSqs(endpoint: string, faultOf: FaultOf): Promise<string> {
  const way = await faultyWay(endpoint, faultOf);
  ways.push(way);
  return way.endpoint;
}

let hook: Receiver;
beforeAll(async () => {
  hook = await receiver();
});
afterAll(async () => {
  await hook[Symbol.asyncDispose]();
  await Promise.all(ways.map((way) => way[Symbol.asyncDispose]()));
  await endAws();
});

describe.skipIf(noDynamoLocal !== undefined)(`DynamoDB ${noDynamoLocal ?? ""}`, () => {
  it("that throttles, fails, breaks off and loses answers now and then changes nothing of a whole life", async () => {
    const expected = await undisturbed(hook);
    const failed: WayFault = { status: 500, error: "InternalServerError" };
    const faults = nowAndThen("ill DynamoDB", 0.04, [throttled, throttled, failed, "reset", "answer lost"]);
    const found = await liveInTheCloud(hook, {
      cloud: async (options) => ({ ...options, keptIn: await onIllDynamo(faults.faultOf, systemClock) }),
      begin: () => {
        faults.isOn = true;
      },
      end: () => {
        faults.isOn = false;
      },
    });
    expect(wrongOf(expected, found)).toEqual([]);
    expect(found.duplicates).toBeLessThanOrEqual(found.window);
    expect(faults.met).toBeGreaterThan(50);
  });

  it("that refuses everything for minutes: functions wait no longer than they may, and after it all is done once", async () => {
    const outage = nowAndThen("DynamoDB out", 1, [throttled]);
    await expectDoneOnceAfter(outage, async (options) => ({
      ...options,
      keptIn: await onIllDynamo(outage.faultOf, options.clock),
    }));
  });
});

describe("SQS", () => {
  it("that throttles, fails, breaks off and loses answers now and then changes nothing of a whole life", async () => {
    const expected = await undisturbed(hook);
    const failed: WayFault = { status: 503, error: "ServiceUnavailable" };
    const faults = nowAndThen("ill SQS", 0.2, [sqsThrottled, sqsThrottled, failed, "reset", "answer lost"]);
    const found = await liveInTheCloud(hook, {
      cloud: (options) => ({
        ...options,
        keptIn: keptInSqlite(options.clock),
        // Its waits are short, and of this machine's time.
        clockOf: () => ({ now: options.clock.now, sleep: (ms, signal) => systemClock.sleep(ms, signal) }),
        wayToSqs: (endpoint) => wayToIllSqs(endpoint, faults.faultOf),
      }),
      begin: () => {
        faults.isOn = true;
      },
      end: () => {
        faults.isOn = false;
      },
    });
    expect(wrongOf(expected, found)).toEqual([]);
    expect(found.duplicates).toBeLessThanOrEqual(found.window);
    expect(faults.met).toBeGreaterThan(10);
  });

  it("that refuses everything for minutes: functions wait no longer than they may, and after it all is done once", async () => {
    const outage = nowAndThen("SQS out", 1, [sqsThrottled]);
    await expectDoneOnceAfter(outage, (options) => ({
      ...options,
      keptIn: keptInSqlite(options.clock),
      wayToSqs: (endpoint) => wayToIllSqs(endpoint, outage.faultOf),
    }));
  });
});

/** Something happens to a person while AWS is out for minutes: each call of a function is timed, and what came of it counted. */
async function expectDoneOnceAfter(
  outage: ReturnType<typeof nowAndThen>,
  cloudOf: (options: WorldDriverOptions) => CloudOptions | Promise<CloudOptions>,
): Promise<void> {
  const limits = new Map<string, number>(Object.entries(cloud.periodicTimeoutSeconds));
  for (const queue of queueNames) limits.set(consumers[queue].name, queues[queue].timeoutSeconds);
  const late: string[] = [];
  let failures = 0;
  await using t = disposable(
    await createTestWorld({
      drivers: async (options) =>
        await inTheCloud({
          ...(await cloudOf(options)),
          around: async (runtime, work) => {
            const began = options.clock.now();
            try {
              return await work(runtime);
            } catch (error) {
              failures += 1;
              throw error;
            } finally {
              const tookMs = options.clock.now() - began;
              if (tookMs >= (limits.get(runtime.name) ?? 0) * 1000) late.push(`${runtime.name} took ${tookMs} ms`);
            }
          },
        }),
    }),
  );
  const ann = await t.person("ann");
  await using server = await addHook(t, ann);
  await t.rule(ann, rule);
  await t.minutes(3);
  const before = t.world.addMovie({ title: "Before" });
  t.world.watch("ann", { type: "movie", trakt: before });
  await t.minutes(2);
  for (const title of ["One", "Two", "Three"])
    t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title }) });
  outage.isOn = true;
  await t.flowing(() => t.minutes(4));
  outage.isOn = false;
  expect(outage.met).toBeGreaterThan(10);
  expect(failures + t.log.filter(({ kind }) => kind === "defect").length).toBeGreaterThan(0);
  expect(late).toEqual([]);
  await t.minutes(30);
  expect(await latestEvents(t.ctx, ann.id, 100)).toHaveLength(4);
  expect((await readInbox(t.ctx, ann.id, 100)).map(({ title }) => title).toSorted()).toEqual([
    "Before",
    "One",
    "Three",
    "Two",
  ]);
  const ids = server.receiver.requests.map(({ headers }) => headers["webhook-id"]);
  expect([ids.length, new Set(ids).size]).toEqual([4, 4]);
  expect(t.world.ratings("ann")).toHaveLength(4);
  for (const queue of queueNames)
    expect([queue, await t.database.queue.depth(queue)]).toEqual([
      queue,
      { visible: 0, inFlight: 0, delayed: 0, dead: 0 },
    ]);
}

const rule =
  "name: All\nwhen: { event: movie.watched }\nthen:\n  - { do: webhook, channel: hook }\n" +
  '  - { do: notify, channel: inbox, title: "{{ movie.title }}", body: B }\n  - { do: rate, rating: 7 }\n';

function disposable(t: TestWorld): TestWorld & AsyncDisposable {
  return { ...t, [Symbol.asyncDispose]: t.close };
}
