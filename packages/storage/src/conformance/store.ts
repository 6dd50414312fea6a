import { randomUUID } from "node:crypto";
import type { Item, Store } from "@showrunner/core/ports/store.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { expectedOf, ModelStore, readAll, step, writeTo, writeToModel } from "./store-model.ts";
import { sksOf, type StoreUnderTest } from "./store-under-test.ts";
import { storeQueryConformance } from "./store-queries.ts";

export type { StoreUnderTest } from "./store-under-test.ts";

const byKey = (a: Item, b: Item): number => (`${a.pk}\n${a.sk}` < `${b.pk}\n${b.sk}` ? -1 : 1);

/** Where each operation is a request, and the machine is busy, many of them take a while. */
const timeout = 180_000;

/** What every driver of the `Store` port keeps. Run it in the driver's own test. */
export function storeConformance(name: string, open: () => Promise<StoreUnderTest>): void {
  storeQueryConformance(name, open);

  describe(`${name} keeps what a Store promises`, () => {
    let opened: StoreUnderTest;
    let store: Store;
    /** A partition of each test's own, so that a database can be shared. */
    let pk: string;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      pk = `ACC#${randomUUID()}`;
    });
    afterEach(() => opened.close());

    const item = (sk: string, more: Partial<Item> = {}): Item => ({ pk, sk, v: 1, data: { sk }, ...more });
    const putAll = (items: readonly Item[]) => Promise.all(items.map((each) => store.put(each)));

    describe("items", () => {
      it("are given back as they were put, each attribute and type", async () => {
        const data = { text: "a", number: -1.5, truth: false, nothing: null, list: [1, [2], {}], nested: { deep: [] } };
        const whole = item("PROFILE", { v: 7, data, gsi1pk: `${pk}#A`, gsi1sk: "B", ttl: 4_102_444_800 });
        await store.put(whole);
        expect(await store.get(whole)).toEqual(whole);
      });

      it("have no attribute that was not put", async () => {
        await store.put(item("PLAIN"));
        expect(Object.keys((await store.get({ pk, sk: "PLAIN" })) ?? {}).toSorted()).toEqual(["data", "pk", "sk", "v"]);
      });

      it("are replaced whole: what the new one lacks is gone", async () => {
        await store.put(item("A", { data: { old: true }, gsi1pk: `${pk}#X`, gsi1sk: "1", ttl: 4_102_444_800 }));
        await store.put(item("A", { v: 2, data: { fresh: true } }));
        expect(await store.get({ pk, sk: "A" })).toEqual(item("A", { v: 2, data: { fresh: true } }));
      });

      it("have no attribute that is undefined, at the top or inside", async () => {
        const data = { kept: null, gone: undefined, nested: { gone: undefined, list: [undefined] } };
        await store.put({ ...item("A", { data }), gsi1pk: undefined, gsi1sk: undefined, ttl: undefined });
        const stored = (await store.get({ pk, sk: "A" })) ?? item("NONE");
        expect(Object.keys(stored).toSorted()).toEqual(["data", "pk", "sk", "v"]);
        expect(stored.data).toStrictEqual({ kept: null, nested: { list: [null] } });
      });

      it.each([
        ["the largest and the smallest numbers", [1.797e308, -1.797e308, 5e-324, 1e-130, 1e-131, 2 ** 53, -(2 ** 60)]],
        ["numbers that have no exact decimal", [0.1 + 0.2, 1 / 3, Math.PI * 1e15, 1e21, 123_456_789.123_456_78]],
        ["empty texts, lists and objects", ["", [], {}, [""], { a: "" }]],
        ["the order of names", [{ z: 1, a: { y: 1, b: 2 }, "10": 1 }]],
        ["names that other formats reserve", [{ "": 1 }, { S: "a" }, { N: "1" }, { constructor: { name: "Set" } }]],
        ["what is nested 100 deep", [JSON.parse(`${'{"a":['.repeat(50)}1${"]}".repeat(50)}`)]],
        ["half of a surrogate pair", ["\ud83c", { "\udf7f": "\ud83c\udf7f" }, String.raw`\ud83c`]],
      ])("keep %s exactly", async (_, values: unknown[]) => {
        const text = JSON.stringify({ values });
        await store.put(item("EXACT", { data: { values } }));
        expect(JSON.stringify((await store.get({ pk, sk: "EXACT" }))?.data)).toBe(text);
        expect(JSON.stringify((await store.query({ pk })).items[0]?.data)).toBe(text);
      });

      it("keep any JSON exactly, as any writer of JSON would", { timeout }, async () => {
        await fc.assert(
          fc.asyncProperty(fc.jsonValue({ stringUnit: "binary" }), async (value) => {
            await store.put(item("JSON", { data: { value } }));
            expect(JSON.stringify((await store.get({ pk, sk: "JSON" }))?.data["value"])).toBe(JSON.stringify(value));
          }),
          { numRuns: 60 },
        );
      });

      it.each<[string, Partial<Item>]>([
        ["an empty partition key", { pk: "" }],
        ["an empty sort key", { sk: "" }],
        ["a partition key of more than 2,048 bytes", { pk: "é".repeat(1025) }],
        ["a sort key of more than 1,024 bytes", { sk: "é".repeat(513) }],
        ["an empty index key", { gsi1pk: "", gsi1sk: "1" }],
        ["an index sort key of more than 1,024 bytes", { gsi1pk: "X", gsi1sk: "é".repeat(513) }],
        ["a version that is no whole number", { v: 1.5 }],
        ["a ttl that is no number", { ttl: Number.NaN }],
      ])("are refused with %s, and nothing is written", async (_, wrong) => {
        const beside = store.put(item("BESIDE"));
        await expect(store.put({ ...item("A"), ...wrong })).rejects.toMatchObject({
          code: "store.item_invalid",
          retry: { kind: "never" },
        });
        expect(await beside).toBe(true);
        expect(sksOf((await store.query({ pk })).items)).toEqual(["BESIDE"]);
      });

      it("with the longest keys are kept", async () => {
        const longest = { pk: `${pk}#${"x".repeat(2048)}`.slice(0, 2048), sk: "é".repeat(512), v: 1, data: {} };
        await store.put({ ...longest, gsi1pk: longest.pk, gsi1sk: longest.sk });
        expect(await store.get(longest)).toMatchObject(longest);
        expect((await store.queryIndex({ gsi1pk: longest.pk, upTo: longest.sk })).items).toHaveLength(1);
      });

      it("with keys that cannot be are not there, nor deleted", async () => {
        const impossible = { pk, sk: "" };
        expect(await store.get(impossible)).toBeUndefined();
        expect(await store.getMany([impossible])).toEqual([]);
        expect(await store.delete(impossible)).toBe(true);
        expect(await store.delete(impossible, { kind: "version", v: 1 })).toBe(false);
      });

      it("that are not there are undefined", async () => {
        expect(await store.get({ pk, sk: "NONE" })).toBeUndefined();
      });

      it("are stored as they were when put was called, and are not shared with who reads them", async () => {
        const data = { list: [1] };
        const putting = store.put(item("A", { data }));
        data.list.push(2);
        await putting;
        const first = await store.get({ pk, sk: "A" });
        expect(first?.data).toEqual({ list: [1] });
        if (first !== undefined) first.data["list"] = "changed";
        expect((await store.get({ pk, sk: "A" }))?.data).toEqual({ list: [1] });
      });

      it("of 300 KB are kept", async () => {
        const big = item("BIG", { data: { text: "0123456789".repeat(30_000) } });
        await store.put(big);
        expect(await store.get(big)).toEqual(big);
        expect((await store.query({ pk })).items).toEqual([big]);
      });

      it("may have any script, emoji and separators in keys and data", async () => {
        const texts = ["Amélie", "千と千尋の神隠し", "🎬🍿", "a#b|c%_*'\"\\", "\u{10FFFF}", "e\u0301", "\u00e9"];
        const items = texts.map((text) => item(`NAME#${text}`, { data: { [text]: text } }));
        await putAll(items);
        expect(await Promise.all(items.map((each) => store.get(each)))).toEqual(items);
      });

      it("are in nobody else's partition", async () => {
        await store.put(item("SECRET"));
        expect(await store.get({ pk: `${pk}X`, sk: "SECRET" })).toBeUndefined();
        expect((await store.query({ pk: pk.slice(0, -1) })).items).toEqual([]);
      });
    });

    describe("getMany", () => {
      it("gives the items that exist, once each, and no others", async () => {
        await putAll([item("A"), item("B")]);
        const keys = ["A", "MISSING", "B", "A"].map((sk) => ({ pk, sk }));
        expect(sksOf(await store.getMany(keys)).toSorted()).toEqual(["A", "B"]);
      });

      it("takes more keys than one request of a cloud does", async () => {
        const items = Array.from({ length: 230 }, (_, at) => item(`N#${at}`));
        await putAll(items);
        expect(await store.getMany(items)).toHaveLength(230);
        expect(await store.getMany([])).toEqual([]);
      });

      it("gives items that together are larger than one answer of a cloud", { timeout }, async () => {
        const text = "0123456789".repeat(30_000);
        const items = Array.from({ length: 60 }, (_, at) => item(`L#${at}`, { data: { text } }));
        await putAll(items);
        expect(sksOf(await store.getMany(items)).toSorted()).toEqual(sksOf(items).toSorted());
      });
    });

    describe("conditions", () => {
      it("absent: only the first put is written", async () => {
        expect(await store.put(item("A", { data: { by: 1 } }), { kind: "absent" })).toBe(true);
        expect(await store.put(item("A", { data: { by: 2 } }), { kind: "absent" })).toBe(false);
        expect((await store.get({ pk, sk: "A" }))?.data).toEqual({ by: 1 });
      });

      it("absent: holds again after a delete", async () => {
        await store.put(item("A"));
        await store.delete({ pk, sk: "A" });
        expect(await store.put(item("A"), { kind: "absent" })).toBe(true);
      });

      it("version: holds for the stored version only, and not for an item that is not there", async () => {
        expect(await store.put(item("A", { v: 2 }), { kind: "version", v: 1 })).toBe(false);
        expect(await store.get({ pk, sk: "A" })).toBeUndefined();
        await store.put(item("A", { v: 1 }));
        expect(await store.put(item("A", { v: 3 }), { kind: "version", v: 2 })).toBe(false);
        expect(await store.put(item("A", { v: 2 }), { kind: "version", v: 1 })).toBe(true);
        expect((await store.get({ pk, sk: "A" }))?.v).toBe(2);
      });

      it("absent: of many at once, exactly one is written, and it is the one that was told so", async () => {
        const tries = Array.from({ length: 20 }, (_, by) => store.put(item("A", { data: { by } }), { kind: "absent" }));
        const told = await Promise.all(tries);
        expect(told.filter(Boolean)).toHaveLength(1);
        expect((await store.get({ pk, sk: "A" }))?.data).toEqual({ by: told.indexOf(true) });
      });

      it("version: of many at once, exactly one is written, and it is the one that was told so", async () => {
        await store.put(item("A"));
        const told = await Promise.all(
          Array.from({ length: 20 }, (_, by) =>
            store.put(item("A", { v: 2, data: { by } }), { kind: "version", v: 1 }),
          ),
        );
        expect(told.filter(Boolean)).toHaveLength(1);
        expect((await store.get({ pk, sk: "A" }))?.data).toEqual({ by: told.indexOf(true) });
      });

      it("read, change, put on version: no increment of many at once is lost", async () => {
        await store.put(item("COUNT", { data: { n: 0 } }));
        const increment = async (): Promise<void> => {
          for (;;) {
            const { v = 0, data = {} } = (await store.get({ pk, sk: "COUNT" })) ?? {};
            const next = item("COUNT", { v: v + 1, data: { n: Number(data["n"]) + 1 } });
            if (await store.put(next, { kind: "version", v })) return;
          }
        };
        await Promise.all(Array.from({ length: 8 }, increment));
        expect(await store.get({ pk, sk: "COUNT" })).toEqual(item("COUNT", { v: 9, data: { n: 8 } }));
      });
    });

    describe("delete", () => {
      it("removes the item, from queries and the index too", async () => {
        const indexed = item("A", { gsi1pk: `${pk}#X`, gsi1sk: "1" });
        await store.put(indexed);
        expect(await store.delete(indexed)).toBe(true);
        expect(await store.get(indexed)).toBeUndefined();
        expect((await store.query({ pk })).items).toEqual([]);
        expect((await store.queryIndex({ gsi1pk: `${pk}#X` })).items).toEqual([]);
      });

      it("of what is not there is true, and false on a version", async () => {
        expect(await store.delete({ pk, sk: "NONE" })).toBe(true);
        expect(await store.delete({ pk, sk: "NONE" }, { kind: "version", v: 1 })).toBe(false);
      });

      it("on a version removes that version only", async () => {
        await store.put(item("A", { v: 2 }));
        expect(await store.delete({ pk, sk: "A" }, { kind: "version", v: 1 })).toBe(false);
        expect(await store.get({ pk, sk: "A" })).toBeDefined();
        expect(await store.delete({ pk, sk: "A" }, { kind: "version", v: 2 })).toBe(true);
        expect(await store.get({ pk, sk: "A" })).toBeUndefined();
      });
    });

    it("does what a Map and sorting do, for any sequence of writes and reads", { timeout }, async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
          const model = new ModelStore();
          run += 1;
          // Each run in partitions of its own.
          const own = (partition: string): string => `${pk}#${run}#${partition}`;
          const mine = <T extends { pk?: string; gsi1pk?: string | undefined }>(one: T): T => ({
            ...one,
            ...(one.pk === undefined ? {} : { pk: own(one.pk) }),
            ...(one.gsi1pk === undefined ? {} : { gsi1pk: own(one.gsi1pk) }),
          });
          for (const { writes, reads } of steps) {
            for (const each of writes) {
              const write = each.kind === "put" ? { ...each, item: mine(each.item) } : mine(each);
              expect(await writeTo(store, write)).toBe(writeToModel(model, write));
            }
            for (const each of reads.map(mine)) {
              const found = await readAll(store, each);
              const wanted = expectedOf(model, each);
              // Which of several items at one place of the index comes first is nobody's promise.
              if (each.kind === "query") expect(found).toEqual(wanted);
              expect(found.map(({ gsi1sk }) => gsi1sk)).toEqual(wanted.map(({ gsi1sk }) => gsi1sk));
              expect(found.toSorted(byKey)).toEqual(wanted.toSorted(byKey));
            }
          }
        }),
        { numRuns: 8 },
      );
    });

    describe("ttl", () => {
      it("keeps an item whose time has not passed, and one that has none", async () => {
        const nowSeconds = Math.floor(opened.clock.now() / 1000);
        await putAll([item("LATER", { ttl: nowSeconds + 3600 }), item("NEVER")]);
        await opened.purgeExpired?.();
        expect(sksOf((await store.query({ pk })).items)).toEqual(["LATER", "NEVER"]);
      });

      it("lets an item be forgotten once its time has passed, from everywhere", async () => {
        const nowSeconds = Math.floor(opened.clock.now() / 1000);
        await store.put(item("OLD", { ttl: nowSeconds - 3600, gsi1pk: `${pk}#X`, gsi1sk: "1" }));
        if (opened.purgeExpired === undefined) return;
        await opened.purgeExpired();
        expect(await store.get({ pk, sk: "OLD" })).toBeUndefined();
        expect((await store.query({ pk })).items).toEqual([]);
        expect((await store.queryIndex({ gsi1pk: `${pk}#X` })).items).toEqual([]);
        expect(await store.put(item("OLD"), { kind: "absent" })).toBe(true);
      });
    });
  });
}
