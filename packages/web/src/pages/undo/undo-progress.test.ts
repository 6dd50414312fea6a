import { describe, expect, it } from "vitest";
import { becameOf } from "./undo-progress.ts";

const line = (why: string | null) => ({ why });

describe("what became of an undo", () => {
  it("is parted into what was taken back, what is being or is to be, and what is left", () => {
    const [before, being, other, next] = [
      line("it was taken back before"),
      line("it is being taken back"),
      line("it was there before the rule"),
      line(null),
    ];
    expect(becameOf({ takesBack: [next], leaves: [before, being, other] })).toEqual({
      taken: [before],
      going: [being, next],
      left: [other],
    });
  });
});
