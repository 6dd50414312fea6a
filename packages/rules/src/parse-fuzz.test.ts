import * as fc from "fast-check";
import { describe, test } from "vitest";
import { evaluatedSomehow, fuzzRuns, orRefused, quickly, textOf } from "./testing/fuzz.ts";
import { parseRule } from "./parse.ts";
import { filledIn } from "./testing/filled-in.ts";

describe("parseRule", () => {
  const parsedOrRefused = (input: unknown): void => {
    const definition = quickly(() => orRefused(() => parseRule(input)));
    if (definition !== undefined) evaluatedSomehow(definition);
  };

  test("refuses any value that is no rule as a RuleProblem", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withMap: true }), parsedOrRefused),
      fuzzRuns,
    );
  });

  test("refuses any text that is no rule as a RuleProblem", () => {
    const yamlPieces = textOf(
      [
        "name",
        "when",
        "if",
        "then",
        "do",
        "event",
        ": ",
        ":",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "|",
        ">",
        "&a ",
        "*a",
      ].concat([
        "!!str ",
        "!x ",
        "? ",
        "#",
        "---\n",
        "...",
        "%",
        "@",
        "`",
        "\t",
        "drop",
        "hide",
        "<<: ",
        "__proto__",
        "show.ended",
        "1",
        "~",
      ]),
    );
    fc.assert(fc.property(fc.oneof(yamlPieces, fc.string()), parsedOrRefused), fuzzRuns);
  });

  test("reads or refuses a rule with a piece cut out or put in anywhere", () => {
    const text = fc.constantFrom(...filledIn().map((definition) => JSON.stringify(definition, null, 2)));
    const mutation = fc.tuple(
      text,
      fc.nat(),
      fc.nat(8),
      fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("\n", "- ", ": ", '"', "[", "}", "0")),
    );
    fc.assert(
      fc.property(mutation, ([whole, at, cut, put]) => {
        const start = at % whole.length;
        parsedOrRefused(whole.slice(0, start) + put + whole.slice(start + cut));
      }),
      fuzzRuns,
    );
  });
});
