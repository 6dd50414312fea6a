import { manualClock } from "@showrunner/core/clock.ts";
import { expect, it } from "vitest";
import { remind } from "./reminding.ts";

it("tells each minute how much time is left, and nothing once the waiting is over", async () => {
  const clock = manualClock(0);
  const left: number[] = [];
  const waiting = new AbortController();
  const reminding = remind(clock, 10 * 60_000, (leftMs) => left.push(leftMs), waiting.signal);
  await clock.advance(2.5 * 60_000);
  expect(left).toEqual([9 * 60_000, 8 * 60_000]);
  waiting.abort();
  await reminding;
  await clock.advance(10 * 60_000);
  expect(left).toHaveLength(2);
});

it("ends by itself with the last minute", async () => {
  const clock = manualClock(0);
  const left: number[] = [];
  const reminding = remind(clock, 2.5 * 60_000, (leftMs) => left.push(leftMs), new AbortController().signal);
  await clock.advance(10 * 60_000);
  await reminding;
  expect(left).toEqual([90_000, 30_000]);
});
