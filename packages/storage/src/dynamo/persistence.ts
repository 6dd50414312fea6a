import type { Clock } from "@showrunner/core/clock.ts";
import type { Random } from "@showrunner/core/ids.ts";
import { failureOf, isConditionFailed, outOfTime, problemOf, stopped } from "./problems.ts";

/** AWS's own numbers for DynamoDB: waits begin short, for a partition recovers within moments. */
const firstWaitMs = 50;
const longestWaitMs = 2000;

export interface PersistenceOptions {
  table: string;
  clock: Clock;
  random: Pick<Random, "next">;
  /** How long one call may take with all its tries. */
  limitMs: number;
  /** Ends every call under way, and refuses new ones. */
  signal: AbortSignal | undefined;
}

/** One call's tries: they share its time. */
export interface Tries {
  /** Sends a request until it is answered; throws Problems, and what says that a condition did not hold. */
  send<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Waits before the rest of a request that was answered in part is sent. */
  pause(reason: unknown): Promise<void>;
  /** A try ended so that it may have been carried out although it failed. */
  mayHaveHappened(): boolean;
}

/** Does a call, each request of it tried again with growing, jittered waits while its failures are passing ones. */
export async function persistently<T>(options: PersistenceOptions, call: (tries: Tries) => Promise<T>): Promise<T> {
  const { table, clock, random, limitMs, signal } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  if (isStopped()) throw stopped();
  const ends = clock.now() + limitMs;
  const over = new AbortController();
  const done = new AbortController();
  const either = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  // Rejects when the call is done first.
  clock.sleep(limitMs, done.signal).then(
    () => over.abort(),
    () => undefined,
  );
  let count = 0;
  let unsure = false;
  let last: unknown;

  const pause = async (reason: unknown): Promise<void> => {
    last = reason;
    count += 1;
    const waitMs = random.next() * Math.min(longestWaitMs, firstWaitMs * 2 ** count);
    if (clock.now() + waitMs >= ends) throw outOfTime(reason, table, count);
    await clock.sleep(waitMs, either);
  };
  const send = async <R>(request: (signal: AbortSignal) => Promise<R>): Promise<R> => {
    for (;;) {
      try {
        return await request(either);
      } catch (error) {
        if (isConditionFailed(error) || either.aborted) throw error;
        const failure = failureOf(error);
        if (failure.kind === "final") throw problemOf(error, table);
        unsure ||= failure.mayHaveHappened;
        await pause(error);
      }
    }
  };
  try {
    return await call({ send, pause, mayHaveHappened: () => unsure });
  } catch (error) {
    if (isStopped()) throw stopped();
    if (over.signal.aborted)
      throw outOfTime(last ?? new DOMException("no answer in time", "TimeoutError"), table, count + 1);
    throw error;
  } finally {
    done.abort();
  }
}
