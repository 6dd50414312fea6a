import { describe, expect, it } from "vitest";
import { progressOf } from "./undo-progress.ts";

describe("how far an undo has come", () => {
  it("counts what was taken back against that and what is still to be", () => {
    const leaves = ["it was taken back before", "it is being taken back", "it was there before the rule"].map(
      (why) => ({ why }),
    );
    expect(progressOf({ takesBack: [{ why: null }], leaves })).toEqual({ done: 1, all: 3 });
    expect(progressOf({ takesBack: [], leaves: [] })).toEqual({ done: 0, all: 0 });
  });
});
