import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml, lengthOf, plainText, safeLink, singleLine, truncate, type Measure } from "./render.ts";

const measures: readonly Measure[] = ["code_points", "utf16", "utf8"];
const text = fc.string({ unit: "binary", maxLength: 60 });

describe("truncate", () => {
  test.each(measures)("never gives more than the limit, nor a broken surrogate, counted in %s", (measure) => {
    fc.assert(
      fc.property(text, fc.integer({ min: 3, max: 70 }), (whole, limit) => {
        const cut = truncate(whole, limit, measure);
        expect(lengthOf(cut, measure)).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
        const whollyKept = lengthOf(whole, measure) <= limit;
        expect(whollyKept ? cut === whole : cut.endsWith("…") && whole.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });

  test("counts as the receiver does", () => {
    expect(truncate("🎬🎬🎬🎬", 4)).toBe("🎬🎬🎬🎬");
    expect(truncate("🎬🎬🎬🎬🎬", 4)).toBe("🎬🎬🎬…");
    expect(truncate("🎬🎬🎬🎬", 6, "utf16")).toBe("🎬🎬…");
    expect(truncate("🎬🎬🎬🎬", 12, "utf8")).toBe("🎬🎬…");
    expect(lengthOf("aü🎬", "code_points")).toBe(3);
    expect(lengthOf("aü🎬", "utf16")).toBe(4);
    expect(lengthOf("aü🎬", "utf8")).toBe(7);
  });
});

describe("singleLine", () => {
  test("leaves no line break, control character, direction mark or broken surrogate of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (whole) => {
        expect(singleLine(whole)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
    expect(singleLine("Lost\r\nBcc: everyone@example.com")).toBe("Lost Bcc: everyone@example.com");
    expect(singleLine("a\u202Eb\u0000c\ud800")).toBe("ab c\ufffd");
  });

  test("leaves ordinary titles as they are", () => {
    for (const title of ["9-1-1: Lone Star", "Ōoku", "👩‍👩‍👧 & Co. <3", "שלום"]) expect(singleLine(title)).toBe(title);
  });
});

describe("plainText", () => {
  test("keeps lines and tabs, and no other control character", () => {
    expect(plainText("a\r\nb\rc\u2028d\te\u0007f\u001b[31mg\n")).toBe("a\nb\nc\nd\tef[31mg");
  });
});

describe("safeLink", () => {
  test.each([
    ["https://trakt.tv/shows/lost", "https://trakt.tv/shows/lost"],
    ["http://nas:8123/", "http://nas:8123/"],
    ["javascript:alert(1)", undefined],
    ["JaVaScRiPt:alert(1)", undefined],
    ["data:text/html,x", undefined],
    ["file:///etc/passwd", undefined],
    ["not a url", undefined],
    [undefined, undefined],
  ])("of %j is %j", (url, link) => {
    expect(safeLink(url)).toBe(link);
  });
});

describe("escapeHtml", () => {
  test("makes every text read as itself, inside attributes too", () => {
    expect(escapeHtml(`<img src=x onerror="alert('1')">&amp;`)).toBe(
      "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;",
    );
  });
});
