import type { Clock } from "@showrunner/core/clock.ts";

// Made once: an error's stack is dear, and nobody sees this one.
const cancelled = new Error("cancelled");

/** Calls `passed` after `afterMs` of the clock's time, unless the returned function was called before. */
export function startDeadline(clock: Clock, afterMs: number, passed: () => void): () => void {
  const canceller = new AbortController();
  clock.sleep(afterMs, canceller.signal).then(passed, () => {});
  return () => canceller.abort(cancelled);
}
