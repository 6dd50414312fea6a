import { Problem } from "@showrunner/core/errors.ts";

/** Whoever asked did not want to wait any longer. */
export function tooSlow(cause: unknown): Problem {
  return new Problem({
    code: "view.slow",
    message: "Trakt did not tell all of it in time: it lets each person ask so much in five minutes",
    hint: "What was read of shows is kept: ask again in some minutes.",
    retry: { kind: "default" },
    cause,
  });
}
