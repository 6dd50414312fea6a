import type { Clock } from "@showrunner/core/clock.ts";
import { createAlarm, type Alarm } from "./alarm.ts";
import { intervalBudget, windowBudget, type Budget } from "./budgets.ts";
import type { Bucket } from "./contract/endpoint.ts";

/** Why everything waits, and until when (epoch ms). */
export interface Pause {
  readonly untilMs: number;
  readonly reason: string;
}

export interface GovernorOptions {
  clock: Clock;
  /** Calls a second, of everybody together. */
  perSecond: number;
  /** Calls that may start at once after a rest. */
  burst: number;
  /** Calls that may be under way at once. */
  concurrency: number;
  /** Trakt's 500 GETs in 5 minutes for each person. Trakt: rate limiting guide. */
  personGetsPer5Min?: number;
  /** Trakt's one write a second for each person. */
  personWriteIntervalMs?: number;
}

/**
 * Keeps a process within Trakt's limits: one for each address that Trakt sees. Calls start in the order they
 * came, but for those of people who have spent their own budget: these wait without holding up others.
 */
export interface Governor {
  /**
   * Asks to start a call: undefined when it may at once, else a promise for when it may. Each start is ended by
   * `leave`. Rejects with the signal's reason when that comes first; then there is nothing to leave.
   *
   * @param person whose budget it counts against; null for calls that have none.
   */
  enter(person: string | null, bucket: Bucket, signal?: AbortSignal): Promise<void> | undefined;
  leave(): void;
  /** Starts nothing before `untilMs`; a later time already set stays. */
  pauseUntil(untilMs: number, reason: string): void;
  /** Starts nothing of one person's budget before `untilMs`. */
  pausePerson(person: string, bucket: Bucket, untilMs: number): void;
  paused(): Pause | null;
  /** Budgets held in memory; those of idle people are forgotten. */
  people(): number;
}

/** One person's calls of one kind. */
interface Lane {
  budget: Budget;
  pausedUntilMs: number;
  /** Its calls in the common line, for which room is kept. */
  inLine: number;
  /** Calls without room, in their order. */
  waiting: Set<Waiter>;
  alarm: Alarm;
}

interface Waiter {
  lane: Lane | null;
  start: () => void;
}

const getWindowMs = 5 * 60_000;

