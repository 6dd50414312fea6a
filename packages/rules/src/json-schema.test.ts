import { eventTypes } from "@showrunner/core/events/catalogue.ts";
import { expect, test } from "vitest";
import { ruleJsonSchema } from "./json-schema.ts";
import { actionKeys, ruleKeys } from "./rule.ts";

test("the JSON Schema is closed, and names every key, event type and action", () => {
  const schema = ruleJsonSchema();
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    additionalProperties: false,
    required: ["name", "when", "then"],
  });
  expect(Object.keys(schema.properties ?? {})).toEqual(ruleKeys);
  const text = JSON.stringify(schema);
  for (const name of [...eventTypes, ...actionKeys.keys()]) expect(text).toContain(JSON.stringify(name));
});
