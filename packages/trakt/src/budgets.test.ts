import * as fc from "fast-check";
import { expect, test } from "vitest";
import { intervalBudget, windowBudget } from "./budgets.ts";

test("whenever calls come, no window holds more than the limit, and room is back when it says so", () => {
  const waits = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 700 })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(waits, fc.integer({ min: 1, max: 9 }), (waitsMs, limit) => {
      const budget = windowBudget(limit, 600);
      const taken: number[] = [];
      let nowMs = 0;
      for (const waitMs of waitsMs) {
        nowMs += waitMs;
        if (budget.room(nowMs) === 0) {
          const atMs = budget.roomAtMs();
          expect(atMs).toBeGreaterThan(nowMs);
          expect(budget.room(atMs - 1)).toBe(0);
          nowMs = atMs;
        }
        expect(budget.room(nowMs)).toBeGreaterThan(0);
        budget.take(nowMs);
        taken.push(nowMs);
      }
      for (const fromMs of taken)
        expect(taken.filter((atMs) => atMs >= fromMs && atMs < fromMs + 600).length).toBeLessThanOrEqual(limit);
      expect(budget.isFresh(nowMs + 600)).toBe(true);
    }),
  );
});

test("an interval has room for one, then for none until it is over", () => {
  const budget = intervalBudget(1000);
  expect(budget.isFresh(5)).toBe(true);
  budget.take(5);
  expect([budget.room(1004), budget.roomAtMs(), budget.room(1005)]).toEqual([0, 1005, 1]);
});
