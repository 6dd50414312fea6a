import type { Clock } from "@showrunner/core/clock.ts";

const everyMs = 60_000;

/** Says each minute how much time is left, until there is none or the signal ends it: who waits sees that something does. */
export async function remind(
  clock: Clock,
  endsAt: number,
  say: (leftMs: number) => void,
  signal: AbortSignal,
): Promise<void> {
  while (endsAt - clock.now() > everyMs) {
    try {
      await clock.sleep(everyMs, signal);
    } catch {
      return;
    }
    say(endsAt - clock.now());
  }
}
