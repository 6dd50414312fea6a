import * as z from "zod";
import { RuleDefinition } from "./rule.ts";

/** The rule's shape as JSON Schema (draft 2020-12), for editors and the docs. */
export function ruleJsonSchema(): z.core.JSONSchema.BaseSchema {
  return {
    ...z.toJSONSchema(RuleDefinition, { io: "input", target: "draft-2020-12" }),
    title: "Showrunner rule",
  };
}
