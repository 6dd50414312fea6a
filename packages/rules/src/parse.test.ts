import { Problem } from "@showrunner/core/errors.ts";
import { describe, expect, test } from "vitest";
import { placesOf } from "./testing/examples.ts";
import { parseRule } from "./parse.ts";
import { actionKeys, ruleKeys, ruleLimits, whenKeys } from "./rule.ts";

const minimal = { name: "A rule", when: { event: "episode.airing" }, then: [{ do: "webhook", channel: "me" }] };

describe("what is a rule", () => {
  test("YAML and JSON of the same rule read the same", () => {
    const yaml = `
# a comment
name: Premieres to my watchlist
description: New drama
when: { event: show.premiering, scope: all }
if:
  - show.genres.exists(g, g == "drama")
  - show.rating >= 7.0
then:
  - do: watchlist.add
  - { do: hide, section: progress_watched, item: show }
  - { do: list.add, list: Finished }
  - { do: history.add, watched_at: released }
  - { do: rate, rating: 8 }
  - do: notify
    channel: inbox
    title: "{{ show.title }} premieres"
    body: Soon
  - { do: webhook, channel: my-server }
`;
    const fromYaml = parseRule(yaml);
    expect(fromYaml.then).toHaveLength(7);
    expect(fromYaml.if).toEqual(['show.genres.exists(g, g == "drama")', "show.rating >= 7.0"]);
    expect(parseRule(JSON.stringify(fromYaml, null, 2))).toEqual(fromYaml);
    expect(parseRule(fromYaml)).toEqual(fromYaml);
  });

  test("one expression and one event type need no list", () => {
    expect(parseRule({ ...minimal, if: "true" }).if).toBe("true");
    expect(parseRule({ ...minimal, when: { event: ["episode.airing", "show.ended"] } }).when.event).toHaveLength(2);
  });
});

