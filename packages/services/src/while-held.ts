import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { Claim } from "./actions.ts";
import type { Services } from "./context.ts";

/** A machine that slept finds out this soon after it woke: timers stand still meanwhile, the clock does not. */
const lookEveryMs = 1000;

/**
 * Works as long as claims surely keep other workers away, and so long before their leases end that who takes them over
 * then sees at Trakt what was done: the signal ends what is later, so that a slow worker sends nothing after another.
 */
export async function whileHeld<T>(
  ctx: Services,
  claims: readonly Claim[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const leaseUntil = Math.min(...claims.map(({ stored }) => stored.value.leaseUntil ?? 0));
  const lastMs = leaseUntil - ctx.settings.settleMs;
  const over = new AbortController();
  const done = new AbortController();
  const watch = async (): Promise<void> => {
    for (;;) {
      const leftMs = lastMs - ctx.clock.now();
      if (leftMs <= 0) {
        over.abort(new Error("the claim ran out"));
        return;
      }
      try {
        await ctx.clock.sleep(Math.min(leftMs, lookEveryMs), done.signal);
      } catch {
        return;
      }
    }
  };
  const watching = watch();
  try {
    return await work(over.signal);
  } finally {
    done.abort();
    await watching;
  }
}

/** A session whose every call ends with the signal. */
export function endingWith(session: TraktSession, signal: AbortSignal): TraktSession {
  return {
    ...session,
    call: (endpoint, input, options) => session.call(endpoint, input, { ...options, signal }),
    pages: (endpoint, input, options) => session.pages(endpoint, input, { ...options, signal }),
    readWhole: (endpoint, input, options) => session.readWhole(endpoint, input, { ...options, signal }),
  };
}
