import { manualClock } from "@showrunner/core/clock.ts";
import { describe, expect, test } from "vitest";
import { createCircuits } from "./circuits.ts";

const there = ["https://example.com/hook", "example.com"];

describe("a receiver that fails", () => {
  test("is left alone after five failures in a row, for a time that doubles, and one message finds out", async () => {
    const clock = manualClock(1_000_000);
    const circuits = createCircuits(clock);
    for (let at = 0; at < 4; at++) circuits.failed(there);
    expect(circuits.closedUntil(there)).toBeUndefined();
    circuits.failed(there);
    expect(circuits.closedUntil(there)).toBe(clock.now() + 30_000);
    await clock.advance(30_000);
    expect(circuits.closedUntil(there)).toBeUndefined();
    // The one that was let through is on its way: the next waits.
    expect(circuits.closedUntil(there)).toBeGreaterThan(clock.now());
    circuits.failed(there);
    expect(circuits.closedUntil(there)).toBe(clock.now() + 60_000);
    await clock.advance(60_000);
    expect(circuits.closedUntil(there)).toBeUndefined();
    circuits.worked(there);
    for (let at = 0; at < 4; at++) circuits.failed(there);
    expect(circuits.closedUntil(there)).toBeUndefined();
  });

  test("keeps nobody else waiting, but for those at the same host", () => {
    const circuits = createCircuits(manualClock(1_000_000));
    for (let at = 0; at < 5; at++) circuits.failed(there);
    expect(circuits.closedUntil(["https://other.example/hook", "other.example"])).toBeUndefined();
    expect(circuits.closedUntil(["https://example.com/another", "example.com"])).toBeDefined();
  });

  test("is never left alone for longer than ten minutes", async () => {
    const clock = manualClock(1_000_000);
    const circuits = createCircuits(clock);
    for (let at = 0; at < 30; at++) {
      circuits.failed(there);
      const until = circuits.closedUntil(there) ?? clock.now();
      expect(until - clock.now()).toBeLessThanOrEqual(600_000);
      await clock.advance(until - clock.now());
      circuits.closedUntil(there);
    }
  });
});
