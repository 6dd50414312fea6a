import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { Claim } from "./act/actions.ts";
import type { Services } from "./context.ts";
import { withDeadline } from "./deadline.ts";

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
  return await withDeadline(ctx.clock, leaseUntil - ctx.settings.settleMs, work);
}

/** A session whose every call ends with the signal. */
export function endingWith(session: TraktSession, signal: AbortSignal): TraktSession {
  return {
    ...session,
    call: (endpoint, input, options) => session.call(endpoint, input, { ...options, signal }),
    pages: (endpoint, input, options) => session.pages(endpoint, input, { ...options, signal }),
    items: (endpoint, input, options) => session.items(endpoint, input, { ...options, signal }),
    readWhole: (endpoint, input, options) => session.readWhole(endpoint, input, { ...options, signal }),
  };
}
