import type { Clock } from "@showrunner/core/clock.ts";

/** Does work that ends when its signal does, at `untilMs` (epoch ms) of the clock at the latest. */
export async function withDeadline<T>(
  clock: Clock,
  untilMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const waiting = new AbortController();
  const leftMs = untilMs - clock.now();
  if (leftMs <= 0) deadline.abort();
  else
    void clock.sleep(leftMs, waiting.signal).then(
      () => deadline.abort(),
      () => undefined,
    );
  try {
    return await work(deadline.signal);
  } finally {
    waiting.abort();
  }
}
