import type { Clock } from "@showrunner/core/clock.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import type { Log } from "@showrunner/core/log.ts";

export interface Periodic {
  stop(): Promise<void>;
}

/**
 * Runs work at once, and then at every full multiple of its period on the clock. A run that takes longer than the
 * period makes no queue of runs; a failing one is told and tried again at the next time.
 */
export function startPeriodic(
  clock: Clock,
  log: Log,
  name: string,
  everySeconds: number,
  work: () => Promise<unknown>,
): Periodic {
  const ending = new AbortController();
  const periodMs = everySeconds * 1000;
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        await work();
      } catch (error) {
        log({ kind: "defect", where: name, message: messageOf(error) });
      }
      const now = clock.now();
      const next = (Math.floor(now / periodMs) + 1) * periodMs;
      try {
        await clock.sleep(next - now, ending.signal);
      } catch {
        return;
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
