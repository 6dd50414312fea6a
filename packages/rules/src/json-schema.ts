import * as z from "zod";
import { ruleFileLimits } from "./rule-file.ts";
import { RuleDefinition } from "./rule.ts";

/** The rule's shape as JSON Schema (draft 2020-12), for editors and the docs. */
export function ruleJsonSchema(): z.core.JSONSchema.BaseSchema {
  return {
    ...z.toJSONSchema(RuleDefinition, { io: "input", target: "draft-2020-12" }),
    title: "Showrunner rule",
  };
}

/** The shape of a file of rules, or of one: what `showrunner rules apply` takes. */
export function ruleFileJsonSchema(): z.core.JSONSchema.BaseSchema {
  const Filed = RuleDefinition.extend({
    id: z.string().optional().describe("Which saved rule it is, whatever its name is now."),
    enabled: z.boolean().optional().describe("Switched on unless it says false."),
  }).meta({ id: "rule" });
  const File = z.union([z.strictObject({ rules: z.array(Filed).max(ruleFileLimits.rules) }), Filed]);
  return { ...z.toJSONSchema(File, { io: "input", target: "draft-2020-12" }), title: "Showrunner rules" };
}
