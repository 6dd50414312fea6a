import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRule } from "./parse.ts";
import { RuleProblem } from "./problem.ts";
import { parseRuleFile, ruleFileLimits, ruleText, writeRuleFile } from "./rule-file.ts";
import { damaged, evaluatedSomehow, fuzzRuns, fuzzTimeoutMs, orRefused, textOf } from "./testing/fuzz.ts";
import { filledIn } from "./testing/filled-in.ts";
import { within } from "./testing/pace.ts";

const anyRule = fc.constantFrom(...filledIn());

describe("files of rules", () => {
  const files = fc
    .array(anyRule, { minLength: 1, maxLength: 3 })
    .map((rules) =>
      writeRuleFile(
        rules.map((definition, at) => ({ definition: { ...definition, name: `Rule ${at}` }, enabled: at % 2 === 0 })),
      ),
    );
  const read = (text: string): void => {
    const filed = within(200, () => orRefused(() => parseRuleFile(text)));
    for (const { definition } of filed ?? []) evaluatedSomehow(definition);
  };

  test("of any text are read, or refused at their lines", { timeout: fuzzTimeoutMs }, () => {
    const pieces = textOf([
      "rules:\n",
      "  - ",
      "id: rul_x\n",
      "enabled: ",
      "name: A\n",
      "when: { event: show.ended }\n",
      "then:\n",
      "- do: drop\n",
      "&a ",
      "*a",
      "<<: ",
      "__proto__: ",
      "!!set",
      "? ",
      "|\n",
      "\t",
      "[",
      "{",
      "'",
      '"',
    ]);
    fc.assert(fc.property(fc.oneof(damaged(files), damaged(damaged(files)), pieces), read), fuzzRuns);
  });

  test("say the same again when they are written and read", { timeout: fuzzTimeoutMs }, () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(parseRule(ruleText(rule))).toEqual(rule);
      }),
      fuzzRuns,
    );
  });
});

describe("texts that are made to keep a parser busy are refused, soon", () => {
  const laughs = Array.from(
    { length: 12 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array.from({ length: 9 }, () => `*a${at}`).join(",")}]`,
  );
  test.each([
    ["brackets in brackets", "[".repeat(19_000)],
    ["maps in maps", "{a: ".repeat(4_000)],
    ["lists in lists", "- ".repeat(9_000)],
    ["lists in lists, lower down", `name: A\n${"- ".repeat(9_000)}`],
    ["keys that are maps", "? ".repeat(9_000)],
    ["the same key", "a:\n".repeat(990)],
    ["other keys", `{${Array.from({ length: 990 }, (_, at) => `k${at}`).join(",")}}`],
    ["too many keys", "a:\n".repeat(5_000)],
    ["aliases of aliases", `a0: &a0 [1]\n${laughs.join("\n")}`],
    ["a list of aliases of itself", `a: &a [${"*a,".repeat(900)}]`],
    ["maps of aliases of themselves", `a: &a [${"{b: *a},".repeat(900)}]`],
    ["aliases of what is large", `a: &a [${"x,".repeat(500)}]\nb: [${"*a,".repeat(450)}]`],
    ["anchors", `${"&a ".repeat(5_000)}x`],
    ["aliases", "*a ".repeat(6_000)],
    ["backslashes", `x: "${"\\".repeat(19_000)}`],
    ["tags", `x: ${"!".repeat(19_000)}`],
    ["deeper and deeper lines", Array.from({ length: 190 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
    ["empty lists in a row", "[] ".repeat(6_000)],
    ["maps on one line", "a: b: ".repeat(3_000)],
    ["directives", "%YAML 1.2\n".repeat(990)],
  ])("%s", (_what, text) => {
    expect(within(100, () => orRefused(() => parseRule(text)))).toBeUndefined();
  });

  test("files of more rules than a file may have", () => {
    for (const count of [499, 501])
      expect(within(500, () => orRefused(() => parseRuleFile(`rules: [${"{},".repeat(count)}]`)))).toBeUndefined();
    expect(() => parseRuleFile("x".repeat(ruleFileLimits.textLength + 1))).toThrowError(RuleProblem);
  });
});
