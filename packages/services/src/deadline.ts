import type { Clock } from "@showrunner/core/clock.ts";

/** A machine that slept finds out this soon after it woke: timers stand still meanwhile, the clock does not. */
const lookEveryMs = 1000;

/** Does work that ends when its signal does, at `untilMs` (epoch ms) of the clock at the latest. */
export async function withDeadline<T>(
  clock: Clock,
  untilMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const waiting = new AbortController();
  const watch = async (): Promise<void> => {
    for (let leftMs = untilMs - clock.now(); leftMs > 0; leftMs = untilMs - clock.now())
      await clock.sleep(Math.min(leftMs, lookEveryMs), waiting.signal);
    deadline.abort();
  };
  // It rejects when the work ends first.
  void watch().catch(() => undefined);
  try {
    return await work(deadline.signal);
  } finally {
    waiting.abort();
  }
}
