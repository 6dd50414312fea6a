import type { ReplyOf } from "@showrunner/client/asked.ts";

type Happening = ReplyOf<"home.timeline">["items"][number];

export interface UndoableRun {
  id: string;
  at: string;
  rule: string;
  about: string;
  /** What it did, or is about to do. */
  effects: string[];
  /** None of it was done yet. */
  isOpen: boolean;
}

/** What tells somebody cannot be taken back; what was given up or left undone need not. */
const untouched = new Set(["notify", "webhook"]);
/** What waits for a yes is answered with no. */
const settled = new Set(["dead", "not_done", "refused", "asks"]);

/** The runs of what happened of which something can be taken back, in their order. */
export function undoableRuns(happenings: readonly Happening[]): UndoableRun[] {
  return happenings.flatMap(({ about, runs }) =>
    runs.flatMap(({ id, at, rule, actions }) => {
      const open = actions.filter(
        ({ do: verb, state }) => !settled.has(state) && !(untouched.has(verb) && state === "done"),
      );
      if (open.length === 0) return [];
      const isOpen = open.every(({ state }) => state !== "done");
      return [{ id, at, rule: rule.name, about, effects: open.map(({ effect }) => effect), isOpen }];
    }),
  );
}
