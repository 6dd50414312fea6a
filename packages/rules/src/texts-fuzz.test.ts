import { Problem } from "@showrunner/core/errors.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cronMistake, nextTime } from "./cron.ts";
import { compileDigestTemplates, renderDigest } from "./digest-template.ts";
import { parseDuration } from "./duration.ts";
import { recipes } from "./recipes.ts";
import { sharedRule, shareRule } from "./share.ts";
import { damaged, evaluatedSomehow, fuzzRuns, fuzzTimeoutMs, orRefused, quickly, textOf } from "./testing/fuzz.ts";
import { noon } from "./testing/examples.ts";
import { filledIn } from "./testing/filled-in.ts";
import { within } from "./testing/pace.ts";

/** Nothing when the work throws a Problem of one of these codes; any other throw is a finding. */
function orProblem<T>(codes: readonly string[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(codes).toContain(error.code);
    expect(error.message).not.toBe("");
    return undefined;
  }
}

const anyRule = fc.constantFrom(...filledIn());

describe("texts of all kinds are read or refused with a reason, soon and without a throw of another kind", () => {
  test("durations", { timeout: fuzzTimeoutMs }, () => {
    const pieces = textOf([
      "1",
      "30",
      "m",
      "h",
      " days",
      "weeks",
      "-",
      "+",
      ".",
      ",",
      " and ",
      "P",
      "T",
      "PT",
      "1D",
      "30M",
      "1e9",
      "٣",
      "∞",
    ]);
    fc.assert(
      fc.property(
        fc.oneof(
          pieces,
          fc.string(),
          fc.string({ unit: "binary" }),
          fc.constantFrom("1".repeat(60), `1m${" ".repeat(50)}`),
        ),
        (text) => {
          const ms = quickly(() => orProblem(["duration.invalid"], () => parseDuration(text)));
          if (ms !== undefined) expect(Math.abs(ms)).toBeLessThanOrEqual(3_650 * 86_400_000);
        },
      ),
      fuzzRuns,
    );
  });

  test("crons, and the time after of those that hold up", { timeout: fuzzTimeoutMs }, () => {
    const part = fc.oneof(
      fc.constantFrom(
        "*",
        "0",
        "*/15",
        "0-59/20",
        "1,2,3",
        "L",
        "W",
        "15W",
        "SUN",
        "MON-FRI",
        "SUN#2",
        "FRI#L",
        "JAN",
        "31",
        "30",
        "29",
        "2",
        "?",
        "-1",
        "61",
        "1-",
        "/",
        "5/0",
        "@yearly",
        "LL",
      ),
      fc.string({ maxLength: 4 }),
    );
    const five = fc.array(part, { minLength: 4, maxLength: 6 }).map((parts) => parts.join(" "));
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns");
    fc.assert(
      fc.property(
        fc.oneof(five, fc.string({ maxLength: 100 })),
        zones,
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        (pattern, zone, afterMs) => {
          // The days that a pattern never has are looked for until they are found, for years.
          const mistake = within(500, () => cronMistake(pattern));
          if (mistake !== undefined) {
            expect(mistake).not.toBe("");
            return;
          }
          const next = within(500, () => nextTime(pattern, zone, afterMs));
          if (next !== undefined) expect(next).toBeGreaterThan(afterMs);
        },
      ),
      fuzzRuns,
    );
  });

  test("shared rules", { timeout: fuzzTimeoutMs }, () => {
    const lines = anyRule.map(shareRule);
    fc.assert(
      fc.property(
        fc.oneof(
          damaged(lines),
          fc.string().map((text) => `showrunner-rule-1:${text}`),
          fc
            .anything()
            .map((value) => `showrunner-rule-1:${btoa(JSON.stringify(value)?.replaceAll(/[^\x20-\x7e]/g, "") ?? "")}`),
        ),
        (line) => {
          const rule = quickly(() => orRefused(() => sharedRule(line)));
          if (rule !== undefined) evaluatedSomehow(rule);
        },
      ),
      fuzzRuns,
    );
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(sharedRule(`https://x.example/#${shareRule(rule)}`)).toEqual(rule);
      }),
      fuzzRuns,
    );
  });

  test("inputs of recipes, whose rules hold up whatever texts are filled in", { timeout: fuzzTimeoutMs }, () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom('"', "\\", '") || true || ("', "{{ now }}", "{% if %}", "\n- do: drop", "${x}", "__proto__"),
    );
    const value = fc.oneof(
      texts,
      fc.array(texts, { maxLength: 4 }),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, {}),
    );
    const cases = fc.constantFrom(...recipes).chain((recipe) => {
      const keys = [...Object.keys(recipe.inputs.shape), "name", "strange", "__proto__"];
      return fc.tuple(fc.constant(recipe), fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 4 }));
    });
    fc.assert(
      fc.property(cases, ([recipe, inputs]) => {
        const made = quickly(() =>
          orProblem(["recipe.invalid", "rule.invalid"], () => recipe.make({ channel: "inbox", with: "bo", ...inputs })),
        );
        for (const rule of made ?? []) evaluatedSomehow(rule);
      }),
      fuzzRuns,
    );
  });

  test("templates of digests", { timeout: fuzzTimeoutMs }, () => {
    const pieces = textOf([
      "{% for item in items %}",
      "{% endfor %}",
      "{{ item.title }}",
      "{{ item.at | date: '%A' }}",
      "{{ digest.count }}",
      "{% for x in (1..999) %}",
      "{% break %}",
      "{% if item.body != '' %}",
      "{% endif %}",
      "{{ items.size }}",
      "{{ item | append: item }}",
      "{{ nope }}",
    ]);
    const items = Array.from({ length: 60 }, (_, at) => ({
      title: `Title ${at}`,
      body: "x".repeat(300),
      url: "",
      at: "2026-11-20T18:00:00.000Z",
      rule: "Rule",
    }));
    fc.assert(
      fc.property(pieces, pieces, (title, body) => {
        const { templates, places } = quickly(() =>
          compileDigestTemplates({
            every: "daily",
            title: title.slice(0, 4_000) || "t",
            body: body.slice(0, 4_000) || "b",
          }),
        );
        expect(places.every(({ path, message }) => path.startsWith("options.digest.") && message !== "")).toBe(true);
        // What was refused now may have been saved before: it is told plainly.
        const told = within(500, () =>
          renderDigest(
            templates,
            { name: "Week", items },
            { nowMs: noon, timezone: "Asia/Tokyo" },
            { titleLength: 100, bodyLength: 2_000 },
          ),
        );
        expect(told.title.length).toBeLessThanOrEqual(100);
        expect(told.body.length).toBeLessThanOrEqual(2_000);
      }),
      fuzzRuns,
    );
  });
});
