import { describe, expect, it } from "vitest";
import { deafnessOf, type Unheard } from "./deafness.ts";
import { eventIcon } from "./event-icon.ts";

const unheard = (why: string): Unheard => ({
  rule: { id: `rul_${why}`, name: why, version: 1 },
  types: ["episode.airing"],
  why,
  reason: why,
});

describe("rules that did not run on an event", () => {
  it("are parted: those that might have, the nearest first, and those that wait for something else", () => {
    const { near, others } = deafnessOf(
      ["other_type", "disabled", "not_yet", "other_rule", "before_on", "other_scope"].map(unheard),
    );
    expect(near.map(({ why }) => why)).toEqual(["not_yet", "before_on", "disabled", "other_scope"]);
    expect(others.map(({ why }) => why)).toEqual(["other_type", "other_rule"]);
  });
});

describe("the drawing of an event", () => {
  it("is that of its type, else of its family, else a spark", () => {
    expect(["show.premiering", "episode.watched", "of.tomorrow"].map(eventIcon)).toEqual(["spark", "play", "spark"]);
  });
});
