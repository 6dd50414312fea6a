import { describe, expect, test } from "vitest";
import { compileRule } from "../compile.ts";
import { exampleEvent, exampleFacts, noon, placesOf } from "../testing/examples.ts";
import { within } from "../testing/pace.ts";
import { conditionLimits } from "./language.ts";

const tooLong = "the conditions up to here would take too long: loop over shorter lists, or less often";
const facts = {
  show: { ...exampleFacts, network: null, genres: Array.from({ length: 5_000 }, (_, at) => `genre-${at}`) },
};
const event = exampleEvent("show.premiering", {
  scope: "mine",
  show: { title: "x".repeat(100_000), ids: { trakt: 1 } },
});

const compile = (conditions: string[]): ReturnType<typeof compileRule> =>
  compileRule({
    name: "A rule",
    when: { event: "show.premiering" },
    if: conditions,
    then: [{ do: "webhook", channel: "me" }],
  });
const repeated = (count: number, text: string): string[] => Array.from({ length: count }, () => text);
const times = (count: number, text: string, joint = " && "): string => repeated(count, text).join(joint);

/** Meant to be 3. */
const dearestMs = 12;

describe("the dearest rules that are let through take milliseconds, whatever the event holds", () => {
  test.each([
    ["loops over everything twice", ['show.genres.all(a, show.genres.all(b, a != "x" && b != "y"))']],
    [
      "loops whose every step meets something unknown",
      repeated(5, "!show.genres.exists(a, a == show.network) || true"),
    ],
    ["a great many unknown names", repeated(6, `${times(45, "show.network > ''", " || ")} || true`)],
    ["times in named zones", repeated(1, times(27, 'now.getHours("Asia/Tokyo") >= 0'))],
    ["long texts read again and again", repeated(3, "show.genres.all(a, show.title.upperAscii().size() > 3)")],
    [
      "divisions by nothing, kept from failing",
      repeated(2, "!show.genres.exists(g, 1 / (g.size() - g.size()) > 1) || true"),
    ],
  ])("%s", (_what, conditions) => {
    const rule = compile(conditions);
    const { trace } = within(dearestMs, () => rule.evaluate({ event, facts, now: noon }));
    expect(trace.outcome).toMatch(/^(?:not_)?matched$/);
  });
});

describe("refused at save time, with its place, is", () => {
  test.each([
    ["too much looping", times(8, "show.genres.all(a, show.genres.all(b, a != b || a == 'x'))")],
    ["looping over lists put together", `(${times(20, "show.genres", " + ")}).all(a, show.genres.all(b, a != b))`],
    ["looping over something unknown twice over", "show.genres.all(a, show.genres.all(b, a == show.network))"],
    ["too many times in named zones", `show.genres.all(a, ${times(2, 'now.getHours("Asia/Tokyo") >= 0')})`],
  ])("%s", (_what, condition) => {
    expect(placesOf(() => compile(["true", condition, condition]))).toContainEqual({
      path: expect.stringMatching(/^if\[[12]\]$/),
      message: tooLong,
    });
  });

  test("a third loop within two", () => {
    const nested = "show.genres.exists(a, show.genres.exists(b, show.genres.exists(c, a == c)))";
    expect(placesOf(() => compile([nested]))).toEqual([
      { path: "if[0]", line: 1, column: 45, message: "loops may be nested 2 deep" },
    ]);
  });

  test.each([
    ["too many parts", times(200, "true", " || ")],
    ["too many brackets", `${"(".repeat(100)}true${")".repeat(100)}`],
    ["too many negations", `${"!".repeat(1_900)}true`],
    ["a list that is too long", `1 in [${times(conditionLimits.listLength + 1, "1", ",")}]`],
  ])("an expression with %s", (_what, condition) => {
    expect(placesOf(() => compile([condition]))).toEqual([
      expect.objectContaining({ path: "if[0]", message: "the expression is too long or too deeply nested" }),
    ]);
  });

  test.each([
    ["matches, whose patterns can take minutes", 'show.title.matches("(a+)+$")', "matches() is not supported"],
    ["map, which makes lists of lists", "show.genres.map(g, g).size() > 1", "map() is not supported"],
    ["split", 'show.title.split("").size() > 1', "split() is not supported"],
    ["cel.bind, which doubles texts", "cel.bind(a, show.title, a == a)", "there is no cel"],
    ["a duration without end", `duration("${"1s".repeat(500)}") > duration("1s")`, "is no duration"],
  ])("%s", (_what, condition, message) => {
    expect(placesOf(() => compile([condition]))).toContainEqual(
      expect.objectContaining({ path: "if[0]", message: expect.stringContaining(message) }),
    );
  });
});
