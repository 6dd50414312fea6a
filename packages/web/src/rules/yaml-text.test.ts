import { compileSource } from "@showrunner/rules/compile-source.ts";
import { recipes } from "@showrunner/rules/recipes.ts";
import { requiredInputs } from "@showrunner/rules/recipe.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOf, withValue, yamlOf } from "./yaml-text.ts";

const rules = recipes.flatMap((recipe) => {
  const needed = { channel: "inbox", with: "bo" };
  const required = requiredInputs(recipe);
  return recipe.make(Object.fromEntries(Object.entries(needed).filter(([key]) => required.includes(key))));
});

const scalar = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("true", "7", "- a", "a: b", "# no comment", "", " x ", "a\nb\n", "{{ show.title }}", "12:30", "~"),
  fc.integer(),
  fc.boolean(),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("name", "if", "then", "when", "do", "a b", "x"), tie("value"), {
      noNullPrototype: true,
    }),
  ),
}));
const map = fc.dictionary(fc.constantFrom("name", "when", "if", "then", "options"), value, { noNullPrototype: true });

describe("a rule's text that a form changes", () => {
  it("stands for what the form says, whatever it was before", () => {
    fc.assert(
      fc.property(map, map, (before, after) => {
        const text = withValue(yamlOf(before), after);
        expect(valueOf(text)).toEqual({ value: after });
      }),
      { numRuns: 300 },
    );
  });

  it("is not touched when nothing is changed", () => {
    const text = "# mine\nname:   'A'  # so it is called\nwhen: {event:   show.ended}\nthen: [ {do: drop} ]\n";
    expect(withValue(text, { name: "A", when: { event: "show.ended" }, then: [{ do: "drop" }] })).toBe(text);
  });

  it("keeps comments and words where nothing changed", () => {
    const text = `# My premieres
name: Premieres # of all
when:
  event: show.premiering # new ones
  scope: all
if:
  # Drama, please.
  - show.genres.exists(g, g == 'drama')
  - show.rating >= 7.0
then:
  - do: watchlist.add # quietly
`;
    const rule = {
      name: "Premieres",
      when: { event: "show.premiering", scope: "all" },
      if: ["show.genres.exists(g, g == 'drama')", "show.rating >= 8"],
      then: [{ do: "watchlist.add" }, { do: "notify", channel: "inbox", title: "New", body: "It begins" }],
    };
    const changed = withValue(text, rule);
    expect(valueOf(changed)).toEqual({ value: rule });
    for (const comment of ["# My premieres", "# of all", "# new ones", "# Drama, please.", "# quietly"])
      expect(changed).toContain(comment);
    expect(changed.split("\n").slice(0, 8)).toEqual(text.split("\n").slice(0, 8));
  });

  it("what is new stands where people look for it", () => {
    const text = "name: A\nwhen:\n  event: show.ended\nthen:\n  - do: drop\n";
    const rule = { name: "A", when: { event: "show.ended" }, if: "show.rating > 5.0", then: [{ do: "drop" }] };
    expect(withValue(text, rule)).toBe(
      "name: A\nwhen:\n  event: show.ended\nif: show.rating > 5.0\nthen:\n  - do: drop\n",
    );
  });

  it("a text with aliases is written anew, and one that is no YAML, too", () => {
    const rule = { name: "A", then: [{ do: "drop" }] };
    expect(valueOf(withValue("name: &a A\nthen: [*a]\n", rule))).toEqual({ value: rule });
    expect(valueOf(withValue("name: [", rule))).toEqual({ value: rule });
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))(
    "the recipe's rule %s is the same as text",
    (_name, rule) => {
      const text = yamlOf(rule);
      expect(compileSource(text).definition).toEqual(rule);
      expect(withValue(text, rule)).toBe(text);
    },
  );
});
