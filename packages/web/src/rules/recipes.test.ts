import { inputSchema, requiredInputs } from "@showrunner/rules/recipe.ts";
import { recipes } from "@showrunner/rules/recipes.ts";
import { shareRule } from "@showrunner/rules/share.ts";
import { filledIn } from "@showrunner/rules/testing/filled-in.ts";
import { describe, expect, it } from "vitest";
import { beginning, inputsOf, wrongInputs } from "./recipe-inputs.ts";
import { channelsNamed, rulesIn, withChannels } from "./shared-rules.ts";
import { yamlOf } from "./yaml-text.ts";

describe("a recipe's form", () => {
  it.each(recipes.map((recipe) => [recipe.id, recipe] as const))(
    "%s is made as it begins, but for what is needed",
    (_id, recipe) => {
      const inputs = inputsOf(inputSchema(recipe));
      expect(inputs.map(({ name }) => name).toSorted()).toEqual(Object.keys(recipe.inputs.shape).toSorted());
      const values = beginning(inputs);
      const wrong = wrongInputs(inputs, values);
      expect(Object.keys(wrong)).toEqual([...requiredInputs(recipe)]);
      const filled = { ...values, ...Object.fromEntries(Object.keys(wrong).map((name) => [name, "bo"])) };
      expect(recipe.make(filled)).toEqual(
        recipe.make(Object.fromEntries(Object.keys(wrong).map((name) => [name, "bo"]))),
      );
    },
  );

  it("says what is wrong before it is sent", () => {
    const inputs = inputsOf({
      required: ["with"],
      properties: {
        with: { type: "string" },
        rating: { type: "integer", minimum: 1, maximum: 10 },
        events: { type: "array", items: { enum: ["a", "b"] } },
      },
    });
    expect(Object.keys(wrongInputs(inputs, { rating: 11, events: [] }))).toEqual(["with", "rating", "events"]);
    expect(wrongInputs(inputs, { with: "bo", rating: 7, events: ["a"] })).toEqual({});
    expect(wrongInputs(inputs, { with: "bo", rating: 7.5, events: ["a"] })).toHaveProperty("rating");
  });
});

describe("rules that somebody shared", () => {
  const rules = filledIn();

  it("come back from a line, a link, a text and a file", () => {
    for (const rule of rules) {
      for (const text of [shareRule(rule), ` https://x.example/import#${shareRule(rule)}\n`, yamlOf(rule)])
        expect(rulesIn(text)).toEqual({ rules: [{ definition: rule, enabled: true }] });
    }
    const file = yamlOf({ rules: rules.map((rule) => ({ id: "rul_theirs", enabled: false, ...rule })) });
    expect(rulesIn(file)).toEqual({ rules: rules.map((definition) => ({ definition, enabled: false })) });
  });

  it.each(["", "hello", "showrunner-rule-1:abc", "rules: []", "- a", "showrunner-rule-1:"])(
    "%j brings none, and it is said why",
    (text) => {
      expect(rulesIn(text)).toEqual({ why: expect.stringMatching(/\w+\.$/) });
    },
  );

  it("get one's own channels in the place of theirs, and nothing else", () => {
    for (const rule of rules) {
      const shared = [{ definition: rule, enabled: true }];
      const theirs = channelsNamed(shared);
      const mine = withChannels(rule, Object.fromEntries(theirs.map((name) => [name, `my ${name}`])));
      expect(channelsNamed([{ definition: mine, enabled: true }])).toEqual(theirs.map((name) => `my ${name}`));
      expect(JSON.stringify(withChannels(rule, {}))).toBe(JSON.stringify(rule));
    }
  });
});
