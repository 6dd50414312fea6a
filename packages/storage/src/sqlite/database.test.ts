import { manualClock } from "@showrunner/core/clock.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { describe, expect, it } from "vitest";
import { maxReceiveCount, openForTest, startMs, temporaryPath } from "../testing/temporary-database.ts";

const item = (sk: string, more: Partial<Item> = {}): Item => ({ pk: "P", sk, v: 1, data: {}, ...more });
const count = (length: number): number[] => Array.from({ length }, (_, at) => at);
const inAMinute = { max: 10, visibleAgainAt: startMs + 60_000 };

describe("group commit", () => {
  it("makes writes asked for in one turn durable with one transaction", async () => {
    const database = openForTest(temporaryPath());
    const { store, queue } = database;
    await Promise.all([
      ...count(200).map((at) => store.put(item(`N#${at}`))),
      store.delete({ pk: "P", sk: "NONE" }),
      queue.send("PollJobs", [{ body: 1, group: "a" }]),
    ]);
    expect(database.counts()).toEqual({ reads: 0, writes: 201, commits: 1, queueWrites: 1 });
  });

  it("takes no more than so many writes into one transaction", async () => {
    const database = openForTest();
    const { store } = database;
    await Promise.all(count(2500).map((at) => store.put(item(`N#${at}`))));
    expect(database.counts().commits).toBe(3);
  });

  it("takes a large write for many", async () => {
    const database = openForTest();
    const { store } = database;
    const text = "x".repeat(300_000);
    await Promise.all(count(40).map((at) => store.put(item(`N#${at}`, { data: { text } }))));
    expect(database.counts().commits).toBeGreaterThan(1);
    expect((await store.query({ pk: "P" })).items).toHaveLength(40);
  });

  it("writes a write that alone is over the bound", async () => {
    const { store } = openForTest();
    const huge = item("HUGE", { data: { text: "x".repeat(6_000_000) } });
    expect(await store.put(huge)).toBe(true);
    expect(await store.get(huge)).toEqual(huge);
  });

  it("does the writes in the order in which they were asked for", async () => {
    const { store } = openForTest();
    const told = await Promise.all([
      store.put(item("A"), { kind: "absent" }),
      store.put(item("A", { v: 2 }), { kind: "version", v: 1 }),
      store.delete({ pk: "P", sk: "A" }, { kind: "version", v: 2 }),
      store.put(item("A", { v: 9 }), { kind: "absent" }),
    ]);
    expect(told).toEqual([true, true, true, true]);
    expect(await store.get({ pk: "P", sk: "A" })).toEqual(item("A", { v: 9 }));
  });

  it("writes the others when the condition of one does not hold", async () => {
    const database = openForTest();
    const { store } = database;
    await store.put(item("A"));
    const told = await Promise.all([
      store.put(item("B")),
      store.put(item("A", { data: { second: true } }), { kind: "absent" }),
      store.put(item("B", { v: 3 }), { kind: "version", v: 2 }),
      store.put(item("C")),
    ]);
    expect(told).toEqual([true, false, false, true]);
    expect((await store.query({ pk: "P" })).items).toEqual([item("A"), item("B"), item("C")]);
    expect(database.counts().commits).toBe(2);
  });

  it("shows no write before it is durable, and every write once it was acknowledged", async () => {
    const { store } = openForTest(temporaryPath());
    const putting = store.put(item("A"));
    expect(await store.get({ pk: "P", sk: "A" })).toBeUndefined();
    await putting;
    expect(await store.get({ pk: "P", sk: "A" })).toEqual(item("A"));
  });
});

describe("a database file", () => {
  it("has what was acknowledged when it is opened again", async () => {
    const path = temporaryPath();
    const first = openForTest(path);
    await first.store.put(item("A", { gsi1pk: "X", gsi1sk: "1", ttl: 4_102_444_800 }));
    await first.close();
    const second = openForTest(path);
    expect((await second.store.queryIndex({ gsi1pk: "X" })).items).toEqual([
      item("A", { gsi1pk: "X", gsi1sk: "1", ttl: 4_102_444_800 }),
    ]);
  });

  it("has what was asked for before close, though nobody waited for it", async () => {
    const path = temporaryPath();
    const first = openForTest(path);
    const putting = count(1500).map((at) => first.store.put(item(`N#${at}`)));
    await first.close();
    expect(await Promise.all(putting)).toEqual(count(1500).map(() => true));
    expect((await openForTest(path).store.query({ pk: "P", limit: 2000 })).items).toHaveLength(1500);
  });

  it("is closed for good: later reads and writes are refused, and closing again is harmless", async () => {
    const path = temporaryPath();
    const database = openForTest(path);
    const { store, queue } = database;
    await database.close();
    await database.close();
    const refused = { code: "database.closed", message: `the database ${path} was closed` };
    await expect(store.put(item("A"))).rejects.toMatchObject(refused);
    await expect(store.get(item("A"))).rejects.toMatchObject(refused);
    await expect(queue.send("PollJobs", [{ body: 1, group: "a" }])).rejects.toMatchObject(refused);
    await expect(queue.depth("PollJobs")).rejects.toMatchObject(refused);
  });

  it("settles once nothing waits, what was asked for meanwhile included", async () => {
    const database = openForTest();
    const { store } = database;
    await database.settled();
    let done = 0;
    const putAgain = (left: number): void => {
      void store.put(item(`N#${left}`)).then(() => {
        done++;
        if (left > 1) putAgain(left - 1);
      });
    };
    putAgain(5);
    await database.settled();
    expect(done).toBe(5);
  });
});

