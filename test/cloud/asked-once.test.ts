import { manualClock } from "@showrunner/core/clock.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import { storeConformance } from "@showrunner/storage/conformance/store.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedOnce } from "./asked-once.ts";
import { keptInSqlite } from "./kept-in-sqlite.ts";
import { startsAt } from "./test-runtime.ts";

storeConformance("what is asked once", async () => {
  const clock = manualClock(startsAt);
  const { store, close } = keptInSqlite(clock);
  return { store: askedOnce(store), clock, close };
});

describe("a store that is asked once", () => {
  const name = fc.constantFrom("a", "b", "c");
  const place = fc.record({ gsi1pk: fc.constantFrom("X", "Y"), gsi1sk: fc.constantFrom("1", "2", "3") });
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("put" as const),
      item: fc.tuple(name, name, fc.option(place, { nil: {} })).map(([pk, sk, at]) => ({ pk, sk, v: 1, ...at })),
      absent: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("delete" as const), pk: name, sk: name }),
    fc.record({ kind: fc.constant("get" as const), pk: name, sk: name }),
    fc.record({ kind: fc.constant("query" as const), pk: name, prefix: fc.constantFrom("", "a", "b") }),
    fc.record({
      kind: fc.constant("index" as const),
      gsi1pk: fc.constantFrom("X", "Y"),
      upTo: fc.constantFrom(undefined, "0", "1", "2", "3"),
    }),
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
  const doing = async (store: Store, one: Step, at: number): Promise<unknown> => {
    if (one.kind === "put") {
      const condition = one.absent ? { kind: "absent" as const } : undefined;
      return await store.put({ ...one.item, data: { at } }, condition);
    }
    if (one.kind === "delete") return await store.delete({ pk: one.pk, sk: one.sk });
    if (one.kind === "get") return await store.get({ pk: one.pk, sk: one.sk });
    if (one.kind === "query") return await store.query({ pk: one.pk, prefix: one.prefix });
    return await store.queryIndex({ gsi1pk: one.gsi1pk, ...(one.upTo === undefined ? {} : { upTo: one.upTo }) });
  };

  it("answers as one that is asked every time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const clock = manualClock(startsAt);
        const [plain, kept] = [keptInSqlite(clock), keptInSqlite(clock)];
        const once = askedOnce(kept.store);
        for (const [at, one] of steps.entries())
          expect([at, one, await doing(once, one, at)]).toEqual([at, one, await doing(plain.store, one, at)]);
        await Promise.all([plain.close(), kept.close()]);
      }),
      { numRuns: 200 },
    );
  });

  it("asks once until something is written there", async () => {
    const { store, close } = keptInSqlite(manualClock(startsAt));
    let questions = 0;
    const once = askedOnce({ ...store, get: (key) => ((questions += 1), store.get(key)) });
    const key = { pk: "a", sk: "b" };
    for (let time = 0; time < 5; time++) expect(await once.get(key)).toBeUndefined();
    expect(questions).toBe(0);
    await once.put({ ...key, v: 1, data: {} });
    for (let time = 0; time < 5; time++) expect(await once.get(key)).toMatchObject({ v: 1 });
    expect(questions).toBe(1);
    await close();
  });
});
