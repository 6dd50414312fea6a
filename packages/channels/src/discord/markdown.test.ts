import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discordText } from "./markdown.ts";

describe("text for Discord", () => {
  test.each([
    ["@everyone and @here", "\\@everyone and \\@here"],
    ["<@123> <@&456> <#789> <:x:1>", "\\<\\@123\\> \\<\\@&456\\> \\<\\#789\\> \\<:x:1\\>"],
    ["**bold** _slanted_ ~~gone~~ ||hidden||", "\\*\\*bold\\*\\* \\_slanted\\_ \\~\\~gone\\~\\~ \\|\\|hidden\\|\\|"],
    ["`code` ```block```", "\\`code\\` \\`\\`\\`block\\`\\`\\`"],
    ["[click](javascript:x)", "\\[click\\](javascript:x)"],
    ["https://a.example/[click](https://b.example)", "https://a.example/\\[click\\](https://b.example)"],
    ["(see https://trakt.tv/a_b)", "(see https://trakt.tv/a_b)"],
    ["a\\b", "a\\\\b"],
    ["# title\n> quote\n- list\n1. first", "\\# title\n\\> quote\n\\- list\n\\1. first"],
    ["9-1-1: Lone Star - S01", "9-1-1: Lone Star - S01"],
    ["see https://trakt.tv/shows/a_b_c now_", "see https://trakt.tv/shows/a_b_c now\\_"],
  ])("%j is written %j", (text, written) => {
    expect(discordText(text, 4096)).toBe(written);
  });

  test("is never longer than the limit, and never cut between a backslash and what it escapes", () => {
    const text = fc.string({ unit: fc.constantFrom("*", "_", "\\", "a", "🎬", "@", " "), maxLength: 80 });
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 60 }), (whole, limit) => {
        const written = discordText(whole, limit);
        expect(written.length).toBeLessThanOrEqual(limit);
        expect(written.isWellFormed()).toBe(true);
        // Every special character stands behind a backslash of its own.
        expect(written.replace(/\\[\\*_@]/g, "")).not.toMatch(/[\\*_@]/);
      }),
    );
  });
});
