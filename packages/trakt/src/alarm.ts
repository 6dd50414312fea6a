import type { Clock } from "@showrunner/core/clock.ts";

/** Rings once, at the earliest of the times set; what rings too early for its owner is set again by it. */
export interface Alarm {
  set(atMs: number): void;
  off(): void;
}

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let dueMs = Number.POSITIVE_INFINITY;
  let sleep: AbortController | undefined;
  const off = (): void => {
    dueMs = Number.POSITIVE_INFINITY;
    sleep?.abort();
    sleep = undefined;
  };
  return {
    set(atMs) {
      if (atMs >= dueMs) return;
      off();
      dueMs = atMs;
      const mine = new AbortController();
      sleep = mine;
      clock.sleep(Math.max(1, Math.ceil(atMs - clock.now())), mine.signal).then(
        () => {
          if (sleep !== mine) return;
          off();
          ring();
        },
        () => undefined,
      );
    },
    off,
  };
}
