import type { Clock } from "@showrunner/core/clock.ts";

/** Does work that ends when its signal does, which is after `ms` of the clock's time at the latest. */
export async function withDeadline<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController();
  const waiting = new AbortController();
  void clock.sleep(ms, waiting.signal).then(
    () => deadline.abort(),
    () => undefined,
  );
  try {
    return await work(deadline.signal);
  } finally {
    waiting.abort();
  }
}
