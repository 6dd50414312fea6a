import { describe, expect, it } from "vitest";
import { manualClock, scaledClock, systemClock } from "./clock.ts";

describe("the manual clock", () => {
  it("stands still until it is moved", () => {
    const clock = manualClock(1_000);
    expect(clock.now()).toBe(1_000);
    expect(clock.now()).toBe(1_000);
  });

  it("wakes sleepers in the order of their times, each at its own time", async () => {
    const clock = manualClock(0);
    const woken: [string, number][] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push([name, clock.now()]);
    };
    const all = Promise.all([sleeper("late", 300), sleeper("early", 100), sleeper("middle", 200)]);
    await clock.advance(1_000);
    await all;
    expect(woken).toEqual([
      ["early", 100],
      ["middle", 200],
      ["late", 300],
    ]);
    expect(clock.now()).toBe(1_000);
  });

  it("leaves asleep who is not due", async () => {
    const clock = manualClock(0);
    let woke = false;
    const sleeping = clock.sleep(100).then(() => (woke = true));
    await clock.advance(99);
    expect(woke).toBe(false);
    await clock.advance(1);
    await sleeping;
    expect(woke).toBe(true);
  });

  it("wakes who falls asleep again on the way, within the same advance", async () => {
    const clock = manualClock(0);
    const woken: number[] = [];
    const ticking = (async () => {
      for (let tick = 0; tick < 3; tick++) {
        await clock.sleep(10);
        woken.push(clock.now());
      }
    })();
    await clock.advance(30);
    await ticking;
    expect(woken).toEqual([10, 20, 30]);
  });

  it("never runs backwards", async () => {
    const clock = manualClock(500);
    await clock.set(400);
    expect(clock.now()).toBe(500);
  });

  it("ends a sleep early with the signal's reason, and goes on without the sleeper", async () => {
    const clock = manualClock(0);
    const stop = new AbortController();
    const reason = new Error("stopped");
    const sleeping = clock.sleep(100, stop.signal);
    stop.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await clock.advance(200);
    expect(clock.now()).toBe(200);
  });

  it("does not fall asleep on a signal already aborted", async () => {
    await expect(manualClock(0).sleep(100, AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
  });

  it("makes an Error of a reason that is none", async () => {
    const sleeping = manualClock(0).sleep(100, AbortSignal.abort("by hand"));
    await expect(sleeping).rejects.toMatchObject({ message: "aborted", cause: "by hand" });
  });
});

describe("the machine's clock", () => {
  it("is the machine's time", () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it("sleeps no shorter than asked", async () => {
    const started = performance.now();
    await systemClock.sleep(20);
    // Timers are whole milliseconds and may fire within the one that they are due in.
    expect(performance.now() - started).toBeGreaterThanOrEqual(19);
  });

  it("ends a sleep early with the signal's reason", async () => {
    const stop = new AbortController();
    const sleeping = systemClock.sleep(60_000, stop.signal);
    stop.abort(new Error("stopped"));
    await expect(sleeping).rejects.toThrow("stopped");
  });

  it("does not fire at once when asked to sleep longer than a timer can", async () => {
    const stop = new AbortController();
    const sleeping = systemClock.sleep(2 ** 40, stop.signal);
    const first = await Promise.race([sleeping.then(() => "woke"), systemClock.sleep(20).then(() => "slept")]);
    stop.abort(new Error("enough"));
    await expect(sleeping).rejects.toThrow("enough");
    expect(first).toBe("slept");
  });
});

describe("a scaled clock", () => {
  it("shows its origin at the start, and runs as many times as fast", async () => {
    const startedMs = Date.now();
    const clock = scaledClock({ speed: 1_000, originMs: 0, startedMs });
    await systemClock.sleep(10);
    const realMs = Date.now() - startedMs;
    expect(clock.now()).toBeGreaterThanOrEqual(realMs * 1_000);
  });

  it("sleeps its own time", async () => {
    const clock = scaledClock({ speed: 3_600_000, originMs: 0, startedMs: Date.now() });
    const before = clock.now();
    await clock.sleep(3_600_000);
    expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000 * 0.9);
  });
});
