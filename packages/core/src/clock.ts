/** Time as everything in Showrunner sees it: epoch milliseconds, and waiting that can be ended early. */
export interface Clock {
  /** Now, in epoch milliseconds. */
  now(): number;
  /** Resolves after `ms` of this clock's time; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A clock that runs `speed` times as fast as the machine's, and showed `originMs` at the machine's `startedMs`. */
export function scaledClock(options: { speed: number; originMs: number; startedMs: number }): Clock {
  const { speed, originMs, startedMs } = options;
  return {
    now: () => Math.floor(originMs + (Date.now() - startedMs) * speed),
    sleep: (ms, signal) => sleepReal(ms / speed, signal),
  };
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now(), sleep: sleepReal };

/** A clock that moves only when told to: sleepers wake, in order, as `advance` passes them. */
export interface ManualClock extends Clock {
  advance(ms: number): Promise<void>;
  set(ms: number): Promise<void>;
}

export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  const sleepers: { dueMs: number; wake: () => void }[] = [];
  const set = async (ms: number): Promise<void> => {
    for (;;) {
      sleepers.sort((a, b) => a.dueMs - b.dueMs);
      const next = sleepers[0];
      if (next === undefined || next.dueMs > ms) break;
      sleepers.shift();
      nowMs = Math.max(nowMs, next.dueMs);
      next.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    nowMs = Math.max(nowMs, ms);
  };
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(toError(signal.reason));
          return;
        }
        const sleeper = { dueMs: nowMs + Math.max(0, ms), wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener(
          "abort",
          () => {
            const at = sleepers.indexOf(sleeper);
            if (at >= 0) sleepers.splice(at, 1);
            reject(toError(signal.reason));
          },
          { once: true },
        );
      }),
    advance: (ms) => set(nowMs + ms),
    set,
  };
}

/** setTimeout's longest wait: a longer one would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

function sleepReal(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(toError(signal.reason));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(toError(signal?.reason));
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.min(Math.max(0, ms), longestTimeoutMs),
    );
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("aborted", { cause: reason });
}
