import { index } from "@showrunner/core/keys.ts";
import { queueNames, type QueueReceiver } from "@showrunner/core/ports/queue.ts";
import { consumeOnce } from "@showrunner/local/consumer.ts";
import { handlers } from "@showrunner/local/handlers.ts";
import type { Services } from "@showrunner/services/context.ts";
import { refreshDueTokens } from "@showrunner/services/refresh-due.ts";
import { schedule } from "@showrunner/services/schedule.ts";
import { readSharedCalendars } from "@showrunner/services/shared-calendars.ts";
import { readShowUpdates } from "@showrunner/services/statuses.ts";
import { indexItems } from "@showrunner/services/stored.ts";
import { sweep } from "@showrunner/services/sweep.ts";
import { fireTimers } from "@showrunner/services/timers.ts";
import { queues } from "../../stacks/topology.ts";
import type { TestWorld } from "../harness/test-world.ts";
import { type Fate, Killed, type Mortal, mortal } from "./mortal.ts";

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
    for await (const item of indexItems(t.ctx.store, index.due(shard)))
      if (item.sk.startsWith("ACTION#")) left.push(`due ${item.sk} at ${item.gsi1sk}`);
  }
  return left;
}

/** Longer than any lease and any message's hiding, twice over. */
const patienceMinutes = 40;

/**
 * Lets minutes pass, with what happens at the sandbox in each, and after the last until nothing is left to do. A
 * worker that dies is replaced by the next at the next minute; `fateOf` says how each will fare.
 *
 * @returns the workers, first to last.
 */
export async function live(
  t: TestWorld,
  happenings: ReadonlyMap<number, () => void>,
  fateOf: (worker: number) => Fate | undefined,
): Promise<Mortal[]> {
  const hire = (): Mortal => {
    const worker = mortal({ ...t.ctx, worker: `worker-${workers.length + 1}` }, t.database.queue, fateOf(workers.length));
    workers.push(worker);
    return worker;
  };
  const workers: Mortal[] = [];
  let worker = hire();
  const last = Math.max(...happenings.keys());
  for (let minute = 1; minute <= last + patienceMinutes; minute++) {
    await t.clock.advance(60_000);
    happenings.get(minute)?.();
    await tickOrDie(worker);
    if (worker.isDead()) worker = hire();
    // Two more, so that what the last effects changed at Trakt is seen, and read again once it has settled.
    else if (minute >= last + 3 && (await leftToDo(t)).length === 0) return workers;
  }
  throw new Error(`not idle after ${patienceMinutes} minutes: ${(await leftToDo(t)).join("; ")}`);
}
