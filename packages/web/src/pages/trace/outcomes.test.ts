import { describe, expect, it } from "vitest";
import { capital, conditionLook, type StandingState, toSentence, verdictOf } from "./outcomes.ts";

const run = (...states: StandingState[]) => ({
  outcome: "matched" as const,
  reason: "The condition held",
  timing: [],
  actions: states.map((state) => ({ state })),
});

describe("what a run came to, in words", () => {
  it.each<[string, StandingState[]]>([
    ["It acted", ["done"]],
    ["It acted", ["done", "held"]],
    ["It is being done", ["retry", "under_way"]],
    ["It waits for your yes", ["asks", "asks"]],
    ["It was left undone", ["refused", "not_done"]],
    ["It is going to act", ["held", "waits"]],
    ["It failed", ["dead"]],
    ["It acted in part", ["dead", "done"]],
  ])("is “%s” where its actions are %j", (title, states) => {
    expect(verdictOf(run(...states)).title).toBe(title);
  });

  it("says why it had nothing to do, although its conditions held", () => {
    const verdict = verdictOf({ ...run(), timing: ["left out: it was there already"] });
    expect(verdict).toMatchObject({
      title: "It had nothing to do",
      why: "The condition held; left out: it was there already",
    });
  });

  it("says what did not hold, what broke and what was held back, each in its own tone", () => {
    const tones = (["not_matched", "failed", "suppressed"] as const).map(
      (outcome) => verdictOf({ ...run(), outcome }).tone,
    );
    expect(tones).toEqual(["plain", "bad", "wait"]);
  });
});

describe("a condition", () => {
  it("that was not reached neither held nor failed", () => {
    expect(conditionLook({}).label).toBe("Not asked any more");
    expect(conditionLook({ result: false }).label).toBe("Did not hold");
    expect(conditionLook({ result: true }).label).toBe("Held");
    expect(conditionLook({ error: "x" }).label).toBe("Could not be told");
  });
});

describe("a sentence", () => {
  it("begins with a capital and ends once", () => {
    expect(toSentence("both held")).toBe("Both held.");
    expect(toSentence("was refused.")).toBe("Was refused.");
  });

  it("leaves code as it was written", () => {
    expect(toSentence("show.rating >= 7 did not hold")).toBe("show.rating >= 7 did not hold.");
    expect(capital('on_list("x") held')).toBe('on_list("x") held');
  });
});
