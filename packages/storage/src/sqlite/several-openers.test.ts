import { DatabaseSync } from "node:sqlite";
import type { Item } from "@showrunner/core/ports/store.ts";
import { describe, expect, it } from "vitest";
import { openForTest, startMs, temporaryPath } from "../testing/temporary-database.ts";

const item = (sk: string, more: Partial<Item> = {}): Item => ({ pk: "P", sk, v: 1, data: {}, ...more });

/** Holds the file's write lock as another process would, until released. */
function lock(path: string): { release: () => void } {
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  return {
    release: () => {
      other.exec("COMMIT");
      other.close();
    },
  };
}

describe("two databases on one file", () => {
  it("see each other's writes once acknowledged", async () => {
    const path = temporaryPath();
    const [one, two] = [openForTest(path), openForTest(path)];
    await one.store.put(item("A", { gsi1pk: "X", gsi1sk: "1" }));
    expect(await two.store.get(item("A"))).toBeDefined();
    await two.store.delete(item("A"));
    expect((await one.store.queryIndex({ gsi1pk: "X" })).items).toEqual([]);
  });

  it("let exactly one of many conditional writers win", async () => {
    const path = temporaryPath();
    const databases = [openForTest(path), openForTest(path), openForTest(path)];
    for (let round = 0; round < 20; round++) {
      const told = await Promise.all(
        databases.map(({ store }, by) => store.put(item(`N#${round}`, { data: { by } }), { kind: "absent" })),
      );
      expect(told.filter(Boolean)).toHaveLength(1);
      const kept = await databases[0]?.store.get(item(`N#${round}`));
      expect(kept?.data).toEqual({ by: told.indexOf(true) });
    }
  });

  it("give no message to both", async () => {
    const path = temporaryPath();
    const [one, two] = [openForTest(path), openForTest(path)];
    const messages = Array.from({ length: 60 }, (_, body) => ({ body, group: `acc_${body % 7}` }));
    await one.queue.send("Deliveries", messages);
    const parts = await Promise.all(
      [one, two, one, two, one, two].map(({ queue }) =>
        queue.receive("Deliveries", { max: 10, visibleAgainAt: startMs + 60_000 }),
      ),
    );
    const got = parts.flat().map(({ body }) => Number(body));
    expect(got.toSorted((a, b) => a - b)).toEqual(messages.map(({ body }) => body));
  });

  it("leave the file whole when one of them closes and others go on", async () => {
    const path = temporaryPath();
    const one = openForTest(path);
    await one.store.put(item("A"));
    const two = openForTest(path);
    await two.store.put(item("B"));
    await two.close();
    await one.store.put(item("C"));
    expect((await openForTest(path).store.query({ pk: "P" })).items).toHaveLength(3);
  });
});

describe("another process's transaction", () => {
  it("is waited for: the writes happen once it ends, each once, in order", async () => {
    const path = temporaryPath();
    const database = openForTest(path, { busyTimeoutMs: 1 });
    const { store } = database;
    const other = lock(path);
    // More than one group: the second may not overtake the first, which is tried again.
    const fillers = Array.from({ length: 1500 }, (_, at) => store.put(item(`N#${at}`), { kind: "absent" }));
    const told = Promise.all([...fillers, store.put(item("N#0", { v: 2 }), { kind: "version", v: 1 })]);
    setImmediate(() => other.release());
    expect(new Set(await told)).toEqual(new Set([true]));
    expect(await store.get(item("N#0"))).toEqual(item("N#0", { v: 2 }));
    expect(database.counts().commits).toBe(2);
  });

  it("that does not end fails the writes with a problem that says so, and the next ones are tried anew", async () => {
    const path = temporaryPath();
    const { store } = openForTest(path, { busyTimeoutMs: 1 });
    const other = lock(path);
    const told = await Promise.allSettled([store.put(item("A")), store.put(item("B"))]);
    for (const each of told) {
      expect(each).toMatchObject({ reason: { code: "database.busy", retry: { kind: "default" } } });
      expect(each).toHaveProperty("reason.message", expect.stringContaining(path));
    }
    expect(await store.get(item("A"))).toBeUndefined();
    other.release();
    expect(await store.put(item("A"))).toBe(true);
  });

  it("keeps no reader waiting", async () => {
    const path = temporaryPath();
    const { store } = openForTest(path, { busyTimeoutMs: 1 });
    await store.put(item("A"));
    const other = lock(path);
    expect(await store.get(item("A"))).toEqual(item("A"));
    other.release();
  });
});
