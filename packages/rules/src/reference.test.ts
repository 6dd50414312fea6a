import { eventTypes } from "@showrunner/core/events/catalogue.ts";
import { expect, test } from "vitest";
import { reference } from "./reference.ts";
import { onList } from "./person-words.ts";
import { isOn, vocabulary } from "./vocabulary.ts";

const { events, words } = reference();

test("the reference names every event type, and the words of each as rules know them", () => {
  expect(events.map(({ type }) => type)).toEqual(eventTypes);
  for (const { type, keys } of events) {
    const told = words.filter(({ needs }) => needs.length === 0 || needs.some((key) => keys.includes(key)));
    const known = [...vocabulary, { ...onList("x"), name: "on_list" }].filter((word) => isOn(word, type));
    expect([type, told.map(({ name }) => name)]).toEqual([type, known.map(({ name }) => name)]);
  }
});

test("the reference is data and nothing else", () => {
  expect(JSON.parse(JSON.stringify({ events, words }))).toEqual({ events, words });
});
