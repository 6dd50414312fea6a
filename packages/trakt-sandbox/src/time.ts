import { Problem } from "@showrunner/core/errors.ts";
import type { Clock } from "@showrunner/core/clock.ts";
import type { MovableClock } from "./clock.ts";
import type { Ledger } from "./world/ledger.ts";

/** The sandbox's time, and the moving of it. */
export interface Time {
  /** How many times as fast as the machine's it runs; null where the sandbox was given a clock that cannot be moved. */
  speed(): number | null;
  /**
   * Shows `toMs` from now on; the world's journal keeps it. Throws Problem `sandbox.clock_fixed`, and
   * `sandbox.clock_backwards` for a time that was.
   */
  move(to: { toMs?: number | undefined; speed?: number | undefined }): void;
  /** As it was at first: before a world begins. */
  rewind(): void;
  /** As the world that was just begun says. */
  begin(): void;
}

export function timeOf(clock: Clock, ledger: Ledger, moved: () => void): Time {
  const movable = isMovable(clock) ? clock : undefined;
  const keep = (): void => {
    if (movable !== undefined) ledger.commit({ kind: "clock.set", at: movable.now(), setting: movable.setting() });
  };
  // A world that was left goes on by its own clock.
  if (ledger.state.clock !== null) movable?.set(ledger.state.clock);
  return {
    speed: () => movable?.setting().speed ?? null,
    move: ({ toMs, speed }) => {
      if (movable === undefined) {
        throw new Problem({
          code: "sandbox.clock_fixed",
          message: "this sandbox's time cannot be moved: it belongs to the program that it is part of",
          hint: "Run one of your own, `showrunner sandbox`, or move the clock in that program.",
        });
      }
      const nowMs = movable.now();
      if (toMs !== undefined && toMs < nowMs) {
        throw new Problem({
          code: "sandbox.clock_backwards",
          message: `time does not go back: it is ${isoOf(nowMs)}, and ${isoOf(toMs)} has been`,
          hint: "Reset the sandbox to begin anew.",
        });
      }
      movable.move({ toMs: toMs ?? nowMs, speed: speed ?? movable.setting().speed });
      keep();
      moved();
    },
    rewind: () => movable?.restart(),
    begin: () => {
      const told = ledger.state.clock;
      if (told !== null) movable?.move({ toMs: told.originMs, speed: told.speed });
      keep();
    },
  };
}

function isMovable(clock: Clock): clock is MovableClock {
  return "setting" in clock && "move" in clock;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
