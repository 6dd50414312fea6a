import { wheelKey } from "@showrunner/services/schedule/wheel.ts";
import { slotsDue } from "@showrunner/services/schedule/schedule.ts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { nextTurn } from "./health.ts";

it("names the very minute in which the scheduler comes to the account next, and no later one", () => {
  const account = fc.string({ minLength: 1 });
  const tier = fc.constantFrom(1, 5, 15, 60, 360);
  const now = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(account, tier, now, (accountId, tierMinutes, nowMs) => {
      const turn = nextTurn(accountId, tierMinutes, nowMs);
      const minute = turn / 60_000;
      const slot = Number(wheelKey(accountId, tierMinutes, 4).pk.split("#")[2]);
      expect(slotsDue(tierMinutes, minute, minute)).toEqual([slot]);
      expect(turn).toBeGreaterThan(nowMs);
      expect(turn - nowMs).toBeLessThanOrEqual(tierMinutes * 60_000);
    }),
  );
});
