import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRule } from "../compile.ts";
import { exampleEvent, noon } from "../testing/examples.ts";
import { evaluatedSomehow, fullFacts, fuzzRuns, orRefused, textOf } from "../testing/fuzz.ts";
import type { RuleDefinition } from "../rule.ts";
import { wordsOn } from "../vocabulary.ts";
import type { WordType } from "../word.ts";

const namesOf = (...types: WordType[]): fc.Arbitrary<string> =>
  fc.constantFrom(...wordsOn(["episode.airing"]).flatMap((word) => (types.includes(word.type) ? [word.name] : [])));

/** Expressions of CEL's grammar: most of them fit together, and where one does not it is for the compiler to say. */
const grammar = fc.letrec<Record<"bool" | "number" | "text" | "list" | "any", string>>((tie) => {
  const [bool, number, text, list, any] = [tie("bool"), tie("number"), tie("text"), tie("list"), tie("any")];
  const joined = (a: fc.Arbitrary<string>, signs: string[], b: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(a, fc.constantFrom(...signs), b).map((parts) => `(${parts.join(" ")})`);
  const called = (
    receiver: fc.Arbitrary<string>,
    callees: string[],
    argument: fc.Arbitrary<string>,
  ): fc.Arbitrary<string> =>
    fc.tuple(receiver, fc.constantFrom(...callees), argument).map(([on, callee, one]) => `${on}.${callee}(${one})`);
  const looped = (callees: string[]): fc.Arbitrary<string> =>
    fc
      .tuple(
        list,
        fc.constantFrom(...callees),
        fc.constantFrom("x", "y", "show"),
        fc.constantFrom("==", "!=", "<"),
        text,
        bool,
      )
      .map(([on, callee, x, sign, one, two]) => `${on}.${callee}(${x}, ${x} ${sign} ${one} || ${two})`);
  const anything = fc.oneof(bool, number, text, list, fc.constantFrom("null", "7u", "b'x'", "show", "x", "{}"));
  return {
    bool: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      namesOf("bool"),
      fc.constantFrom("true", "false"),
      joined(bool, ["&&", "||", "==", "!="], bool),
      joined(number, ["==", "!=", "<", "<=", ">", ">="], number),
      joined(text, ["==", "!=", "<", ">="], text),
      joined(text, ["in"], list),
      joined(list, ["==", "!="], list),
      bool.map((one) => `!${one}`),
      fc.tuple(bool, bool, bool).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc
        .tuple(fc.constantFrom("has", "known"), namesOf("int", "double", "string"))
        .map(([callee, one]) => `${callee}(${one})`),
      called(text, ["contains", "startsWith", "endsWith", "matches"], text),
      looped(["exists", "all", "exists_one"]),
      { weight: 1, arbitrary: any },
    ),
    number: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      namesOf("int", "double"),
      fc.constantFrom("0", "1", "-3", "2.5", "9223372036854775807", "1e300"),
      joined(number, ["+", "-", "*", "/", "%"], number),
      fc
        .tuple(fc.constantFrom("size", "int", "double"), fc.oneof(text, number))
        .map(([callee, one]) => `${callee}(${one})`),
      called(
        fc.constant("now"),
        ["getHours", "getDayOfWeek", "getFullYear"],
        fc.constantFrom("", "'Asia/Tokyo'", "'x'"),
      ),
    ),
    text: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      namesOf("string"),
      fc.constantFrom('"drama"', "'x'", '""', "'😀'"),
      joined(text, ["+"], text),
      fc.tuple(list, number).map(([on, at]) => `${on}[${at}]`),
      called(text, ["lowerAscii", "upperAscii", "trim"], fc.constant("")),
      number.map((one) => `string(${one})`),
    ),
    list: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      namesOf("list<string>"),
      fc.array(text, { maxLength: 3 }).map((elements) => `[${elements.join(", ")}]`),
      joined(list, ["+"], list),
      looped(["filter", "map"]),
    ),
    any: anything,
  };
}).bool;

const celPieces = textOf(
  [
    "show",
    ".",
    "rating",
    "show.genres",
    ".exists(",
    "g",
    ",",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "&&",
    "||",
    "?",
    ":",
    "!",
    "-",
    "==",
  ].concat([
    ">",
    "in",
    '"',
    "'",
    '"""',
    "\\",
    "1",
    "1.5",
    "0x",
    "1e9",
    "//",
    "\n",
    " ",
    "null",
    "true",
    "b'",
    "r'",
    "has(",
    "duration(",
    "cel.bind(",
  ]),
);

describe("conditions", () => {
  const rule = (text: string): RuleDefinition => ({
    name: "A rule",
    when: { event: ["episode.airing", "item.rated"] },
    if: text.slice(0, 2_000),
    then: [{ do: "webhook", channel: "me" }],
  });

  test("of any grammar are refused as a RuleProblem or evaluated, soon and without a throw", () => {
    fc.assert(
      fc.property(grammar, (text) => evaluatedSomehow(rule(text))),
      fuzzRuns,
    );
  });

  test("match whether they are told apart at their && or evaluated as one", () => {
    const joined = fc.array(grammar, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(" && "));
    const outcomeOf = (text: string): boolean | undefined => {
      const event = exampleEvent("episode.airing");
      const evaluation = orRefused(() => compileRule(rule(text)))?.evaluate({ event, facts: fullFacts, now: noon });
      return evaluation && evaluation.trace.outcome === "matched";
    };
    fc.assert(
      fc.property(joined, (text) => {
        const whole = outcomeOf(`(${text})`);
        if (whole !== undefined) expect(outcomeOf(text)).toBe(whole);
      }),
      fuzzRuns,
    );
  });

  test("of any text are refused as a RuleProblem or evaluated, soon and without a throw", () => {
    fc.assert(
      fc.property(fc.oneof(celPieces, fc.string(), fc.string({ unit: "binary" })), (text) =>
        evaluatedSomehow(rule(text)),
      ),
      fuzzRuns,
    );
  });
});