describe("what is no rule", () => {
  test("is refused with the code rule.invalid, for good", () => {
    expect(() => parseRule({})).toThrowError(
      expect.objectContaining({ code: "rule.invalid", retry: { kind: "never" } }),
    );
    expect(() => parseRule({})).toThrowError(Problem);
  });

  test("has every mistake named with its path, line, column and what was meant", () => {
    const yaml = `name: x
when: {event: episode.airng, scoope: all}
if:
  - 5
then:
  - do: watchlist.ad
  - do: hide
    section: progres_watched
    itm: show
  - do: rate
    rating: 11
  - do: notify
    channel: inbox
    title: t
foo: 1
`;
    expect(placesOf(() => parseRule(yaml))).toEqual([
      {
        path: "when.event",
        line: 2,
        column: 15,
        message: "episode.airng is not known here",
        suggestion: "episode.airing",
      },
      {
        path: "when.scoope",
        line: 2,
        column: 30,
        message: `there is no key scoope here: there are ${whenKeys.join(", ")}`,
        suggestion: "scope",
      },
      { path: "if[0]", line: 4, column: 5, message: "it must be a text, and is a number" },
      {
        path: "then[0].do",
        line: 6,
        column: 5,
        message: expect.stringContaining("there is no action watchlist.ad: there are watchlist.add, "),
        suggestion: "watchlist.add",
      },
      {
        path: "then[1].section",
        line: 8,
        column: 14,
        message:
          "progres_watched is not known here: there are calendar, progress_watched, progress_collected, recommendations",
        suggestion: "progress_watched",
      },
      {
        path: "then[1].itm",
        line: 9,
        column: 5,
        message: `there is no key itm here: there are ${actionKeys.get("hide")?.join(", ")}`,
        suggestion: "item",
      },
      { path: "then[2].rating", line: 11, column: 13, message: "it may be at most 10" },
      { path: "then[3].body", line: 12, column: 5, message: "it is missing: it must be a text" },
      {
        path: "foo",
        line: 15,
        column: 1,
        message: `there is no key foo here: there are ${ruleKeys.join(", ")}`,
      },
    ]);
  });

  test("tells a person all of it in its message", () => {
    const yaml = "name: x\nwhen: {event: show.endet}\nthen: []\n";
    expect(() => parseRule(yaml)).toThrowError(
      `The rule has 2 mistakes.
- when.event, line 2, column 15: show.endet is not known here; did you mean show.ended?
- then, line 3, column 7: it must not be empty`,
    );
  });

  test("with mistakes without number names the first twenty", () => {
    const places = placesOf(() => parseRule('"'.repeat(1_000)));
    expect(places).toHaveLength(20);
    expect(() => parseRule('"'.repeat(1_000))).toThrowError(/\n- and \d+ more$/);
  });

  test("gives no line of a value that came as no text", () => {
    expect(placesOf(() => parseRule({ ...minimal, nam: "x" }))).toEqual([
      {
        path: "nam",
        message: `there is no key nam here: there are ${ruleKeys.join(", ")}`,
        suggestion: "name",
      },
    ]);
  });

  test.each([
    ["no YAML", "name: [", { line: 1 }],
    ["a key twice", "name: a\nname: b\n", { line: 2, column: 1 }],
    ["more than one document", "name: a\n---\nname: b\n", { line: 2 }],
    ["nothing at all", "", { path: "" }],
    [
      "an anchor that refers to itself",
      "name: &a [*a]",
      { line: 1, column: 11, message: "*a stands for what holds an alias itself" },
    ],
    ["an alias of nothing", "name: *a", { line: 1, column: 7, message: "nothing before it is marked &a" }],
    [
      "an alias too many",
      `name: &a x\nif: [${"*a,".repeat(21)}]`,
      { line: 2, column: 66, message: "it may have at most 20 aliases" },
    ],
    [
      "aliases that multiply",
      `a: &a [x,x]\n${"bcdefghijkl"
        .split("")
        .map((key, at) => `${key}: &${key} [*${"abcdefghijk"[at]},*${"abcdefghijk"[at]}]`)
        .join("\n")}`,
      { line: 3, column: 8, message: "*b stands for what holds an alias itself" },
    ],
    ["a text that is too long", `name: ${"x".repeat(20_001)}`, { message: "the text may be at most 20000 characters" }],
    ["brackets without end", "[".repeat(19_000), {}],
  ])("may be %s: then the text is refused, not the reader", (_what, text, place) => {
    expect(placesOf(() => parseRule(text))).toContainEqual(expect.objectContaining(place));
  });

  test.each([null, undefined, 5, true, [], "5", Symbol("x"), () => 1])("may be %s", (value) => {
    expect(placesOf(() => parseRule(value))).not.toEqual([]);
  });

  test.each([
    ["name", { name: "x".repeat(ruleLimits.nameLength + 1) }, "name", "it may be at most 120 characters"],
    ["description", { description: "x".repeat(1_001) }, "description", "it may be at most 1000 characters"],
    ["expression", { if: "x".repeat(2_001) }, "if", "it may be at most 2000 characters"],
    ["expression in a list", { if: ["true", "x".repeat(2_001)] }, "if[1]", "it may be at most 2000 characters"],
    ["list of conditions", { if: Array(21).fill("true") }, "if", "it may be at most 20 entries"],
    [
      "list of actions",
      { then: Array.from({ length: 21 }, () => ({ do: "drop" })) },
      "then",
      "it may be at most 20 entries",
    ],
    [
      "template",
      { then: [{ do: "notify", channel: "x", title: "t", body: "x".repeat(8_001) }] },
      "then[0].body",
      "it may be at most 8000 characters",
    ],
    ["rating", { then: [{ do: "rate", rating: 0 }] }, "then[0].rating", "it must be at least 1"],
    [
      "rating of a half",
      { then: [{ do: "rate", rating: 7.5 }] },
      "then[0].rating",
      "it must be a whole number, and is a number",
    ],
  ])("has a bound on its %s", (_what, parts, path, message) => {
    expect(placesOf(() => parseRule({ ...minimal, ...parts }))).toEqual([{ path, message }]);
  });

  test("is a rule that does nothing, or something without saying what", () => {
    expect(placesOf(() => parseRule({ ...minimal, then: [{}] }))[0]).toMatchObject({ path: "then[0].do" });
    expect(placesOf(() => parseRule({ ...minimal, then: ["drop"] }))[0]).toMatchObject({ path: "then[0]" });
  });
});
