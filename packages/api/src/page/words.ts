import type { ActionState } from "@showrunner/core/records.ts";
import type { Outcome } from "@showrunner/core/trace.ts";

export const outcomeWords: Record<Outcome, string> = {
  matched: "acted",
  not_matched: "did not act",
  suppressed: "held back",
  failed: "failed",
};

export const stateWords: Record<ActionState, string> = {
  PENDING: "waiting",
  WAITING: "held",
  INFLIGHT: "under way",
  RETRY: "will retry",
  DONE: "done",
  DEAD: "given up",
};

/** `3 rules`, `1 rule`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
