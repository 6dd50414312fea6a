import { manualClock } from "@showrunner/core/clock.ts";
import { describe, expect, test } from "vitest";
import { createCircuits, type Receiver } from "./circuits.ts";

const at = (endpoint: string, host = "example.com"): Receiver => ({ endpoint: `https://${host}/${endpoint}`, host });
const there = at("hook");

describe("a receiver that fails", () => {
  test("is left alone after five failures in a row, for a time that doubles, and one message finds out", async () => {
    const clock = manualClock(1_000_000);
    const circuits = createCircuits(clock);
    for (let times = 0; times < 4; times++) circuits.failed(there);
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
    for (let times = 0; times < 4; times++) circuits.failed(there);
    expect(circuits.closedUntil(there)).toBeUndefined();
  });

  test("rests no longer for many messages that were on their way at once", () => {
    const clock = manualClock(1_000_000);
    const circuits = createCircuits(clock);
    for (let times = 0; times < 50; times++) circuits.failed(there);
    expect(circuits.closedUntil(there)).toBe(clock.now() + 30_000);
  });

  test("keeps nobody else waiting, not even others at the same host", () => {
    const circuits = createCircuits(manualClock(1_000_000));
    for (let times = 0; times < 50; times++) circuits.failed(there);
    expect(circuits.closedUntil(there)).toBeDefined();
    expect(circuits.closedUntil(at("hook", "other.example"))).toBeUndefined();
    expect(circuits.closedUntil(at("another"))).toBeUndefined();
  });

  test("is the host itself when several of its addresses fail and none works", async () => {
    const clock = manualClock(1_000_000);
    const circuits = createCircuits(clock);
    for (const one of ["a", "b", "c", "a", "b"]) circuits.failed(at(one));
    expect(circuits.closedUntil(at("another"))).toBe(clock.now() + 30_000);
    await clock.advance(30_000);
    expect(circuits.closedUntil(at("another"))).toBeUndefined();
    circuits.worked(at("another"));
    for (const one of ["b", "c", "b", "c", "b"]) circuits.failed(at(one));
    expect(circuits.closedUntil(at("another"))).toBeUndefined();
  });

  test("is tried by the next message when the one that was let through was not sent", async () => {
    const clock = manualClock(1_000_000);
    const circuits = createCircuits(clock);
    for (let times = 0; times < 5; times++) circuits.failed(there);
    await clock.advance(30_000);
    expect(circuits.closedUntil(there)).toBeUndefined();
    circuits.untold(there);
    expect(circuits.closedUntil(there)).toBeUndefined();
  });

  test("is never left alone for longer than ten minutes", async () => {
    const clock = manualClock(1_000_000);
    const circuits = createCircuits(clock);
    for (let times = 0; times < 30; times++) {
      circuits.failed(there);
      const until = circuits.closedUntil(there) ?? clock.now();
      expect(until - clock.now()).toBeLessThanOrEqual(600_000);
      await clock.advance(until - clock.now());
      circuits.closedUntil(there);
    }
  });
});
