import { index, sortableTime } from "@showrunner/core/keys.ts";
import { queueNames, type QueueReceiver } from "@showrunner/core/ports/queue.ts";
import { consumeOnce } from "@showrunner/local/consumer.ts";
import { handlers } from "@showrunner/local/handlers.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { readSharedCalendars } from "@showrunner/services/poll/shared-calendars.ts";
import { readShowUpdates } from "@showrunner/services/poll/statuses.ts";
import { indexItems } from "@showrunner/services/stored.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { fireTimers } from "@showrunner/services/schedule/timers.ts";
import { queues } from "../../stacks/topology.ts";
import type { TestWorld } from "../harness/test-world.ts";
import { type Fate, Killed, type Mortal, mortal, type Step } from "./mortal.ts";

type Worker = Pick<Mortal, "ctx" | "receiver">;

/** Consumes what the queues hold, until nothing is left to do now. */
export async function drain({ ctx, receiver }: Worker): Promise<void> {
  for (;;) {
    let handled = 0;
    for (const queue of queueNames)
      handled += await consumeOnce({
        queue,
        settings: queues[queue],
        receiver,
        clock: ctx.clock,
        handle: (messages) => handlers[queue](ctx, messages),
      });
    if (handled === 0) return;
  }
}

/** Everything that a worker does by the clock, then what the queues hold. */
export async function tick(worker: Worker): Promise<void> {
  for (const work of [refreshDueTokens, readSharedCalendars, readShowUpdates, schedule, fireTimers, sweep])
    await work(worker.ctx);
  await drain(worker);
}

/** A tick that the worker may not live to end. */
export async function tickOrDie(worker: Mortal): Promise<void> {
  try {
    await tick(worker);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  if (worker.isDead()) await worker.atRest();
}

/** What is still to be done: nothing, once everything has come to its end. */
export async function leftToDo(t: TestWorld): Promise<string[]> {
  const left: string[] = [];
  for (const queue of queueNames) {
    const { visible, inFlight, delayed } = await t.database.queue.depth(queue);
    if (visible + inFlight + delayed > 0) left.push(`${queue}: ${visible} visible, ${inFlight + delayed} hidden`);
  }
  for (let shard = 0; shard < t.ctx.settings.shards; shard++) {
    for await (const item of indexItems(t.ctx.store, index.outbox(shard))) left.push(`outbox ${item.sk}`);
    // What waits for days, such as a digest for one item more, is nothing to do yet.
    const soon = sortableTime(t.ctx.clock.now() + 24 * 3_600_000);
    for await (const item of indexItems(t.ctx.store, index.due(shard), soon))
      if (/^(ACTION#|WAIT#|SETTINGS$)/.test(item.sk)) left.push(`due ${item.sk} at ${item.gsi1sk}`);
  }
  return left;
}

/** Longer than any lease and any message's hiding, twice over. */
const patienceMinutes = 40;

/** A worker kept waiting at one operation, as a machine that sleeps keeps it: it knows nothing of the time that passes. */
export interface Nap {
  fate: Fate;
  /** Resolves when the worker has come to that operation. */
  begun: Promise<void>;
  end(): void;
}

/** A nap at the first operation that `at` says yes to. */
export function napWhere(at: (moment: "before" | "after", step: Step) => boolean): Nap {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let isOver = false;
  return {
    fate: (moment, step) => {
      if (isOver || !at(moment, step)) return undefined;
      isOver = true;
      begun.resolve();
      return ended.promise;
    },
    begun: begun.promise,
    end: () => ended.resolve(),
  };
}

/** What people do in a minute. */
export type Happening = () => void | Promise<void>;

export interface Course {
  /** How each worker will fare; the first is number 0. */
  fateOf?(worker: number): Fate | undefined;
  /** The first worker's, who goes on after so many minutes, while another has taken its place. */
  nap?: { nap: Nap; minutes: number };
  /** Workers at the same time. */
  together?: number;
  /** Before the workers' turn in each minute. */
  eachMinute?(): Promise<void>;
  /** Quiet times, in which only clocks and leases run, pass in one step. */
  skipsQuiet?: boolean;
  /** Stands between the workers and the queues that they receive from. */
  queueOf?(queue: QueueReceiver): QueueReceiver;
}

/**
 * Lets minutes pass, with what happens at the sandbox in each, and after the last until nothing is left to do. A
 * worker that dies is replaced by the next at the next minute.
 *
 * @returns the workers, first to last.
 */
export async function live(
  t: TestWorld,
  happenings: ReadonlyMap<number, Happening>,
  course: Course,
): Promise<Mortal[]> {
  const { fateOf, nap, together = 1, eachMinute } = course;
  const queue = course.queueOf?.(t.database.queue) ?? t.database.queue;
  const workers: Mortal[] = [];
  const hire = (): Mortal => {
    const fate = fateOf?.(workers.length) ?? (workers.length === 0 ? nap?.nap.fate : undefined);
    const worker = mortal({ ...t.ctx, worker: `worker-${workers.length + 1}` }, queue, fate);
    workers.push(worker);
    return worker;
  };
  let atWork = Array.from({ length: together }, hire);
  let sleeping: { work: Promise<void>; wakesAt: number } | undefined;
  const last = Math.max(...happenings.keys());
  let idleMinutes = 0;
  let eventsBefore = 0;
  for (let minute = 1; minute <= last + patienceMinutes; minute++) {
    await t.clock.advance(60_000);
    await happenings.get(minute)?.();
    await eachMinute?.();
    if (sleeping !== undefined && minute >= sleeping.wakesAt) {
      nap?.nap.end();
      await sleeping.work;
      sleeping = undefined;
    }
    const work = Promise.all(atWork.map(tickOrDie)).then(() => {});
    const fellAsleep = workers.length === together && nap !== undefined ? nap.nap.begun.then(() => true) : undefined;
    if (fellAsleep !== undefined && (await Promise.race([work.then(() => false), fellAsleep]))) {
      sleeping = { work, wakesAt: minute + (nap?.minutes ?? 0) };
      atWork = [hire()];
    } else await work;
    const hasDied = atWork.some((worker) => worker.isDead());
    atWork = atWork.map((worker) => (worker.isDead() ? hire() : worker));
    const events = workers.reduce(
      (sum, one) => sum + one.steps.filter((step) => step.startsWith("put EVENT#")).length,
      0,
    );
    // A minute in which something happened, or a worker died, is not quiet, even if nobody has noticed yet.
    const isQuiet = !hasDied && sleeping === undefined && !happenings.has(minute) && events === eventsBefore;
    const isIdle = isQuiet && (await leftToDo(t)).length === 0;
    eventsBefore = events;
    // So many idle minutes that what the last effects changed at Trakt is seen, and read again once it has settled.
    idleMinutes = isIdle ? idleMinutes + 1 : 0;
    if (idleMinutes < 4) continue;
    const next = [...happenings.keys()].filter((at) => at > minute);
    if (next.length === 0) return workers;
    if (course.skipsQuiet !== true) continue;
    const quietMinutes = Math.min(...next) - 1 - minute;
    await t.clock.advance(quietMinutes * 60_000);
    minute += quietMinutes;
  }
  throw new Error(`not idle after ${patienceMinutes} minutes: ${(await leftToDo(t)).join("; ")}`);
}
