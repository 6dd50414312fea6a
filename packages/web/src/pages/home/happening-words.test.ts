import { describe, expect, it } from "vitest";
import { type Happening, linesOf, type RunTold, toneOf, traceOf } from "./happening-words.ts";

const run = (part: Partial<RunTold> = {}): RunTold => ({
  id: "run_1",
  at: "2026-11-21T21:00:00Z",
  rule: { id: "rul_1", name: "Premieres", version: 1 },
  outcome: "matched",
  verdict: "acted",
  reason: "The condition held",
  actions: [],
  ...part,
});
const action = (id: string, state: RunTold["actions"][number]["state"]): RunTold["actions"][number] => ({
  id,
  do: "watchlist.add",
  effect: `add ${id} to the watchlist`,
  state,
  until: null,
  standing: "is held for quiet hours",
});
const happening = (runs: RunTold[], runCount = runs.length): Happening => ({
  id: "evt_1",
  type: "show.premiering",
  time: "2026-11-21T21:00:00Z",
  recordedtime: "2026-11-21T21:00:00Z",
  about: "Andor premieres",
  thing: null,
  causedBy: null,
  appliedRule: null,
  runs,
  runCount,
});

describe("a row of the timeline", () => {
  it("opens the one trace that there is, or the event with all of them", () => {
    expect(traceOf(happening([run()]))).toBe("/runs/run_1");
    expect(traceOf(happening([]))).toBe("/events/evt_1");
    expect(traceOf(happening([run(), run({ id: "run_2" })]))).toBe("/events/evt_1");
    expect(traceOf(happening([run()], 9))).toBe("/events/evt_1");
  });

  it("shows what went wrong before what was done, and that before what waits", () => {
    const tone = (...states: RunTold["actions"][number]["state"][]) =>
      toneOf(happening([run({ actions: states.map((state, at) => action(String(at), state)) })]));
    expect(tone("done", "dead")).toBe("bad");
    expect(tone("done", "held")).toBe("good");
    expect(tone("held")).toBe("wait");
    expect(toneOf(happening([]))).toBe("plain");
  });
});

describe("what a rule made of something", () => {
  it("is a line for each thing that it asked for; how it stands is told while it is not done", () => {
    const lines = linesOf(run({ actions: [action("Andor", "done"), action("Silo", "held")] }));
    expect(lines.map(({ what, how }) => [what, how])).toEqual([
      ["Add Andor to the watchlist", undefined],
      ["Add Silo to the watchlist", "is held for quiet hours"],
    ]);
  });

  it("names the rule and why, where it asked for nothing", () => {
    const [line] = linesOf(
      run({ outcome: "not_matched", verdict: "did not act", reason: "show.rating >= 7 did not hold" }),
    );
    expect(line).toMatchObject({ what: "Premieres did not act", how: "show.rating >= 7 did not hold" });
    const [held] = linesOf(run({ outcome: "suppressed", verdict: "held back", reason: "an echo" }));
    expect(held?.what).toBe("Premieres was held back");
  });

  it("tells of a long reason its beginning, by whole words", () => {
    const [line] = linesOf(run({ outcome: "failed", verdict: "failed", reason: "because of this ".repeat(20) }));
    expect(line?.how).toMatch(/^because of this .*\S…$/);
    expect(line?.how?.length).toBeLessThan(112);
  });

  it("counts what is more than a glance takes in", () => {
    const lines = linesOf(run({ actions: ["a", "b", "c", "d", "e"].map((id) => action(id, "done")) }));
    expect(lines.map(({ what }) => what).at(-1)).toBe("and 2 more");
    expect(lines).toHaveLength(4);
  });
});
