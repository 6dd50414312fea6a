import { describe, expect, it } from "vitest";
import { placeOf, shownConcerns } from "./concerns.ts";

describe("what is wrong, in the line of health", () => {
  it("leads to where it is put right; what only waits leads nowhere", () => {
    expect((["dead", "channels", "rules_failing"] as const).map(placeOf)).toEqual(["#dead", "/channels", "/rules"]);
    expect(placeOf("paused")).toBeUndefined();
  });

  it("leaves out what waits for a yes, which stands below by itself", () => {
    const concerns = (["approvals", "dead"] as const).map((kind) => ({ kind, words: kind }));
    expect(shownConcerns(concerns).map(({ kind }) => kind)).toEqual(["dead"]);
  });
});
