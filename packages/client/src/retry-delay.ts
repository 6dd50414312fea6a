import type { ApiProblem } from "./api-problem.ts";

const firstWaitMs = 300;
/** Nobody sits before a page for longer than this without being told. */
const longestWaitMs = 10_000;

/**
 * How long to wait before asking again; null where asking again does not help, or only after longer than somebody waits.
 *
 * @param random from 0 up to 1
 */
export function retryDelayMs(problem: ApiProblem, attempt: number, random: number): number | null {
  const { status, code, retryAfterMs } = problem;
  // The first try, whose answer was lost, is still at work.
  const isUnderWay = code === "idempotency.in_progress";
  const isAway = status === 0 || status === 502 || status === 503 || status === 504;
  if (!isAway && !isUnderWay && !(status === 429 && retryAfterMs !== null)) return null;
  const backoffMs = firstWaitMs * 2 ** (attempt - 1);
  const waitMs = Math.max(retryAfterMs ?? 0, backoffMs * (0.5 + random / 2));
  return waitMs > longestWaitMs ? null : waitMs;
}