export function createGovernor(options: GovernorOptions): Governor {
  const { clock, concurrency, burst } = options;
  const { personGetsPer5Min = 500, personWriteIntervalMs = 1000 } = options;
  const intervalMs = 1000 / options.perSecond;
  // GCRA: `nextMs` is when a call is due at the even rate; calls may run ahead of it by the burst.
  const aheadMs = intervalMs === 0 ? 0 : (burst - 1) * intervalMs;
  let nextMs = Number.NEGATIVE_INFINITY;
  let running = 0;
  let pause: Pause = { untilMs: Number.NEGATIVE_INFINITY, reason: "" };
  let sweepAtMs = clock.now() + getWindowMs;
  const line = new Set<Waiter>();
  const lanes: Record<Bucket, Map<string, Lane>> = { get: new Map(), write: new Map() };
  const lineAlarm = createAlarm(clock, () => serve(clock.now()));

  const openAtMs = (): number => Math.max(pause.untilMs, nextMs - aheadMs);
  const isOpen = (nowMs: number): boolean => running < concurrency && nowMs >= openAtMs();

  function laneOf(person: string, bucket: Bucket): Lane {
    const known = lanes[bucket].get(person);
    if (known !== undefined) return known;
    const lane: Lane = {
      budget: bucket === "get" ? windowBudget(personGetsPer5Min, getWindowMs) : intervalBudget(personWriteIntervalMs),
      pausedUntilMs: Number.NEGATIVE_INFINITY,
      inLine: 0,
      waiting: new Set(),
      alarm: createAlarm(clock, () => {
        queueUp(lane, clock.now());
        serve(clock.now());
      }),
    };
    lanes[bucket].set(person, lane);
    return lane;
  }

  const hasRoom = (lane: Lane, nowMs: number): boolean =>
    nowMs >= lane.pausedUntilMs && lane.budget.room(nowMs) > lane.inLine;

  function start(lane: Lane | null, nowMs: number): void {
    running += 1;
    nextMs = Math.max(nextMs, nowMs) + intervalMs;
    lane?.budget.take(nowMs);
  }

  /** Moves a lane's calls into the common line as far as there is room for them. */
  function queueUp(lane: Lane, nowMs: number): void {
    for (const waiter of lane.waiting) {
      if (!hasRoom(lane, nowMs)) break;
      lane.waiting.delete(waiter);
      lane.inLine += 1;
      line.add(waiter);
    }
    // While some are in line, their start comes first and asks again.
    if (lane.waiting.size > 0 && lane.inLine === 0)
      lane.alarm.set(Math.max(lane.pausedUntilMs, lane.budget.room(nowMs) > 0 ? 0 : lane.budget.roomAtMs()));
  }

  /** Starts what may start, from the front of the line. */
  function serve(nowMs: number): void {
    for (const waiter of line) {
      if (!isOpen(nowMs)) break;
      line.delete(waiter);
      start(waiter.lane, nowMs);
      waiter.start();
      if (waiter.lane === null) continue;
      waiter.lane.inLine -= 1;
      queueUp(waiter.lane, nowMs);
    }
    if (line.size === 0) lineAlarm.off();
    // A full house needs no alarm: whoever leaves serves the next.
    else if (running < concurrency) lineAlarm.set(openAtMs());
  }

  function wait(lane: Lane | null, nowMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        giveUp(waiter);
        reject(reasonOf(signal));
      };
      const waiter: Waiter = {
        lane,
        start: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      if (lane === null) line.add(waiter);
      else {
        lane.waiting.add(waiter);
        queueUp(lane, nowMs);
      }
      serve(nowMs);
    });
  }

  function giveUp(waiter: Waiter): void {
    const { lane } = waiter;
    const wasInLine = line.delete(waiter);
    if (line.size === 0) lineAlarm.off();
    if (lane === null) return;
    lane.waiting.delete(waiter);
    if (lane.waiting.size === 0) lane.alarm.off();
    if (!wasInLine) return;
    lane.inLine -= 1;
    queueUp(lane, clock.now());
    serve(clock.now());
  }

  function forgetIdle(nowMs: number): void {
    sweepAtMs = nowMs + getWindowMs;
    for (const people of Object.values(lanes))
      for (const [person, lane] of people) {
        const idle = lane.inLine === 0 && lane.waiting.size === 0 && nowMs >= lane.pausedUntilMs;
        if (idle && lane.budget.isFresh(nowMs)) people.delete(person);
      }
  }

  return {
    enter(person, bucket, signal) {
      const nowMs = clock.now();
      if (nowMs >= sweepAtMs) forgetIdle(nowMs);
      const lane = person === null ? null : laneOf(person, bucket);
      if (signal?.aborted === true) return Promise.reject(reasonOf(signal));
      const mine = lane === null || (lane.waiting.size === 0 && hasRoom(lane, nowMs));
      if (!mine || line.size > 0 || !isOpen(nowMs)) return wait(lane, nowMs, signal);
      start(lane, nowMs);
      return undefined;
    },
    leave() {
      running -= 1;
      if (line.size > 0) serve(clock.now());
    },
    pauseUntil(untilMs, reason) {
      if (untilMs > pause.untilMs) pause = { untilMs, reason };
    },
    pausePerson(person, bucket, untilMs) {
      const lane = laneOf(person, bucket);
      lane.pausedUntilMs = Math.max(lane.pausedUntilMs, untilMs);
      // Those in line already go back, before those that came later.
      const back = [...line].filter((waiter) => waiter.lane === lane);
      for (const waiter of back) line.delete(waiter);
      lane.waiting = new Set([...back, ...lane.waiting]);
      lane.inLine = 0;
      queueUp(lane, clock.now());
    },
    paused: () => (clock.now() < pause.untilMs ? pause : null),
    people: () => lanes.get.size + lanes.write.size,
  };
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error("aborted");
}
