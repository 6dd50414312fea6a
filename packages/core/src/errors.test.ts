import { describe, expect, it } from "vitest";
import { messageOf, Problem, retryOf, unreachable } from "./errors.ts";

describe("a problem", () => {
  it("is not tried again unless it says so", () => {
    expect(retryOf(new Problem({ code: "rule.invalid", message: "no" }))).toEqual({ kind: "never" });
  });

  it("keeps its code, hint, retry verdict and cause", () => {
    const cause = new Error("reset");
    const problem = new Problem({
      code: "trakt.limited",
      message: "Trakt asks to wait",
      hint: "Nothing to do: it is tried again.",
      retry: { kind: "after", afterMs: 1_000 },
      cause,
    });
    expect(problem).toMatchObject({
      name: "Problem",
      code: "trakt.limited",
      message: "Trakt asks to wait",
      hint: "Nothing to do: it is tried again.",
      cause,
    });
    expect(retryOf(problem)).toEqual({ kind: "after", afterMs: 1_000 });
  });

  it("has no cause where none was given", () => {
    expect("cause" in new Problem({ code: "a.b", message: "c" })).toBe(false);
  });
});

describe("what was not foreseen", () => {
  it.each([[new TypeError("x")], ["text"], [undefined], [null], [{ retry: { kind: "never" } }]])(
    "may pass, so it is tried again: %j",
    (thrown) => {
      expect(retryOf(thrown)).toEqual({ kind: "default" });
    },
  );

  it("has one line that a person can read, whatever was thrown", () => {
    expect(messageOf(new Error("broke"))).toBe("broke");
    expect(messageOf("broke")).toBe("broke");
    expect(messageOf(undefined)).toBe("undefined");
  });

  it("fails loudly when a case was forgotten", () => {
    // @ts-expect-error: only a value that the compiler thinks impossible may be passed.
    expect(() => unreachable("new_kind")).toThrow(Problem);
    // @ts-expect-error: as above.
    expect(() => unreachable("new_kind")).toThrow(/"new_kind"/);
  });
});
