import type { Retry } from "@showrunner/core/errors.ts";
import type { Random } from "@showrunner/core/ids.ts";

/** Standard Webhooks: tries are spread by a fifth, so that many do not come back at once. */
const spreadShare = 0.2;

/**
 * When to try again after so many attempts, in ms from now; undefined when no more tries are left. What the receiver
 * asked for only delays.
 */
export function nextTryMs(
  waitsSeconds: readonly number[],
  attempts: number,
  retry: Retry,
  random: Random,
): number | undefined {
  if (retry.kind === "never") return undefined;
  const seconds = waitsSeconds[attempts - 1];
  if (seconds === undefined) return undefined;
  // Whole ones: what falls due is found by a time of whole milliseconds, and must be due then.
  const ms = Math.ceil(seconds * 1000 * (1 - spreadShare + random.next() * 2 * spreadShare));
  return retry.kind === "after" ? Math.max(ms, retry.afterMs) : ms;
}
