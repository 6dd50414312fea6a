import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { QueueReceiver } from "@showrunner/core/ports/queue.ts";
import type { Queues, Runtime } from "../../functions/runtime.ts";
import { type Fate, Killed, mortal } from "../crash/mortal.ts";

/** Lambda receives, not the function. */
const noReceiver: QueueReceiver = {
  receive: refused,
  delete: refused,
  release: refused,
  bury: refused,
  redrive: refused,
  depth: refused,
  dead: refused,
};

function refused(): Promise<never> {
  return Promise.reject(new Error(`Lambda does this, for ${queueNames.join(", ")}`));
}

/** A call of a function that Lambda may kill between any two operations, as it does when its time is over. */
export interface MortalCall {
  steps: readonly string[];
  /** What the call came to; throws, as Lambda says it, when it was killed, and nothing of it happens any more. */
  run<T>(work: (runtime: Runtime) => Promise<T>): Promise<T>;
}

export function mortalCall(runtime: Runtime, fate: Fate): MortalCall {
  const { ctx, steps, isDead, atRest } = mortal(runtime.services, noReceiver, fate);
  const settling = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead()) throw new Killed("killed before settling");
    return await work();
  };
  const { queue } = runtime;
  const mortalQueue: Queues = {
    ...queue,
    send: ctx.queue.send,
    release: (name, receipts, visibleAt) => settling(() => queue.release(name, receipts, visibleAt)),
    buryWithReason: (name, doomed) => settling(() => queue.buryWithReason(name, doomed)),
  };
  return {
    steps,
    run: async (work) => {
      const mortalRuntime: Runtime = { ...runtime, services: ctx, queue: mortalQueue };
      try {
        const result = await work(mortalRuntime);
        if (!isDead()) return result;
      } catch (error) {
        if (!isDead()) throw error;
      }
      await atRest();
      throw new Error("Task timed out");
    },
  };
}
