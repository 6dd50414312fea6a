import { ApiProblem } from "@showrunner/client/api-problem.ts";
import { sentence, type Trouble } from "../ui/states.tsx";

/** What went wrong, in words for a person. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiProblem))
    return {
      message: "Something went wrong here.",
      hint: "Reload the page; if it stays so, this is a mistake of ours.",
      code: error instanceof Error ? error.message : undefined,
    };
  if (error.code === "server.unreachable")
    return {
      message: "Showrunner does not answer.",
      hint: "Check your connection, and whether Showrunner is running. This page goes on by itself once it is back.",
    };
  // The API's hint is for programs: where to ask what there is.
  const hint = isGone(error) ? "It may have been removed, or the address is mistyped." : error.hint;
  return { message: sentence(error.detail), hint, code: error.code };
}

/** Whether what was asked for is not there. */
export const isGone = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

/** Whether Trakt must be connected again before this can be answered. */
export const needsReconnect = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === "connection.needs_reconnect";

/** Whether the session ended meanwhile. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;
