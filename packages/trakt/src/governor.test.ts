import { manualClock, type Clock, type ManualClock } from "@showrunner/core/clock.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createGovernor, type Governor, type GovernorOptions } from "./governor.ts";

const startMs = 1_000_000;

function governed(options: Partial<GovernorOptions> = {}): { clock: ManualClock; governor: Governor } {
  const clock = manualClock(startMs);
  return { clock, governor: createGovernor({ clock, perSecond: 1000, burst: 1000, concurrency: 1000, ...options }) };
}

/** Starts calls in order and notes when each began, by name. */
function starter(clock: ManualClock, governor: Governor) {
  const started: { name: string; atMs: number }[] = [];
  const ask = (name: string, person: string | null, bucket: "get" | "write", signal?: AbortSignal): Promise<void> => {
    const note = (): void => {
      started.push({ name, atMs: clock.now() - startMs });
    };
    const turn = governor.enter(person, bucket, signal);
    if (turn !== undefined) return turn.then(note);
    note();
    return Promise.resolve();
  };
  return { started, ask };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("rates", () => {
  test("a person's 501st GET waits until the first has left the 5 minutes, and holds up nobody else", async () => {
    const { clock, governor } = governed();
    const { started, ask } = starter(clock, governor);
    for (let call = 0; call < 500; call++) void ask("a", "a", "get");
    void ask("late", "a", "get");
    void ask("b", "b", "get");
    expect(started).toHaveLength(501);
    expect(started.at(-1)?.name).toBe("b");
    await clock.advance(299_999);
    expect(started).toHaveLength(501);
    await clock.advance(1);
    await settled();
    expect(started.at(-1)).toEqual({ name: "late", atMs: 300_000 });
  });

  test("a person's writes start a second apart, another person's beside them, and GETs between them", async () => {
    const { clock, governor } = governed();
    const { started, ask } = starter(clock, governor);
    for (const name of ["a1", "a2", "a3"]) void ask(name, "a", "write");
    void ask("b1", "b", "write");
    void ask("read", "a", "get");
    expect(started.map((one) => one.name)).toEqual(["a1", "b1", "read"]);
    await clock.advance(5000);
    await settled();
    expect(started.slice(3)).toEqual([
      { name: "a2", atMs: 1000 },
      { name: "a3", atMs: 2000 },
    ]);
  });

  test("everybody together keeps to the rate after a burst, in the order they came", async () => {
    const { clock, governor } = governed({ perSecond: 10, burst: 3 });
    const { started, ask } = starter(clock, governor);
    for (let call = 0; call < 6; call++) void ask(String(call), `person ${call}`, "get");
    expect(started).toHaveLength(3);
    await clock.advance(1000);
    await settled();
    expect(started.map((one) => one.atMs)).toEqual([0, 0, 0, 100, 200, 300]);
    expect(started.map((one) => one.name)).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  test("no more run at once than allowed, and whoever leaves lets the next in", async () => {
    const { clock, governor } = governed({ concurrency: 2 });
    const { started, ask } = starter(clock, governor);
    for (const name of ["a", "b", "c", "d"]) void ask(name, null, "get");
    expect(started).toHaveLength(2);
    governor.leave();
    await settled();
    expect(started.map((one) => one.name)).toEqual(["a", "b", "c"]);
    governor.leave();
    await settled();
    expect(started).toHaveLength(4);
  });

  test("whatever people ask and whenever, no limit is passed, nobody is forgotten, and each keeps their order", async () => {
    const asks = fc.array(
      fc.record({
        waitMs: fc.integer({ min: 0, max: 700 }),
        person: fc.constantFrom("a", "b", "c", null),
        bucket: fc.constantFrom("get" as const, "write" as const),
        lastsMs: fc.integer({ min: 0, max: 2000 }),
        abortAfterMs: fc.option(fc.integer({ min: 0, max: 3000 }), { freq: 5 }),
        pauseMs: fc.option(fc.integer({ min: 0, max: 5000 }), { freq: 10 }),
        pausePersonMs: fc.option(fc.integer({ min: 0, max: 5000 }), { freq: 10 }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(asks, async (calls) => {
        const limits = { perSecond: 4, burst: 3, concurrency: 3, personGetsPer5Min: 7 };
        const { clock, governor } = governed(limits);
        const started: { person: string | null; bucket: string; atMs: number; order: number }[] = [];
        const ended: Promise<unknown>[] = [];
        let running = 0;
        for (const [order, call] of calls.entries()) {
          await clock.advance(call.waitMs);
          if (call.pauseMs !== null) governor.pauseUntil(clock.now() + call.pauseMs, "test");
          if (call.pausePersonMs !== null && call.person !== null)
            governor.pausePerson(call.person, call.bucket, clock.now() + call.pausePersonMs);
          const abort = new AbortController();
          const turn = governor.enter(call.person, call.bucket, abort.signal);
          const run = async (): Promise<void> => {
            started.push({ person: call.person, bucket: call.bucket, atMs: clock.now(), order });
            running += 1;
            expect(running).toBeLessThanOrEqual(limits.concurrency);
            await clock.sleep(call.lastsMs);
            running -= 1;
            governor.leave();
          };
          if (turn === undefined) ended.push(run());
          else {
            ended.push(turn.then(run, () => undefined));
            if (call.abortAfterMs !== null) void clock.sleep(call.abortAfterMs).then(() => abort.abort());
          }
        }
        // Long enough for 60 GETs of one person, 7 to a window.
        for (let step = 0; step < 60; step++) await clock.advance(60_000);
        await Promise.all(ended);
        const most = (of: typeof started, windowMs: number): number =>
          Math.max(
            0,
            ...of.map((from) => of.filter((one) => one.atMs >= from.atMs && one.atMs < from.atMs + windowMs).length),
          );
        expect(most(started, 1000)).toBeLessThanOrEqual(limits.perSecond + limits.burst);
        for (const person of ["a", "b", "c"]) {
          const gets = started.filter((one) => one.person === person && one.bucket === "get");
          const writes = started.filter((one) => one.person === person && one.bucket === "write");
          expect(most(gets, 300_000)).toBeLessThanOrEqual(limits.personGetsPer5Min);
          expect(most(writes, 1000)).toBeLessThanOrEqual(1);
          for (const own of [gets, writes])
            expect(own.map((one) => one.order)).toEqual(own.map((one) => one.order).toSorted((x, y) => x - y));
        }
        await clock.advance(600_000);
        expect(governor.enter("new", "get")).toBeUndefined();
        expect(governor.people()).toBe(1);
      }),
      { numRuns: 150 },
    );
  });
});

test("a call that comes before a late timer does not pass those that wait for it", async () => {
  let nowMs = startMs;
  const clock: Clock = { now: () => nowMs, sleep: () => new Promise(() => undefined) };
  const governor = createGovernor({ clock, perSecond: 2, burst: 2, concurrency: 9 });
  const started: string[] = [];
  const ask = (name: string, person: string): void => {
    const turn = governor.enter(person, "write");
    if (turn === undefined) started.push(name);
    else void turn.then(() => started.push(name));
  };
  ask("a1", "a");
  ask("a2 waits for its own time", "a");
  nowMs += 2000;
  ask("a3", "a");
  await settled();
  expect(started).toEqual(["a1", "a2 waits for its own time"]);
  ask("b1", "b");
  ask("c1 waits for everybody's time", "c");
  nowMs += 500;
  ask("d1", "d");
  await settled();
  expect(started.slice(2)).toEqual(["b1", "c1 waits for everybody's time"]);
});

describe("pauses", () => {
  test("a pause holds up everybody until its end; a shorter one after it changes nothing", async () => {
    const { clock, governor } = governed();
    const { started, ask } = starter(clock, governor);
    governor.pauseUntil(startMs + 60_000, "429 at the edge");
    governor.pauseUntil(startMs + 10_000, "another");
    expect(governor.paused()).toEqual({ untilMs: startMs + 60_000, reason: "429 at the edge" });
    void ask("a", "a", "get");
    void ask("app", null, "get");
    await clock.advance(59_999);
    expect(started).toEqual([]);
    await clock.advance(1);
    await settled();
    expect(started.map((one) => one.name)).toEqual(["a", "app"]);
    expect(governor.paused()).toBeNull();
  });

  test("a pause made longer while calls wait for it holds them longer", async () => {
    const { clock, governor } = governed();
    const { started, ask } = starter(clock, governor);
    governor.pauseUntil(startMs + 1000, "short");
    void ask("a", "a", "get");
    governor.pauseUntil(startMs + 5000, "long");
    await clock.advance(4999);
    expect(started).toEqual([]);
    await clock.advance(1);
    await settled();
    expect(started).toHaveLength(1);
  });

  test("a person's pause holds up that budget of theirs only, those already in line included", async () => {
    const { clock, governor } = governed({ concurrency: 1 });
    const { started, ask } = starter(clock, governor);
    void ask("first", "a", "get");
    void ask("a waits", "a", "get");
    void ask("b", "b", "get");
    void ask("a writes", "a", "write");
    governor.pausePerson("a", "get", startMs + 10_000);
    void ask("a waits too", "a", "get");
    for (let turn = 0; turn < 3; turn++) {
      governor.leave();
      await settled();
    }
    expect(started.map((one) => one.name)).toEqual(["first", "b", "a writes"]);
    await clock.advance(10_000);
    await settled();
    governor.leave();
    await settled();
    expect(started.slice(3)).toEqual([
      { name: "a waits", atMs: 10_000 },
      { name: "a waits too", atMs: 10_000 },
    ]);
  });
});

describe("giving up", () => {
  test("an aborted wait rejects with the reason, takes no turn, and leaves no sleeper behind", async () => {
    const manual = manualClock(startMs);
    let sleeping = 0;
    const clock: Clock = {
      now: manual.now,
      sleep: (ms, signal) => {
        sleeping += 1;
        return manual.sleep(ms, signal).finally(() => {
          sleeping -= 1;
        });
      },
    };
    const governor = createGovernor({ clock, perSecond: 1, burst: 1, concurrency: 5 });
    expect(governor.enter("a", "write")).toBeUndefined();
    const inLine = new AbortController();
    const inLane = new AbortController();
    const line = governor.enter("b", "get", inLine.signal);
    const lane = governor.enter("a", "write", inLane.signal);
    expect(sleeping).toBe(2);
    inLine.abort(new Error("enough"));
    inLane.abort(new Error("enough"));
    await expect(line).rejects.toThrow("enough");
    await expect(lane).rejects.toThrow("enough");
    await settled();
    expect(sleeping).toBe(0);
    await manual.advance(1000);
    expect(governor.enter("c", "get")).toBeUndefined();
  });

  test("a signal that is aborted already takes no turn", async () => {
    const { governor } = governed({ concurrency: 1 });
    await expect(governor.enter("a", "get", AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    expect(governor.enter("a", "get")).toBeUndefined();
  });
});

test("idle people are forgotten: memory stays flat over 10,000 of them", async () => {
  const { clock, governor } = governed({ perSecond: 1e6, burst: 1e6, concurrency: 1e6 });
  for (let round = 0; round < 5; round++) {
    for (let person = 0; person < 10_000; person++) void governor.enter(`${round} ${person}`, "get");
    await clock.advance(301_000);
  }
  expect(governor.people()).toBeLessThanOrEqual(20_000);
  void governor.enter("last", "get");
  expect(governor.people()).toBe(1);
});

test("a call that nothing limits starts at once and sets no timer", () => {
  const clock: Clock = { now: () => startMs, sleep: () => Promise.reject(new Error("slept")) };
  const governor = createGovernor({ clock, perSecond: 1e6, burst: 1e6, concurrency: 1e6, personGetsPer5Min: 1e6 });
  for (let call = 0; call < 10_000; call++) {
    expect(governor.enter("a", "get")).toBeUndefined();
    governor.leave();
  }
});
