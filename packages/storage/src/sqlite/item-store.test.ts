import type { Condition, Item, Store } from "@showrunner/core/ports/store.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "./database.ts";
import { openForTest, testOptions } from "../testing/temporary-database.ts";

/** The port in the plainest way there is: a Map, and sorting. */
class ModelStore {
  readonly #items = new Map<string, Item>();
  readonly #keyOf = ({ pk, sk }: { pk: string; sk: string }): string => JSON.stringify([pk, sk]);

  get(key: { pk: string; sk: string }): Item | undefined {
    return this.#items.get(this.#keyOf(key));
  }

  put(item: Item, condition?: Condition): boolean {
    const found = this.get(item);
    if (condition?.kind === "absent" && found !== undefined) return false;
    if (condition?.kind === "version" && found?.v !== condition.v) return false;
    this.#items.set(this.#keyOf(item), item);
    return true;
  }

  delete(key: { pk: string; sk: string }, condition?: { v: number }): boolean {
    if (condition !== undefined && this.get(key)?.v !== condition.v) return false;
    this.#items.delete(this.#keyOf(key));
    return true;
  }

  query(pk: string, prefix: string, descending: boolean): Item[] {
    const found = [...this.#items.values()].filter((item) => item.pk === pk && item.sk.startsWith(prefix));
    return sorted(found, (item) => [item.sk], descending);
  }

  queryIndex(gsi1pk: string, upTo: string | undefined, descending: boolean): Item[] {
    const found = [...this.#items.values()].filter(
      ({ gsi1pk: itsPk, gsi1sk }) =>
        itsPk === gsi1pk && gsi1sk !== undefined && (upTo === undefined || compare(gsi1sk, upTo) <= 0),
    );
    return sorted(found, ({ gsi1sk = "", pk, sk }) => [gsi1sk, pk, sk], descending);
  }
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function sorted(items: Item[], keysOf: (item: Item) => string[], descending: boolean): Item[] {
  const ascending = items.toSorted((a, b) => {
    const others = keysOf(b);
    return keysOf(a).reduce((order, key, at) => (order === 0 ? compare(key, others[at] ?? "") : order), 0);
  });
  return descending ? ascending.toReversed() : ascending;
}

type Write =
  | { kind: "put"; item: Item; condition: Condition | undefined }
  | { kind: "delete"; pk: string; sk: string; condition: { kind: "version"; v: number } | undefined };
type Read =
  | { kind: "query"; pk: string; prefix: string; descending: boolean; limit: number }
  | { kind: "index"; gsi1pk: string; upTo: string | undefined; descending: boolean; limit: number };

// Few values, so that operations meet; awkward ones, so that order and bounds are tried.
const pk = fc.constantFrom("P", "P#", "Q");
const sk = fc.constantFrom("A", "A#", "A#1", "A#é", "A#\uFFFD", "A#🎬", "A\u0000", "B", "\u{10FFFF}");
const gsi1pk = fc.option(fc.constantFrom("DUE", "OUTBOX"), { nil: undefined });
const gsi1sk = fc.option(fc.constantFrom("1", "10", "2", "é", "🎬"), { nil: undefined });
const v = fc.integer({ min: 1, max: 3 });
const version = fc.record({ kind: fc.constant("version" as const), v });
const item: fc.Arbitrary<Item> = fc.record({
  pk,
  sk,
  v,
  data: fc.record({ n: fc.integer(), text: fc.string({ unit: "binary" }) }),
  gsi1pk,
  gsi1sk,
});
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({
    kind: fc.constant("put" as const),
    item,
    condition: fc.option(fc.oneof(version, fc.constant({ kind: "absent" as const })), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant("delete" as const), pk, sk, condition: fc.option(version, { nil: undefined }) }),
);
const limit = fc.integer({ min: 1, max: 4 });
const read: fc.Arbitrary<Read> = fc.oneof(
  fc.record({
    kind: fc.constant("query" as const),
    pk,
    prefix: fc.constantFrom("", "A", "A#", "B", "C", "\u{10FFFF}"),
    descending: fc.boolean(),
    limit,
  }),
  fc.record({
    kind: fc.constant("index" as const),
    gsi1pk: fc.constantFrom("DUE", "OUTBOX"),
    upTo: gsi1sk,
    descending: fc.boolean(),
    limit,
  }),
);
/** Each step: writes asked for in one turn, then reads. */
const step = fc.record({ writes: fc.array(write, { maxLength: 12 }), reads: fc.array(read, { maxLength: 3 }) });

function writeTo(store: Store, each: Write): Promise<boolean> {
  return each.kind === "put" ? store.put(each.item, each.condition) : store.delete(each, each.condition);
}

async function readAll(store: Store, each: Read): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | undefined;
  do {
    const page =
      each.kind === "query" ? await store.query({ ...each, after }) : await store.queryIndex(queryOf(each, after));
    expect(page.items.length).toBeLessThanOrEqual(each.limit);
    all.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return all;
}

function queryOf({ upTo, ...each }: Extract<Read, { kind: "index" }>, after: string | undefined) {
  return { ...each, after, ...(upTo === undefined ? {} : { upTo }) };
}

describe("the SQLite store", () => {
  it("does what a Map and sorting do, for any sequence of writes and reads", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const model = new ModelStore();
        const database = openDatabase(testOptions(":memory:"));
        try {
          for (const { writes, reads } of steps) {
            const told = await Promise.all(writes.map((each) => writeTo(database.store, each)));
            const expected = writes.map((each) =>
              each.kind === "put" ? model.put(each.item, each.condition) : model.delete(each, each.condition),
            );
            expect(told).toEqual(expected);
            for (const each of reads) {
              const wanted =
                each.kind === "query"
                  ? model.query(each.pk, each.prefix, each.descending)
                  : model.queryIndex(each.gsi1pk, each.upTo, each.descending);
              expect(await readAll(database.store, each)).toEqual(wanted);
            }
          }
        } finally {
          await database.close();
        }
      }),
      { numRuns: 150 },
    );
  });

  it("refuses a version or ttl that is no whole number, and disturbs no other write", async () => {
    const { store } = openForTest();
    const wrong = store.put({ pk: "P", sk: "A", v: 1.5, data: {} });
    const right = store.put({ pk: "P", sk: "B", v: 1, data: {} });
    await expect(wrong).rejects.toMatchObject({ code: "store.item_invalid" });
    await expect(store.put({ pk: "P", sk: "C", v: 1, data: {}, ttl: Number.NaN })).rejects.toMatchObject({
      code: "store.item_invalid",
    });
    expect(await right).toBe(true);
  });

  it("refuses a page of no items", async () => {
    const { store } = openForTest();
    await expect(store.query({ pk: "P", limit: 0 })).rejects.toMatchObject({ code: "store.limit_invalid" });
    await expect(store.queryIndex({ gsi1pk: "P", limit: 0 })).rejects.toMatchObject({ code: "store.limit_invalid" });
  });

  it("says of the last page that it is, though it is full", async () => {
    const { store } = openForTest();
    await Promise.all(
      ["A", "B", "C", "D"].map((key) => store.put({ pk: "P", sk: key, v: 1, data: {}, gsi1pk: "X", gsi1sk: key })),
    );
    const { next: after } = await store.query({ pk: "P", limit: 2 });
    expect(Object.keys(await store.query({ pk: "P", limit: 2, after }))).toEqual(["items"]);
    expect(Object.keys(await store.queryIndex({ gsi1pk: "X", limit: 4 }))).toEqual(["items"]);
  });

  it("refuses the cursor of another kind of query", async () => {
    const { store } = openForTest();
    await Promise.all(["A", "B"].map((key) => store.put({ pk: "P", sk: key, v: 1, data: {} })));
    const { next } = await store.query({ pk: "P", limit: 1 });
    await expect(store.queryIndex({ gsi1pk: "P", after: next })).rejects.toMatchObject({
      code: "store.cursor_invalid",
    });
  });
});
