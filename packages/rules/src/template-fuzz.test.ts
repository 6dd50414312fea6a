import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRule } from "./compile.ts";
import { exampleEvent, noon } from "./testing/examples.ts";
import { fullFacts, fuzzRuns, orRefused, quickly, textOf } from "./testing/fuzz.ts";
import type { RuleDefinition } from "./rule.ts";

describe("templates", () => {
  const liquidPieces = textOf(
    [
      "{{",
      "}}",
      "{%",
      "%}",
      "-",
      " ",
      "if ",
      "endif",
      "else",
      "elsif ",
      "unless ",
      "endunless",
      "case ",
      "when ",
      "endcase",
      "assign ",
    ].concat(
      [
        "a",
        " = ",
        "|",
        "append: ",
        "date: ",
        "join: ",
        "slice: ",
        "split: ",
        "default: ",
        "times: ",
        "replace: ",
        "truncate: ",
        "sort",
      ].concat([
        "show.title",
        "show.genres",
        "now",
        "airs_at",
        "show",
        "[",
        "]",
        "(1..5)",
        "'%Y'",
        "'%99999Y'",
        '"',
        "'",
        ",",
        "1",
        "-5",
        ">",
        "==",
        "contains",
        "\n",
      ]),
    ),
  );
  const outputs = fc
    .tuple(
      fc.constantFrom(
        "show.title",
        "show.genres",
        "now",
        "airs_at",
        "episode.number",
        "show.rating",
        "'x'",
        "7",
        "nil",
      ),
      fc.array(
        fc.tuple(
          fc.constantFrom(
            "append",
            "date",
            "join",
            "slice",
            "split",
            "default",
            "times",
            "replace",
            "truncate",
            "sort",
            "first",
            "divided_by",
            "size",
            "uniq",
          ),
          fc.array(
            fc.constantFrom(
              "0",
              "-1",
              "99999999",
              "'%H'",
              "'a'",
              "''",
              "show.genres",
              "show.title",
              "nil",
              "'UTC'",
              "1.5",
            ),
            { maxLength: 3 },
          ),
        ),
        { maxLength: 5 },
      ),
    )
    .map(
      ([value, filters]) => `{{ ${value}${filters.map(([name, args]) => ` | ${name}: ${args.join(", ")}`).join("")} }}`,
    );

  test("of any text are refused as a RuleProblem or rendered, soon, bounded and without a throw", () => {
    const text = fc.oneof(
      liquidPieces,
      fc.array(outputs, { maxLength: 6 }).map((parts) => parts.join(" ")),
      fc.string(),
    );
    fc.assert(
      fc.property(text, text, (title, body) => {
        const notify = { do: "notify" as const, channel: "inbox", title: title || "t", body: body || "b" };
        const definition: RuleDefinition = { name: "A rule", when: { event: "episode.airing" }, then: [notify] };
        const rule = quickly(() => orRefused(() => compileRule(definition)));
        if (rule === undefined) return;
        const { trace, requests } = quickly(() =>
          rule.evaluate({ event: exampleEvent("episode.airing"), facts: fullFacts, now: noon }),
        );
        expect(["matched", "failed"]).toContain(trace.outcome);
        for (const request of requests) {
          if (request.do !== "notify") continue;
          expect(request.title.length).toBeLessThanOrEqual(250);
          expect(request.body.length).toBeLessThanOrEqual(4_000);
        }
      }),
      fuzzRuns,
    );
  });
});
