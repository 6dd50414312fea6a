import { inspect } from "node:util";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DynamoLocal, noDynamoLocal, startDynamoLocal } from "../testing/dynamo-local.ts";
import { type Fault, faultyDynamo, type FaultyDynamo } from "../testing/faulty-dynamo.ts";
import { type Consumed, dynamoStore, type DynamoStoreOptions } from "./item-store.ts";

const canary = "canary-7f3a";
const limitMs = 10_000;

const throttled: Fault = { error: "ProvisionedThroughputExceededException", status: 400 };
const failing: Fault = { error: "InternalServerError", status: 500 };
const endless = (fault: Fault): Fault[] => Array.from({ length: 1000 }, () => fault);

/** A clock whose waits pass at once and are remembered; a call's own limit passes only as they do. */
function quickClock(): Clock & { waits: number[] } {
  let nowMs = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => nowMs,
    sleep: async (ms) => {
      if (ms === limitMs) return await new Promise(() => undefined);
      waits.push(ms);
      nowMs += ms;
    },
  };
}

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof Problem) return thrown;
  throw new Error(`no Problem was thrown but ${inspect(thrown)}`);
}

const left = noDynamoLocal === undefined ? "" : ` (${noDynamoLocal})`;

describe.skipIf(noDynamoLocal !== undefined)(`the DynamoDB store on bad days${left}`, () => {
  let local: DynamoLocal;
  let table: string;
  let faulty: FaultyDynamo;
  let clock: ReturnType<typeof quickClock>;
  let tests = 0;
  let pk: string;

  beforeAll(async () => {
    local = await startDynamoLocal();
    table = await local.createTable();
  });
  afterAll(() => local[Symbol.asyncDispose]());
  beforeEach(async () => {
    faulty = await faultyDynamo(local.endpoint, canary);
    clock = quickClock();
    pk = `ACC#${(tests += 1)}`;
  });
  afterEach(() => faulty[Symbol.asyncDispose]());

  const open = (more: Partial<DynamoStoreOptions> = {}) =>
    dynamoStore({ client: faulty.client, table, limitMs, clock, random: { next: () => 0.5 }, ...more });
  const item = (sk: string, more: Partial<Item> = {}): Item => ({ pk, sk, v: 1, data: { text: canary }, ...more });

  it("tries throttled, failing and broken requests again, each wait up to twice as long as the one before", async () => {
    const store = open();
    faulty.faults = [throttled, failing, "reset", { error: "ThrottlingException", status: 400 }, failing];
    expect(await store.put(item("A"), { kind: "absent" })).toBe(true);
    expect(clock.waits).toEqual([50, 100, 200, 400, 800]);
    faulty.faults = [throttled];
    expect(await store.get(item("A"))).toEqual(item("A"));
    faulty.faults = ["reset"];
    expect((await store.query({ pk })).items).toHaveLength(1);
    faulty.faults = [failing];
    expect(await store.delete(item("A"), { kind: "version", v: 1 })).toBe(true);
  });

  it("spreads its waits by chance", async () => {
    const chances = [0, 0.25, 0.999];
    faulty.faults = [throttled, throttled, throttled];
    await open({ random: { next: () => chances.shift() ?? 0 } }).get(item("A"));
    expect(clock.waits.map(Math.round)).toEqual([0, 50, 400]);
  });

  it.each([
    ["throttled", throttled, "store.throttled"],
    ["failing", failing, "store.unavailable"],
    ["broken", "reset" as const, "store.unavailable"],
  ])("gives up within its limit when every try is %s, and says when to come back", async (_, fault, code) => {
    faulty.faults = endless(fault);
    const problem = await problemOf(open().put(item("A")));
    expect(problem).toMatchObject({ code, retry: { kind: "after" } });
    expect(clock.now()).toBeLessThanOrEqual(limitMs);
    expect(clock.now()).toBeGreaterThan(limitMs / 2);
  });

  it("gives up within its limit when nothing is answered", async () => {
    faulty.faults = endless("silence");
    const started = performance.now();
    const problem = await problemOf(open({ clock: systemClock, limitMs: 300 }).get(item("A")));
    expect(problem).toMatchObject({ code: "store.unavailable", retry: { kind: "after" } });
    expect(performance.now() - started).toBeLessThan(2500);
  });

  it("ends calls under way, and refuses new ones, once it is told to stop", async () => {
    const stop = new AbortController();
    const store = open({ signal: stop.signal });
    faulty.faults = endless("silence");
    const under = problemOf(store.get(item("A")));
    await expect.poll(() => faulty.requests).toBe(1);
    stop.abort();
    expect(await under).toMatchObject({ code: "store.stopped", retry: { kind: "default" } });
    expect(await problemOf(store.put(item("A")))).toMatchObject({ code: "store.stopped" });
    expect(faulty.requests).toBe(1);
  });

  it.each([{ kind: "absent" } as const, { kind: "version", v: 1 } as const])(
    "tells a put on %j that was carried out although its answer was lost that it was",
    async (condition) => {
      const store = open();
      if (condition.kind === "version") await store.put(item("A"));
      faulty.faults = ["answer lost"];
      expect(await store.put(item("A", { v: 2, data: { by: "me" } }), condition)).toBe(true);
      expect(await store.get(item("A"))).toEqual(item("A", { v: 2, data: { by: "me" } }));
    },
  );

  it("tells a put that another overtook, after its own answer was lost, that it did not hold", async () => {
    const others = dynamoStore({ client: local.client, table });
    faulty.faults = ["answer lost"];
    faulty.afterLoss = () => others.put(item("A", { v: 2, data: { by: "another" } }), { kind: "version", v: 1 });
    expect(await open().put(item("A", { data: { by: "me" } }), { kind: "absent" })).toBe(false);
    expect((await others.get(item("A")))?.data).toEqual({ by: "another" });
  });

  it("tells nobody that a delete was theirs when its answer was lost", async () => {
    const store = open();
    await store.put(item("A"));
    faulty.faults = ["answer lost"];
    expect(await store.delete(item("A"), { kind: "version", v: 1 })).toBe(false);
    expect(await store.get(item("A"))).toBeUndefined();
  });

  it("asks for the keys again that a batch left out, after a wait", async () => {
    const store = open();
    const items = ["A", "B", "C"].map((sk) => item(sk));
    await Promise.all(items.map((one) => store.put(one)));
    faulty.faults = ["first key only", throttled, "first key only"];
    const found = await store.getMany(items);
    expect(found.map(({ sk }) => sk)).toEqual(["A", "B", "C"]);
    expect(clock.waits).toEqual([50, 100, 200]);
  });

  it("gives up within its limit when a batch is never answered whole", async () => {
    const store = open();
    faulty.faults = endless("first key only");
    const keys = Array.from({ length: 100 }, (_, at) => ({ pk, sk: `N#${at}` }));
    expect(await problemOf(store.getMany(keys))).toMatchObject({ code: "store.throttled" });
    expect(clock.now()).toBeLessThanOrEqual(limitMs);
  });

  it("refuses an item beyond 400 KB for good, and keeps what was there", async () => {
    const store = open();
    await store.put(item("A"));
    for (const kilobytes of [401, 1200]) {
      const large = item("A", { v: 2, data: { text: canary.repeat((kilobytes * 1024) / canary.length) } });
      const problem = await problemOf(store.put(large));
      expect(problem).toMatchObject({ code: "store.item_too_large", retry: { kind: "never" } });
      expect(inspect(problem)).not.toContain(canary);
    }
    expect(await store.get(item("A"))).toEqual(item("A"));
  });

  it.each([
    ["a table that is not there", "ResourceNotFoundException", "store.table_missing", "default"],
    ["a role that may not", "AccessDeniedException", "store.access_refused", "default"],
    ["credentials that have run out", "ExpiredTokenException", "store.access_refused", "default"],
    ["a request that is malformed", "ValidationException", "store.request_refused", "never"],
    ["what nobody has met", "NeverHeardOfException", "store.failed", "default"],
  ])("says what is wrong with %s, tries it once, and quotes nothing", async (_, error, code, retry) => {
    faulty.faults = [{ error, status: 400 }];
    const problem = await problemOf(open().put(item(canary)));
    expect(problem).toMatchObject({ code, retry: { kind: retry } });
    expect(problem.message).toContain(error);
    expect(inspect(problem, { depth: 10, showHidden: true })).not.toContain(canary);
    expect(faulty.requests).toBe(1);
  });

  it("quotes nothing when it gives up either", async () => {
    faulty.faults = endless(failing);
    const problem = await problemOf(open().put(item(canary)));
    expect(inspect(problem, { depth: 10, showHidden: true })).not.toContain(canary);
  });

  it("does not read what it did not write", async () => {
    const { PutCommand } = await import("@aws-sdk/lib-dynamodb");
    await local.client.send(new PutCommand({ TableName: table, Item: { pk, sk: "A", v: 1, data: canary } }));
    const problem = await problemOf(open().get(item("A")));
    expect(problem).toMatchObject({ code: "store.unreadable", retry: { kind: "never" } });
    expect(inspect(problem)).not.toContain(canary);
  });

  it("tells what each operation consumed: a read unit for 4 KB, a write unit for 1 KB and as much for the index", async () => {
    const told: Consumed[] = [];
    const store = open({ client: local.client, onCapacity: (consumed) => told.push(consumed) });
    const ofKilobytes = (kilobytes: number, more: Partial<Item> = {}): Item =>
      item("A", { data: { text: "x".repeat(kilobytes * 1024 - 200) }, ...more });
    await store.put(ofKilobytes(1));
    await store.put(ofKilobytes(3, { v: 2 }));
    await store.put(ofKilobytes(3, { v: 3, gsi1pk: `${pk}#X`, gsi1sk: "1" }));
    await store.get(item("A"));
    await store.getMany([item("A"), item("NONE")]);
    await store.get(item("NONE"));
    await store.query({ pk, prefix: "NONE" });
    await store.queryIndex({ gsi1pk: `${pk}#NONE` });
    await store.query({ pk });
    await store.queryIndex({ gsi1pk: `${pk}#X` });
    await store.put(item("A"), { kind: "absent" });
    await store.delete(item("A"));
    const units = told.map(({ operation, readUnits, writeUnits }) => [operation, readUnits, writeUnits]);
    expect(units).toEqual([
      ["put", 0, 1],
      ["put", 0, 3],
      ["put", 0, 6],
      ["get", 1, 0],
      // DynamoDB itself charges the least unit for what finds nothing; its local version does so for `get` only.
      ["getMany", 1, 0],
      ["get", 1, 0],
      ["query", 0, 0],
      ["queryIndex", 0, 0],
      ["query", 1, 0],
      ["queryIndex", 0.5, 0],
      ["put", 0, 1],
      ["delete", 0, 6],
    ]);
  });
});
