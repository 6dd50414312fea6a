import { describe, expect, it } from "vitest";
import { catalogue, definitionOf, eventTypes, isEventType } from "./catalogue.ts";
import type { EventDefinition } from "./define.ts";

const byType = catalogue.map((one) => [one.type, one] as const);

/** What `data` must hold, so that an action can act on what the event is about. */
const needed: Record<EventDefinition["about"], string[]> = {
  account: [],
  episode: ["episode", "show"],
  item: ["item_type"],
  movie: ["movie"],
  season: ["season", "show"],
  show: ["show"],
};

describe("the event catalogue", () => {
  it.each(byType)("has an example of %s that its schema accepts", (_type, one) => {
    // Parsed and equal: the example holds nothing that the schema would drop.
    expect(one.data.parse(one.example)).toEqual(one.example);
  });

  it("names each type once", () => {
    expect(new Set(eventTypes).size).toBe(eventTypes.length);
  });

  it.each(eventTypes.map((type) => [type]))("names %s as <subject>.<verb>, lower case", (type) => {
    expect(type).toMatch(/^[a-z]+\.[a-z]+(_[a-z]+)*$/);
    const verb = type.slice(type.indexOf(".") + 1);
    // Past tense for what happened at Trakt; -ing for what happens at an instant known before; states name themselves.
    expect(verb).toMatch(/(ed|hidden|caught_up|ing|needs_reconnect|on_disc)$/);
  });

  it.each(byType)("says in words what %s is", (_type, { title, description }) => {
    expect(title).toMatch(/^[A-Z][^.]+$/);
    expect(description).toMatch(/^[A-Z].*[.)]$/s);
  });

  it.each(byType)("carries in %s the thing it is about", (_type, one) => {
    expect(Object.keys(one.data.shape)).toEqual(expect.arrayContaining(needed[one.about]));
  });

  it("finds a type's definition, and knows what is none", () => {
    for (const type of eventTypes) expect(definitionOf(type).type).toBe(type);
    expect(isEventType("episode.watched")).toBe(true);
    expect(isEventType("episode.forgotten")).toBe(false);
    expect(isEventType("constructor")).toBe(false);
  });
});
