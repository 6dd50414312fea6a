import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountIdOf, deriveId, spread, systemRandom } from "./ids.ts";

const part = fc.oneof(fc.string(), fc.integer());
/** No part holds the separator: parts are ids, names and numbers. */
const parts = fc
  .array(part, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((one) => (typeof one === "string" ? one.replaceAll("\u0000", "") : one)));

describe("a derived id", () => {
  it("is the same for the same parts, today and in a year", () => {
    expect(deriveId("evt", ["acc_1", "episode.watched", 42])).toBe("evt_2ffzIZNxwxtlkKKCG0wN");
  });

  it("carries its prefix and only characters that are safe in keys and URLs", () => {
    fc.assert(
      fc.property(parts, (all) => {
        expect(deriveId("act", all)).toMatch(/^act_[\w-]{20}$/);
      }),
    );
  });

  it("differs when any part differs, or parts are cut elsewhere", () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        fc.pre(JSON.stringify(one.map(String)) !== JSON.stringify(other.map(String)));
        expect(deriveId("evt", one)).not.toBe(deriveId("evt", other));
      }),
    );
    expect(deriveId("evt", ["a", "bc"])).not.toBe(deriveId("evt", ["ab", "c"]));
  });

  it("of an account comes from Trakt's uuid alone", () => {
    expect(accountIdOf("uuid-1")).toBe(accountIdOf("uuid-1"));
    expect(accountIdOf("uuid-1")).not.toBe(accountIdOf("uuid-2"));
  });
});

describe("a random id", () => {
  it("is fresh each time and looks like a derived one", () => {
    const ids = new Set(Array.from({ length: 1_000 }, () => systemRandom.id("msg")));
    expect(ids.size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^msg_[\w-]{20}$/);
  });

  it("comes from numbers in [0, 1)", () => {
    for (let at = 0; at < 1_000; at++) {
      const next = systemRandom.next();
      expect(next).toBeGreaterThanOrEqual(0);
      expect(next).toBeLessThan(1);
    }
  });
});

describe("the spread over slots", () => {
  it("always lands in one of them, and for one id always in the same", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1_000 }), (id, over) => {
        const slot = spread(id, over);
        expect(Number.isInteger(slot) && slot >= 0 && slot < over).toBe(true);
        expect(spread(id, over)).toBe(slot);
      }),
    );
  });

  it.each([4, 5, 15, 60, 360])("is even over %i: within what chance allows (chi-squared, p = 1e-6)", (over) => {
    const perSlot = 200;
    const counts = Array.from({ length: over }, () => 0);
    for (let at = 0; at < over * perSlot; at++) {
      const slot = spread(accountIdOf(`uuid-${at}`), over);
      counts[slot] = (counts[slot] ?? 0) + 1;
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - perSlot) ** 2 / perSlot, 0);
    expect(chiSquared).toBeLessThan(chiSquaredLimit(over - 1));
  });

  it("over shards is independent of the spread over slots", () => {
    // Every shard of a slot must fill, or a slot's accounts all meet in one partition.
    const seen = new Set<string>();
    for (let at = 0; at < 2_000; at++) {
      const id = accountIdOf(`uuid-${at}`);
      seen.add(`${spread(id, 15)}/${spread(`shard ${id}`, 4)}`);
    }
    expect(seen.size).toBe(60);
  });
});

/** Wilson-Hilferty: the value that chi-squared exceeds once in a million, for `freedom` degrees of freedom. */
function chiSquaredLimit(freedom: number): number {
  const z = 4.7534;
  const share = 2 / (9 * freedom);
  return freedom * (1 - share + z * Math.sqrt(share)) ** 3;
}
