import { describe, expect, it } from "vitest";
import { answeredOf, stateWords } from "./answered.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const asked = (state: string, expiresAt = "2026-11-28T12:00:00Z") => ({ state, expiresAt });

describe("what waits for a yes", () => {
  it("waits until it is answered or its time is over", () => {
    const late = asked("waiting", "2026-11-21T11:59:00Z");
    const open = asked("waiting");
    const others = ["approved", "done", "refused", "expired"].map((state) => asked(state));
    expect(answeredOf([open, late, ...others], now)).toEqual({ waiting: [open], answered: [late, ...others] });
    expect(stateWords(late.state)).toBe("Ran out");
  });
});
