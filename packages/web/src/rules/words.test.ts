import { reference } from "@showrunner/rules/reference.ts";
import { describe, expect, it } from "vitest";
import { meaningOf, toYou, wordsOn, wordTitle } from "./words.ts";

const known = reference();

describe("what menus call things", () => {
  it("no two names on one event are called the same", () => {
    for (const { type } of known.events) {
      const titles = wordsOn(known, [type]).map(({ name }) => wordTitle(name));
      expect([type, titles.filter((title, at) => titles.indexOf(title) !== at)]).toEqual([type, []]);
    }
  });

  it("a person is spoken to, not about", () => {
    const told = [...known.words.map(meaningOf), ...known.events.map(({ description }) => toYou(description))];
    expect(
      told.filter((words) => /the person\b|you (has|was|is|rates|gives|watches|follows|connects)\b/i.test(words)),
    ).toEqual([]);
    expect(toYou("The person's calendar, which the person has")).toBe("Your calendar, which you have");
    expect(toYou("The person no longer watches what they did.")).toBe("You no longer watch what you did.");
  });

  it("a rule on two events knows what both have", () => {
    const names = wordsOn(known, ["episode.watched", "movie.watched"]).map(({ name }) => name);
    expect(names).toContain("plays");
    expect(names).not.toContain("show.title");
    expect(names).not.toContain("movie.title");
  });
});
