import { reference } from "@showrunner/rules/reference.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completionAt } from "./complete.ts";

const known = reference();

/** What is offered where `|` stands. */
function offered(text: string, types: readonly string[] = ["episode.airing"]): string[] {
  const at = text.indexOf("|");
  const found = completionAt(text.slice(0, at) + text.slice(at + 1), at, known, types);
  return found?.options.map(({ label }) => label) ?? [];
}

describe("what is offered while a rule is typed", () => {
  it.each([
    ["|", "when"],
    ["name: A\nwh|", "when"],
    ["when:\n  |", "event"],
    ["when: { |", "event"],
    ["when: { event: show.|", "show.ended"],
    ["when:\n  event: |", "episode.airing"],
    ["when:\n  event:\n    - sho|", "show.ended"],
    ["when: { event: x, sco|", "scope"],
    ["when:\n  scope: |", "all"],
    ["then:\n  - |", "do"],
    ["then:\n  - do: |", "watchlist.add"],
    ["then: [{ do: |", "notify"],
    ["then:\n  - do: notify\n    |", "channel"],
    ["then:\n  - do: hide\n    section: |", "calendar"],
    ["if: |", "show.rating"],
    ["if:\n  - show.|", "show.genres"],
    ["if:\n  - a\n  - |", "days_since"],
    ["if: show.genres.|", "exists"],
    ["if: |\n", "known"],
    ['if: "show.|', "show.genres"],
    ["if: ['a == b', 'show.|", "show.genres"],
    ['if:\n  - "show.title == \\"x\\" && show.|', "show.genres"],
    ['then:\n  - do: notify\n    title: "{{ |', "show.title"],
    ['then:\n  - do: notify\n    title: "{{ show.title | |', "upcase"],
    ["options:\n  |", "throttle"],
    ["options:\n  throttle:\n    |", "at_most"],
    ["options:\n  priority: |", "high"],
  ])("%j: %s", (text, wanted) => {
    // The last bar is the place: a filter has one of its own.
    const at = text.lastIndexOf("|");
    const found = completionAt(text.slice(0, at) + text.slice(at + 1), at, known, ["episode.airing"]);
    expect(found?.options.map(({ label }) => label)).toContain(wanted);
  });

  it("names that the event does not have are not offered", () => {
    expect(offered("if: |", ["movie.watched"])).toContain("movie.rating");
    expect(offered("if: |", ["movie.watched"])).not.toContain("show.rating");
  });

  it("nothing is offered where a text is anybody's own", () => {
    expect(offered("name: |")).toEqual([]);
    expect(offered('if: show.title == "|')).toEqual([]);
    expect(offered('if: "show.title == \\"|')).toEqual([]);
  });

  it("any text can be asked about, at any place", () => {
    const piece = fc.constantFrom(
      "when:",
      "if:",
      "\n",
      "  ",
      "- ",
      "{",
      "}",
      "{{",
      "}}",
      "|",
      "show.",
      '"',
      "do: ",
      "[",
      ",",
      "a",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(200), (parts, at) => {
        const text = parts.join("");
        const offset = Math.min(at, text.length);
        const found = completionAt(text, offset, known, []);
        expect(found === undefined || (found.from <= offset && found.from >= 0)).toBe(true);
      }),
    );
  });
});