describe("counts", () => {
  it("tell reads by key and page, writes, messages and transactions, since the reset", async () => {
    const database = openForTest();
    const { store, queue } = database;
    await store.put(item("A"));
    database.resetCounts();
    expect(database.counts()).toEqual({ reads: 0, writes: 0, commits: 0, queueWrites: 0 });
    await store.put(item("A"), { kind: "absent" });
    await store.getMany([item("A"), item("B")]);
    await store.get(item("A"));
    await store.query({ pk: "P" });
    await queue.send(
      "PollJobs",
      [1, 2].map((body) => ({ body, group: "a" })),
    );
    const got = await queue.receive("PollJobs", inAMinute);
    await queue.delete(
      "PollJobs",
      got.map(({ receipt }) => receipt),
    );
    expect(database.counts()).toEqual({ reads: 4, writes: 1, commits: 4, queueWrites: 6 });
  });
});

describe("purgeExpired", () => {
  it("deletes all items whose time has passed, and no others, in transactions of bounded size", async () => {
    const database = openForTest();
    const { store } = database;
    const nowSeconds = startMs / 1000;
    await Promise.all([
      ...count(1200).map((at) => store.put(item(`OLD#${at}`, { ttl: nowSeconds - 1 - at }))),
      store.put(item("NOW", { ttl: nowSeconds })),
      store.put(item("LATER", { ttl: nowSeconds + 1 })),
      store.put(item("NEVER")),
    ]);
    database.resetCounts();
    expect(await database.purgeExpired()).toBe(1200);
    expect(database.counts().commits).toBe(3);
    expect((await store.query({ pk: "P" })).items.map(({ sk }) => sk)).toEqual(["LATER", "NEVER", "NOW"]);
    expect(await database.purgeExpired()).toBe(0);
  });
});

describe("onSend", () => {
  it("tells of each queue that was sent to, after the messages can be received", async () => {
    const database = openForTest();
    const { queue } = database;
    const told: Promise<unknown>[] = [];
    database.onSend((name) => told.push(queue.receive(name, inAMinute)));
    await Promise.all([
      queue.send("PollJobs", [{ body: 1, group: "a" }]),
      queue.send("PollJobs", [{ body: 2, group: "a" }]),
      queue.send("Deliveries", [{ body: 3, group: "a" }]),
    ]);
    const messages = await Promise.all(told);
    expect(messages).toMatchObject([[{ body: 1 }, { body: 2 }], [{ body: 3 }]]);
  });

  it("tells of what was redriven, and not of what is delayed", async () => {
    const database = openForTest();
    const { queue } = database;
    const told: string[] = [];
    await queue.send("Deliveries", [{ body: 1, group: "a" }]);
    const got = await queue.receive("Deliveries", inAMinute);
    await queue.bury(
      "Deliveries",
      got.map(({ receipt }) => receipt),
    );
    database.onSend((name) => told.push(name));
    await queue.send("PollJobs", [{ body: 1, group: "a", delaySeconds: 5 }]);
    await queue.redrive("Deliveries", 10);
    expect(told).toEqual(["Deliveries"]);
  });

  it("tells no more once stopped", async () => {
    const database = openForTest();
    const { queue } = database;
    const told: string[] = [];
    const stop = database.onSend((name) => told.push(name));
    stop();
    await queue.send("PollJobs", [{ body: 1, group: "a" }]);
    expect(told).toEqual([]);
  });
});

