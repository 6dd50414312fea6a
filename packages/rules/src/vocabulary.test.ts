import { catalogue, eventTypes } from "@showrunner/core/events/catalogue.ts";
import { MovieFacts, ShowFacts } from "@showrunner/core/media.ts";
import { expect, test } from "vitest";
import { exampleEvent, exampleFacts, noon, progressOf } from "./testing/examples.ts";
import { isOn, vocabulary, wordNamed, wordsOn } from "./vocabulary.ts";
import { valueOf } from "./word.ts";

test("every key of every event's data has a word, or words below it", () => {
  for (const { type, data } of catalogue) {
    for (const key of Object.keys(data.shape)) {
      // Any JSON: it is asked by hook.fields.
      if (key === "payload") continue;
      const words = wordsOn([type]).filter(({ name }) => name === key || name.startsWith(`${key}.`));
      expect(words, `${type}: ${key}`).not.toEqual([]);
    }
  }
});

test("every fact of shows and movies has a word", () => {
  for (const key of Object.keys(ShowFacts.shape))
    expect(
      vocabulary.some(({ name }) => `${name}.`.startsWith(`show.${key}.`)),
      key,
    ).toBe(true);
  for (const key of Object.keys(MovieFacts.shape))
    expect(
      vocabulary.some(({ name }) => `${name}.`.startsWith(`movie.${key}.`)),
      key,
    ).toBe(true);
});

test("every word has a name of its own, which is no part of another's, and a meaning in a sentence", () => {
  for (const word of vocabulary) {
    expect(wordNamed(word.name)).toBe(word);
    expect(vocabulary.filter(({ name }) => name === word.name || name.startsWith(`${word.name}.`))).toEqual([word]);
    expect(word.meaning).toMatch(/^[A-Z].*\.$/);
  }
});

test("every word is there on some event type", () => {
  for (const word of vocabulary)
    expect(
      eventTypes.some((type) => isOn(word, type)),
      word.name,
    ).toBe(true);
});

test("what a catalogue's example tells is read in the word's type, at no cost", () => {
  const told = new Set<string>();
  for (const type of eventTypes) {
    const input = { event: exampleEvent(type), facts: {}, now: noon };
    for (const word of wordsOn([type])) {
      const value = valueOf(word, input);
      if (value === undefined) continue;
      told.add(word.name);
      const types = {
        string: "string",
        timestamp: "string",
        int: "number",
        double: "number",
        bool: "boolean",
        "list<string>": "object",
      };
      expect(typeof value, word.name).toBe(types[word.type]);
    }
  }
  const free = vocabulary.filter(({ facts }) => facts.length === 0).map(({ name }) => name);
  // The examples have no rating before this one, of a movie no id of TheTVDB's, and are told at their own time.
  expect(free.filter((name) => !told.has(name))).toEqual(["movie.ids.tvdb", "previous_rating", "offset_minutes"]);
});

test("what was fetched is read where the event does not tell", () => {
  const input = {
    event: exampleEvent("episode.airing"),
    facts: {
      show: { ...exampleFacts, first_aired: "2011-04-18T01:00:00Z", runtime: 55.5 },
      progress: progressOf(3, 1),
    },
    now: noon,
  };
  const read = (name: string): unknown => {
    const word = wordNamed(name);
    return word && valueOf(word, input);
  };
  expect(read("show.first_aired")).toBe("2011-04-18T01:00:00.000Z");
  expect(read("show.runtime")).toBe(55.5);
  expect(read("progress.behind")).toBe(2);
  expect(read("season.number")).toBe(2);
  expect(read("show.country")).toBeUndefined();
});
