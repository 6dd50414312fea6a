import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedOf, ModelStore, readAll, step, writeTo, writeToModel } from "../conformance/store-model.ts";
import { openDatabase } from "./database.ts";
import { openForTest, testOptions } from "../testing/temporary-database.ts";

describe("the SQLite store", () => {
  it("does what a Map and sorting do, for any sequence of writes and reads", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const model = new ModelStore();
        const database = openDatabase(testOptions(":memory:"));
        try {
          for (const { writes, reads } of steps) {
            const told = await Promise.all(writes.map((each) => writeTo(database.store, each)));
            expect(told).toEqual(writes.map((each) => writeToModel(model, each)));
            for (const each of reads) expect(await readAll(database.store, each)).toEqual(expectedOf(model, each));
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
});
