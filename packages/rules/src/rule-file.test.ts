import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RuleProblem } from "./problem.ts";
import { filledIn } from "./testing/filled-in.ts";
import { parseRule } from "./parse.ts";
import { filedRulesOf, parseRuleFile, ruleText, writeRuleFile } from "./rule-file.ts";

function placesOf(text: string): { path: string; line?: number; message: string; suggestion?: string }[] {
  try {
    parseRuleFile(text);
  } catch (error) {
    if (error instanceof RuleProblem) return [...error.places];
    throw error;
  }
  return [];
}

const dropEnded = { name: "Drop what ended", when: { event: "show.ended" }, then: [{ do: "drop" }] };

describe("a file of rules", () => {
  it("is read as a list under rules, or as one rule alone", () => {
    const one = "name: A\nwhen: { event: show.ended }\nthen:\n  - do: drop\n";
    expect(parseRuleFile(one)).toEqual([{ definition: { ...dropEnded, name: "A" }, enabled: true }]);
    expect(parseRuleFile(`rules:\n${one.replaceAll(/^/gm, "    ").replace("    ", "  - ")}`)).toEqual(
      parseRuleFile(one),
    );
    expect(parseRuleFile(`enabled: false\nid: rul_abc\n${one}`)).toMatchObject([{ enabled: false, id: "rul_abc" }]);
    expect(parseRuleFile("rules: []")).toEqual([]);
  });

  it("holds after being written what it held before, whatever texts are in it", () => {
    const text = fc
      .string({ minLength: 1, maxLength: 60, unit: "grapheme" })
      .filter((one) => one.trim() === one && one !== "");
    const rule = fc.record({
      definition: fc
        .record({ name: text, description: text, title: text, body: text })
        .map(({ name, description, title, body }) => ({
          name,
          description,
          when: { event: "show.ended" as const },
          if: ['show.title != "x"', "true"],
          then: [{ do: "notify" as const, channel: "inbox", title: raw(title), body: raw(body) }],
        })),
      enabled: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(rule, { selector: (one) => one.definition.name.trim(), maxLength: 4 }), (rules) => {
        const filed = filedRulesOf(rules.map(({ definition, enabled }) => ({ ...definition, enabled })));
        expect(parseRuleFile(writeRuleFile(filed))).toEqual(filed);
      }),
      { numRuns: 200 },
    );
  });

  it("holds every recipe without loss", () => {
    const filed = filledIn().map((definition, at) => ({
      definition: definition,
      id: `rul_${at}`,
      enabled: at % 2 === 0,
    }));
    expect(parseRuleFile(writeRuleFile(filed))).toEqual(filed);
    for (const { definition } of filed) expect(parseRule(ruleText(definition))).toEqual(definition);
  });

  it("names every mistake with its line in the file, in whichever rule it is", () => {
    const places = placesOf(`rules:
  - name: Good
    when: { event: show.ended }
    then: [{ do: drop }]
  - name: Bad
    when: { event: show.endet }
    then:
      - do: drop
  - name: Worse
    enabld: true
    when: { event: show.ended }
    then: [{ do: drop }]
`);
    expect(places).toMatchObject([
      { path: "rules[1].when.event", line: 6, suggestion: "show.ended" },
      { path: "rules[2].enabld", line: 10, suggestion: "enabled" },
    ]);
  });

  it("names what does not hold up in a condition", () => {
    expect(
      placesOf(`rules:
  - name: Bad
    when: { event: show.ended }
    if: show.ratin > 7.0
    then: [{ do: drop }]
`),
    ).toMatchObject([{ path: "rules[0].if", suggestion: "show.rating" }]);
  });

  it("refuses two rules of one name or id, other keys, and what is no list", () => {
    const rule = (more: string) => `  - { name: A, when: { event: show.ended }, then: [{ do: drop }]${more} }\n`;
    expect(placesOf(`rules:\n${rule("")}${rule("")}`)).toMatchObject([{ path: "rules[1].name", line: 3 }]);
    expect(placesOf(`rule:\n${rule("")}`)).not.toEqual([]);
    expect(placesOf(`rules:\n${rule("")}more: 1`)).toMatchObject([{ path: "more", line: 3 }]);
    for (const text of [
      "rules: 5",
      "5",
      "- a",
      "",
      "rules:\n  - 5",
      `rules:\n${rule(", id: nonsense")}`,
      `rules:\n${rule(", enabled: 5")}`,
    ])
      expect([text, placesOf(text).length]).toEqual([text, 1]);
  });
});

/** Liquid's signs are no plain text: they are written so that they stay what they are. */
function raw(text: string): string {
  return text.replaceAll(/[{}%]/g, "-");
}
