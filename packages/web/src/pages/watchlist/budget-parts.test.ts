import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addersOf, budgetParts, budgetWords } from "./budget-parts.ts";

const rule = (reserve: number, enabled = true) => ({
  ruleId: "r",
  ruleName: "Premieres",
  enabled,
  reserve,
  evicts: true,
  room: null,
  own: 0,
});

describe("the watchlist's places", () => {
  it("are the person's, the rules', free ones and those kept free", () => {
    const parts = budgetParts({ limit: 100, count: 60, byRules: 20, rules: [rule(10), rule(15), rule(30, false)] });
    expect(parts.map(({ kind, count }) => [kind, count])).toEqual([
      ["person", 40],
      ["rules", 20],
      ["free", 25],
      ["reserve", 15],
    ]);
  });

  it("always add up to the whole bar, also when the list is longer than it may be", () => {
    const counts = fc.record({
      limit: fc.integer({ min: 0, max: 500 }),
      count: fc.integer({ min: 0, max: 600 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      reserve: fc.integer({ min: 0, max: 600 }),
    });
    fc.assert(
      fc.property(counts, ({ limit, count, share, reserve }) => {
        const parts = budgetParts({ limit, count, byRules: Math.floor(count * share), rules: [rule(reserve)] });
        const sum = parts.reduce((total, { count: places }) => total + places, 0);
        expect(sum).toBe(Math.max(limit, count));
        expect(parts.every((one) => one.count >= 0 && one.part >= 0 && one.part <= 1)).toBe(true);
        if (sum > 0) expect(parts.reduce((total, { part }) => total + part, 0)).toBeCloseTo(1);
      }),
    );
  });

  it("are told in words, with and without a limit", () => {
    expect(budgetWords({ limit: 100, count: 7, byRules: 1, room: 93 })).toBe(
      "7 of 100 places taken, 1 of them added by rules; room for 93 more",
    );
    expect(budgetWords({ limit: null, count: 7, byRules: 0, room: null })).toBe(
      "7 on the watchlist; Trakt sets no limit",
    );
    expect(budgetParts({ limit: null, count: 7, byRules: 0, rules: [] })).toEqual([]);
  });
});

describe("rules that added something", () => {
  it("are named once each", () => {
    const by = (ruleId: string) => ({
      addedBy: { ruleId, ruleName: `Rule ${ruleId}`, at: "2026-11-21T00:00:00.000Z" },
    });
    expect(addersOf([by("b"), { addedBy: null }, by("a"), by("b")])).toEqual([
      { ruleId: "b", ruleName: "Rule b" },
      { ruleId: "a", ruleName: "Rule a" },
    ]);
  });
});
