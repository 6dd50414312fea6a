import { ApiProblem } from "@showrunner/client/api-problem.ts";

/** The answer is not whole yet, or may not be asked for yet: it comes by asking again. */
const later: ReadonlySet<string> = new Set([
  "view.slow",
  "view.incomplete",
  "trakt.rate_limited",
  "trakt.paused",
  "connection.renewal_waits",
]);

/** Trakt counts what is asked within five minutes; within this time enough of it may be asked again. */
const usualWaitMs = 20_000;

/** How long to wait before asking again for what was not whole yet; undefined for other errors. */
export function waitOf(error: unknown): number | undefined {
  if (!(error instanceof ApiProblem) || !later.has(error.code)) return undefined;
  return error.retryAfterMs ?? usualWaitMs;
}
