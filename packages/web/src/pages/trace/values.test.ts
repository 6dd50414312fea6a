import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueText } from "./values.ts";

describe("what a name stood for", () => {
  it.each<[unknown, string]>([
    [7.92, "7.92"],
    [2026, "2026"],
    [true, "yes"],
    [false, "no"],
    [null, "nothing"],
    ["", "an empty text"],
    [[], "none"],
    [["drama", "crime"], "drama, crime"],
    [["a", "b", "c", "d", "e", "f", "g", "h"], "a, b, c, d, e, f, +2 more"],
    [{ season: 2 }, '{"season":2}'],
  ])("%j is told as “%s”", (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  it("takes a few lines at most, whatever it was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(valueText(value).length).toBeLessThan(1200);
      }),
    );
    expect(valueText("x".repeat(500))).toHaveLength(160);
  });
});
