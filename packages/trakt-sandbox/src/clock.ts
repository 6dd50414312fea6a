import type { Clock } from "@showrunner/core/clock.ts";
import * as z from "zod";

/** A clock's setting: it showed `originMs` at the machine's `startedMs`, and runs `speed` times as fast. */
export const ClockSetting = z.object({ originMs: z.number(), startedMs: z.number(), speed: z.number().min(0) });
export type ClockSetting = z.infer<typeof ClockSetting>;

/** A clock that can be set: whoever sleeps on it wakes when it is moved past their time. */
export interface MovableClock extends Clock {
  setting(): ClockSetting;
  /** Shows `toMs` from this moment on, at `speed`. */
  move(to: { toMs: number; speed: number }): ClockSetting;
  /** Goes on as this setting says. */
  set(setting: ClockSetting): void;
  /** As it was when it was made. */
  restart(): void;
}

/** Starts at `startMs`, or with the machine's time; speed 0 stands still until it is moved. */
export function movableClock(
  machine: Clock,
  start: { startMs?: number | undefined; speed?: number } = {},
): MovableClock {
  const first = (): ClockSetting => {
    const startedMs = machine.now();
    return { originMs: start.startMs ?? startedMs, startedMs, speed: start.speed ?? 1 };
  };
  let setting = first();
  let moved = new AbortController();
  const now = (): number => Math.floor(setting.originMs + (machine.now() - setting.startedMs) * setting.speed);
  const set = (next: ClockSetting): void => {
    setting = next;
    moved.abort();
    moved = new AbortController();
  };
  return {
    now,
    sleep: async (ms, signal) => {
      const dueMs = now() + ms;
      for (;;) {
        const leftMs = dueMs - now();
        if (leftMs <= 0) return;
        const wake = signal === undefined ? moved.signal : AbortSignal.any([moved.signal, signal]);
        try {
          await machine.sleep(leftMs / setting.speed, wake);
        } catch (error) {
          if (signal?.aborted === true) throw error;
        }
      }
    },
    setting: () => setting,
    move: ({ toMs, speed }) => {
      set({ originMs: toMs, startedMs: machine.now(), speed });
      return setting;
    },
    set,
    restart: () => set(first()),
  };
}
