import { describe, expect, it } from "vitest";
import { inOfferedOrder, isDated } from "./feeds.ts";

const rule = (name: string, when: unknown, enabled = true) => ({
  id: name,
  name,
  version: 1,
  enabled,
  enabledAt: null,
  updatedAt: "2026-11-21T00:00:00.000Z",
  source: { name, when },
});

describe("rules for a calendar", () => {
  it("are dated when what they match takes place at a time of its own", () => {
    expect(isDated(rule("a", { event: "episode.airing" }))).toBe(true);
    expect(isDated(rule("a", { event: ["show.renewed", "movie.streaming"] }))).toBe(true);
    expect(isDated(rule("a", { event: "show.completed" }))).toBe(false);
    expect(isDated(rule("a", { cron: "0 9 * * *" }))).toBe(false);
    expect(isDated(rule("a", null))).toBe(false);
  });

  it("are offered dated ones first and those that are off last", () => {
    const offered = inOfferedOrder([
      rule("off", { event: "episode.airing" }, false),
      rule("seen", { event: "show.completed" }),
      rule("b airs", { event: "episode.airing" }),
      rule("a airs", { event: "season.premiering" }),
    ]);
    expect(offered.map(({ name }) => name)).toEqual(["a airs", "b airs", "seen", "off"]);
  });
});