describe("releaseInFlight", () => {
  it("gives back what a former receiver had, and neither what is delayed nor what was given back for later", async () => {
    const path = temporaryPath();
    const first = openForTest(path);
    await first.queue.send("PollJobs", [
      { body: "held", group: "a" },
      { body: "later", group: "b" },
      { body: "delayed", group: "a", delaySeconds: 60 },
    ]);
    const got = await first.queue.receive("PollJobs", { max: 10, visibleAgainAt: startMs + 720_000 });
    const later = got.filter(({ body }) => body === "later").map(({ receipt }) => receipt);
    await first.queue.release("PollJobs", later, startMs + 60_000);
    await first.close();

    const { queue, ...database } = openForTest(path);
    const told: string[] = [];
    database.onSend((name) => told.push(name));
    expect(await database.releaseInFlight()).toBe(1);
    expect(told).toContain("PollJobs");
    expect(await queue.depth("PollJobs")).toEqual({ visible: 1, inFlight: 0, delayed: 2, dead: 0 });
    expect(await queue.receive("PollJobs", inAMinute)).toMatchObject([{ body: "held", receiveCount: 1 }]);
  });

  it("leaves what was in hand whenever its receiver died to the dead letters in the end", async () => {
    const database = openForTest();
    const { queue } = database;
    await queue.send("PollJobs", [{ body: "poison", group: "a" }]);
    for (let time = 1; time < 100 + maxReceiveCount; time++) {
      expect(await queue.receive("PollJobs", inAMinute)).toHaveLength(1);
      await database.releaseInFlight();
    }
    expect(await queue.receive("PollJobs", inAMinute)).toEqual([]);
    expect(await queue.dead("PollJobs", 10)).toMatchObject([{ body: "poison" }]);
  });
});

describe("receive", () => {
  it("gives one group's messages oldest first, redelivered ones included", async () => {
    const { queue } = openForTest();
    await queue.send(
      "PollJobs",
      count(30).map((body) => ({ body, group: "a" })),
    );
    const [first] = await queue.receive("PollJobs", { max: 1, visibleAgainAt: startMs + 1 });
    await queue.release("PollJobs", [first?.receipt ?? ""], startMs);
    const all = await queue.receive("PollJobs", { max: 500, visibleAgainAt: startMs + 60_000 });
    expect(all.map(({ body }) => body)).toEqual(count(30));
  });

  it("takes from any group name, the empty one and what sorts last included", async () => {
    const { queue } = openForTest();
    const groups = ["", "\u0000", "a", "A", "é", "\u{10FFFF}"];
    for (const round of [1, 2]) {
      await queue.send(
        "PollJobs",
        groups.map((group) => ({ body: round, group })),
      );
      const got = [];
      for (let at = 0; at < groups.length; at += 2) {
        got.push(...(await queue.receive("PollJobs", { max: 2, visibleAgainAt: startMs + 60_000 })));
      }
      expect(got.map(({ group }) => group).toSorted()).toEqual(groups.toSorted());
    }
  });

  it.each([0, 501, 1.5])("of %d messages is refused", async (max) => {
    const { queue } = openForTest();
    await expect(queue.receive("PollJobs", { max, visibleAgainAt: 0 })).rejects.toMatchObject({
      code: "queue.max_invalid",
    });
  });
});

describe("the receipt of a message", () => {
  it("is stale once the message was given back", async () => {
    const { queue } = openForTest();
    await queue.send("PollJobs", [{ body: 1, group: "a" }]);
    const receipts = (await queue.receive("PollJobs", inAMinute)).map(({ receipt }) => receipt);
    await queue.release("PollJobs", receipts, startMs);
    await queue.delete("PollJobs", receipts);
    await queue.bury("PollJobs", receipts);
    expect(await queue.depth("PollJobs")).toEqual({ visible: 1, inFlight: 0, delayed: 0, dead: 0 });
  });

  it("is stale once the message was buried, even after it was redriven", async () => {
    const { queue } = openForTest();
    await queue.send("PollJobs", [{ body: 1, group: "a" }]);
    const receipts = (await queue.receive("PollJobs", inAMinute)).map(({ receipt }) => receipt);
    await queue.bury("PollJobs", receipts);
    await queue.redrive("PollJobs", 10);
    await queue.delete("PollJobs", receipts);
    expect(await queue.depth("PollJobs")).toEqual({ visible: 1, inFlight: 0, delayed: 0, dead: 0 });
  });

  it("is good until the message is received again, though its time has passed", async () => {
    const clock = manualClock(startMs);
    const { queue } = openForTest(":memory:", { clock });
    await queue.send("PollJobs", [{ body: 1, group: "a" }]);
    const receipts = (await queue.receive("PollJobs", inAMinute)).map(({ receipt }) => receipt);
    await clock.advance(120_000);
    await queue.delete("PollJobs", receipts);
    expect(await queue.depth("PollJobs")).toEqual({ visible: 0, inFlight: 0, delayed: 0, dead: 0 });
  });
});
