import type { ReplyOf } from "@showrunner/client/asked.ts";
import { describe, expect, it } from "vitest";
import { undoableRuns } from "./undoable-runs.ts";
import { undoneRuns } from "./undone-runs.ts";

type Happening = ReplyOf<"home.timeline">["items"][number];
type Action = Happening["runs"][number]["actions"][number];

const action = (verb: string, state: Action["state"]): Action => ({
  id: `act_${verb}`,
  do: verb,
  effect: verb,
  state,
  until: null,
  standing: "",
});
const happening = (...actions: Action[]): Happening => ({
  id: "evt_1",
  type: "show.premiering",
  time: "2026-11-21T21:00:00Z",
  recordedtime: "2026-11-21T21:00:00Z",
  about: "Andor premieres",
  thing: null,
  causedBy: null,
  appliedRule: null,
  runs: [
    {
      id: "run_1",
      at: "2026-11-21T21:00:00Z",
      rule: { id: "rul_1", name: "Premieres", version: 1 },
      outcome: "matched",
      verdict: "acted",
      reason: "",
      actions,
    },
  ],
  runCount: 1,
});
const effects = (...actions: Action[]) => undoableRuns([happening(...actions)]).flatMap((run) => run.effects);

describe("a run that can be taken back", () => {
  it("changed something at Trakt, or has not yet told what it is to tell", () => {
    expect(effects(action("watchlist.add", "done"), action("notify", "done"))).toEqual(["watchlist.add"]);
    expect(effects(action("notify", "held"))).toEqual(["notify"]);
  });

  it("is none where all was told, given up, left undone, or waits for a yes", () => {
    expect(effects(action("notify", "done"))).toEqual([]);
    for (const state of ["dead", "not_done", "refused", "asks"] as const)
      expect(effects(action("watchlist.add", state))).toEqual([]);
  });

  it("says when nothing of it was done yet", () => {
    expect(undoableRuns([happening(action("drop", "waits"))])[0]?.isOpen).toBe(true);
    expect(undoableRuns([happening(action("drop", "waits"), action("hide", "done"))])[0]?.isOpen).toBe(false);
  });

  it("is no longer offered once it was undone by itself", () => {
    const undone = undoneRuns([
      { scope: { what: "run", runId: "run_1" } },
      { scope: { what: "day", day: "2026-11-21" } },
    ]);
    expect([...undone]).toEqual(["run_1"]);
  });
});
