import { manualClock } from "@showrunner/core/clock.ts";
import { expect, test } from "vitest";
import { movableClock } from "./clock.ts";

const june2012 = Date.parse("2012-06-08T00:00:00Z");

test("it runs from where it is put, as many times as fast as the machine's", async () => {
  const machine = manualClock(1_000);
  const clock = movableClock(machine, { startMs: june2012, speed: 60 });
  await machine.advance(1_000);
  expect(clock.now()).toBe(june2012 + 60_000);
  clock.move({ toMs: june2012 + 3_600_000, speed: 1 });
  await machine.advance(1_000);
  expect(clock.now()).toBe(june2012 + 3_601_000);
  clock.restart();
  expect(clock.now()).toBe(june2012);
});

test("whoever sleeps wakes when it is moved past their time, and sleeps on when it is not", async () => {
  const clock = movableClock(manualClock(0), { speed: 0 });
  const woken: string[] = [];
  const sleepers = [
    clock.sleep(1_000).then(() => woken.push("short")),
    clock.sleep(5_000).then(() => woken.push("long")),
  ];
  clock.move({ toMs: 2_000, speed: 0 });
  await sleepers[0];
  expect(woken).toEqual(["short"]);
  clock.move({ toMs: 6_000, speed: 0 });
  await Promise.all(sleepers);
  expect(woken).toEqual(["short", "long"]);
});

test("sleep ends early with the caller's own signal", async () => {
  const clock = movableClock(manualClock(0));
  const giveUp = new AbortController();
  const asleep = clock.sleep(1_000, giveUp.signal);
  giveUp.abort(new Error("enough"));
  await expect(asleep).rejects.toThrow("enough");
});

test("another clock with its setting shows the same: it went on while nobody looked", async () => {
  const machine = manualClock(0);
  const before = movableClock(machine);
  before.move({ toMs: june2012, speed: 2 });
  const setting = before.setting();
  await machine.advance(10_000);
  const after = movableClock(machine);
  after.set(setting);
  expect(after.now()).toBe(june2012 + 20_000);
});
