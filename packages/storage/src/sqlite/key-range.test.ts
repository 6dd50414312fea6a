import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterAllText, afterPrefix, justAfter } from "./key-range.ts";

const text = fc.string({ unit: "binary", maxLength: 4 });
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe("afterPrefix", () => {
  it("comes after every text with the prefix, and after no other text that follows the prefix", () => {
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const end = afterPrefix(prefix);
        const isBefore = (key: string): boolean => typeof end !== "string" || compare(key, end) < 0;
        expect(isBefore(prefix + other)).toBe(true);
        expect(compare(other, prefix) >= 0 && isBefore(other)).toBe(other.startsWith(prefix));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["A", "B"],
    ["a#\u{10FFFF}", "a$"],
    ["\uD7FF", "\uE000"],
    ["\uFFFF", "\u{10000}"],
  ])("of %j is %j", (prefix, end) => {
    expect(afterPrefix(prefix)).toBe(end);
  });

  it.each(["", "\u{10FFFF}\u{10FFFF}"])("of %j bounds nothing, for no text can", (prefix) => {
    expect(afterPrefix(prefix)).toBe(afterAllText);
  });
});

describe("justAfter", () => {
  it("leaves no room for another text in between", () => {
    fc.assert(
      fc.property(text, text, (key, other) => {
        expect(compare(other, key) > 0).toBe(compare(other, justAfter(key)) >= 0);
      }),
    );
  });
});
