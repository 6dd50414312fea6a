import type { ReplyOf } from "@showrunner/client/asked.ts";

type Happening = ReplyOf<"home.timeline">["items"][number];

export interface UndoableRun {
  id: string;
  at: string;
  rule: string;
  about: string;
  /** What it did, or is about to do. */
  effects: string[];
}

/** What tells somebody cannot be taken back; what was given up or left undone need not. */
const untouched = new Set(["notify", "webhook"]);
const settled = new Set(["dead", "not_done", "refused"]);

/** The runs of what happened of which something can be taken back, in their order. */
export function undoableRuns(happenings: readonly Happening[]): UndoableRun[] {
  return happenings.flatMap(({ about, runs }) =>
    runs.flatMap(({ id, at, rule, actions }) => {
      const effects = actions
        .filter((action) => !settled.has(action.state) && !(untouched.has(action.do) && action.state === "done"))
        .map(({ effect }) => effect);
      return effects.length === 0 ? [] : [{ id, at, rule: rule.name, about, effects }];
    }),
  );
}
