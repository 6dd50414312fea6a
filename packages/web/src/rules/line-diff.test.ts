import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", "  d", ""), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

test("a diff holds both texts, line by line, and nothing is said of one that is the same", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      const of = (...kinds: string[]): string =>
        lines
          .filter(({ kind }) => kinds.includes(kind))
          .map((line) => `${line.text}\n`)
          .join("");
      expect(of("same", "removed")).toBe(before);
      expect(of("same", "added")).toBe(after);
    }),
  );
  expect(lineDiff("a\nb\n", "a\nb\n").every(({ kind }) => kind === "same")).toBe(true);
});

test("as many lines as can be are kept", () => {
  expect(lineDiff("a\nb\nc\n", "a\nx\nc\n").map(({ kind }) => kind)).toEqual(["same", "removed", "added", "same"]);
});
