import { randomUUID } from "node:crypto";
import type { Item, Store } from "@showrunner/core/ports/store.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sksOf, type StoreUnderTest } from "./store-under-test.ts";

/** The part of the store's conformance that is about queries and the index. */
export function storeQueryConformance(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps what a Store promises of queries`, () => {
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

    describe("query", () => {
      it("gives a partition in the order of the sort keys' UTF-8 bytes, both ways", async () => {
        // UTF-16 would put the emoji before U+FFFD; a language's collation would put "a" before "B".
        const sorted = ["A", "A#", "A#1", "A#10", "A#2", "B", "a", "z", "é", "千", "\uFFFD", "🎬"];
        await putAll(sorted.toReversed().map((sk) => item(sk)));
        expect(sksOf((await store.query({ pk })).items)).toEqual(sorted);
        expect(sksOf((await store.query({ pk, descending: true })).items)).toEqual(sorted.toReversed());
      });

      it("with a prefix gives the keys that begin so, literally", async () => {
        const keys = ["RULE", "RULE#", "RULE#a", "RULE#%", "RULE#_", "RULE#\u{10FFFF}", "RULE#é", "RULE$", "rule#a"];
        await putAll(keys.map((sk) => item(sk)));
        const under = sksOf((await store.query({ pk, prefix: "RULE#" })).items);
        expect(under).toEqual(["RULE#", "RULE#%", "RULE#_", "RULE#a", "RULE#é", "RULE#\u{10FFFF}"]);
        expect(sksOf((await store.query({ pk, prefix: "RULE#%" })).items)).toEqual(["RULE#%"]);
        expect(sksOf((await store.query({ pk, prefix: "RULE#\u{10FFFF}" })).items)).toEqual(["RULE#\u{10FFFF}"]);
        expect((await store.query({ pk, prefix: "NONE" })).items).toEqual([]);
      });

      it.each([false, true])("in pages gives each item once, in order (descending: %s)", async (descending) => {
        const keys = Array.from({ length: 25 }, (_, at) => `E#${String(at).padStart(2, "0")}`);
        await putAll([item("D"), item("F"), ...keys.map((sk) => item(sk))]);
        const seen: string[] = [];
        let after: string | undefined;
        let pages = 0;
        do {
          const page = await store.query({ pk, prefix: "E#", limit: 10, descending, after });
          expect(page.items.length).toBeLessThanOrEqual(10);
          seen.push(...sksOf(page.items));
          after = page.next;
          pages++;
        } while (after !== undefined);
        expect(seen).toEqual(descending ? keys.toReversed() : keys);
        expect(pages).toBeGreaterThanOrEqual(3);
      });

      it("goes on where the page before ended, whatever was put or deleted meanwhile", async () => {
        await putAll(["A", "B", "D", "E"].map((sk) => item(sk)));
        const first = await store.query({ pk, limit: 2 });
        await Promise.all([store.put(item("AA")), store.put(item("C")), store.delete({ pk, sk: "B" })]);
        const rest = await store.query({ pk, after: first.next });
        expect(sksOf(rest.items)).toEqual(["C", "D", "E"]);
        expect(rest.next).toBeUndefined();
      });

      it(
        "gives 1,000 items at most when no limit is set, and the rest on the next page",
        { timeout: 180_000 },
        async () => {
          await putAll(Array.from({ length: 1003 }, (_, at) => item(`N#${String(at).padStart(4, "0")}`)));
          const first = await store.query({ pk });
          expect(first.items).toHaveLength(1000);
          expect((await store.query({ pk, after: first.next })).items).toHaveLength(3);
        },
      );

      it("fills a page, however large its items are", async () => {
        const text = "0123456789".repeat(20_000);
        const sks = Array.from({ length: 12 }, (_, at) => `L#${String(at).padStart(2, "0")}`);
        await putAll(sks.map((sk) => item(sk, { data: { text } })));
        const first = await store.query({ pk, limit: 10 });
        expect(sksOf(first.items)).toEqual(sks.slice(0, 10));
        expect(sksOf((await store.query({ pk, limit: 10, after: first.next })).items)).toEqual(sks.slice(10));
      });

      it("says of the last page that it is, though it is full", async () => {
        await putAll(["A", "B", "C", "D"].map((sk) => item(sk, { gsi1pk: `${pk}#X`, gsi1sk: sk })));
        const { next: after } = await store.query({ pk, limit: 2 });
        expect(after).toBeDefined();
        expect(Object.keys(await store.query({ pk, limit: 2, after }))).toEqual(["items"]);
        expect(Object.keys(await store.queryIndex({ gsi1pk: `${pk}#X`, limit: 4 }))).toEqual(["items"]);
      });

      it("refuses a page of no items", async () => {
        const refused = { code: "store.limit_invalid" };
        await expect(store.query({ pk, limit: 0 })).rejects.toMatchObject(refused);
        await expect(store.queryIndex({ gsi1pk: pk, limit: 0 })).rejects.toMatchObject(refused);
      });

      it("refuses a cursor that is none, and that of another query", async () => {
        await putAll(["A", "B"].map((sk) => item(sk)));
        const { next } = await store.query({ pk, limit: 1 });
        const refused = { code: "store.cursor_invalid" };
        await expect(store.query({ pk, prefix: "B", after: next })).rejects.toMatchObject(refused);
        await expect(store.queryIndex({ gsi1pk: pk, after: next })).rejects.toMatchObject(refused);
        await expect(store.query({ pk, after: "made up" })).rejects.toMatchObject(refused);
      });

      it("gives nothing of a partition or index that cannot be", async () => {
        expect(await store.query({ pk: "" })).toEqual({ items: [] });
        expect(await store.queryIndex({ gsi1pk: "" })).toEqual({ items: [] });
        await store.put(item("A", { gsi1pk: `${pk}#X`, gsi1sk: "1" }));
        expect(await store.queryIndex({ gsi1pk: `${pk}#X`, upTo: "" })).toEqual({ items: [] });
      });

      it("sees every put that was acknowledged", async () => {
        for (let at = 0; at < 10; at++) {
          await store.put(item(`S#${at}`));
          expect((await store.query({ pk })).items).toHaveLength(at + 1);
        }
      });
    });

    describe("the index", () => {
      const due = (at: string): string => `2026-01-${at}T00:00:00.000Z`;

      it("holds the items that have both its keys, and only while they have", async () => {
        const index = `${pk}#DUE`;
        const waiting = item("A", { gsi1pk: index, gsi1sk: due("01") });
        await putAll([waiting, item("B"), item("C", { gsi1pk: index }), item("D", { gsi1sk: due("01") })]);
        expect((await store.queryIndex({ gsi1pk: index })).items).toEqual([waiting]);
        await store.put(item("A", { v: 2 }), { kind: "version", v: 1 });
        expect((await store.queryIndex({ gsi1pk: index })).items).toEqual([]);
        expect(await store.get({ pk, sk: "A" })).toEqual(item("A", { v: 2 }));
      });

      it("follows an item that changes its place in it", async () => {
        await store.put(item("A", { gsi1pk: `${pk}#X`, gsi1sk: "1" }));
        await store.put(item("A", { v: 2, gsi1pk: `${pk}#Y`, gsi1sk: "2" }));
        expect((await store.queryIndex({ gsi1pk: `${pk}#X` })).items).toEqual([]);
        expect(sksOf((await store.queryIndex({ gsi1pk: `${pk}#Y` })).items)).toEqual(["A"]);
      });

      it("gives items of any partition, in the order of its sort key, both ways", async () => {
        const index = `${pk}#DUE`;
        await putAll([
          item("X", { gsi1pk: index, gsi1sk: due("03") }),
          { ...item("Y", { gsi1pk: index, gsi1sk: due("01") }), pk: `${pk}#OTHER` },
          item("Z", { gsi1pk: index, gsi1sk: due("02") }),
        ]);
        expect(sksOf((await store.queryIndex({ gsi1pk: index })).items)).toEqual(["Y", "Z", "X"]);
        expect(sksOf((await store.queryIndex({ gsi1pk: index, descending: true })).items)).toEqual(["X", "Z", "Y"]);
      });

      it("up to a sort key gives that one too, and none after it", async () => {
        const index = `${pk}#DUE`;
        await putAll(["01", "02", "03"].map((at) => item(at, { gsi1pk: index, gsi1sk: due(at) })));
        expect(sksOf((await store.queryIndex({ gsi1pk: index, upTo: due("02") })).items)).toEqual(["01", "02"]);
        const newestFirst = await store.queryIndex({ gsi1pk: index, upTo: due("02"), descending: true });
        expect(sksOf(newestFirst.items)).toEqual(["02", "01"]);
        expect((await store.queryIndex({ gsi1pk: index, upTo: "2025" })).items).toEqual([]);
      });

      it.each([false, true])(
        "in pages gives each item once, equal sort keys too (descending: %s)",
        async (descending) => {
          const index = `${pk}#DUE`;
          const all = Array.from({ length: 23 }, (_, at) =>
            item(`N#${String(at).padStart(2, "0")}`, { gsi1pk: index, gsi1sk: due(at < 15 ? "01" : "02") }),
          );
          await putAll([...all, item("LATER", { gsi1pk: index, gsi1sk: due("09") })]);
          const seen: Item[] = [];
          let after: string | undefined;
          do {
            const page = await store.queryIndex({ gsi1pk: index, upTo: due("02"), limit: 5, descending, after });
            seen.push(...page.items);
            after = page.next;
          } while (after !== undefined);
          expect(sksOf(seen).toSorted()).toEqual(sksOf(all));
          const times = seen.map(({ gsi1sk = "" }) => gsi1sk);
          expect(times).toEqual(descending ? times.toSorted().toReversed() : times.toSorted());
        },
      );
    });
  });
}
