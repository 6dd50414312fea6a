import { inputSchema, type Recipe } from "@showrunner/rules/recipe.ts";
import { recipes } from "@showrunner/rules/recipes.ts";
import { ruleText } from "@showrunner/rules/rule-file.ts";
import * as z from "zod";
import { aligned } from "./sections.ts";

const Input = z.object({
  title: z.string(),
  description: z.string().default(""),
  default: z.unknown().optional(),
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.object({ type: z.string().optional(), enum: z.array(z.unknown()).optional() }).optional(),
});
type Input = z.infer<typeof Input>;

const Inputs = z.object({ properties: z.record(z.string(), Input) });

/** What stands for that which has no default. */
const madeUp: Readonly<Record<string, string>> = { channel: "my-server", with: "sam" };

const quoted = (values: readonly unknown[]): string => values.map((one) => `\`${String(one)}\``).join(", ");

function kindOf({ type, enum: values, items }: Input): string {
  if (values !== undefined) return quoted(values);
  if (items?.enum !== undefined) return `of ${quoted(items.enum)}`;
  if (type === "array") return "texts";
  return { boolean: "yes or no", string: "text", integer: "whole number", number: "number" }[type ?? ""] ?? "";
}

function defaultOf({ default: value }: Input): string {
  if (value === undefined) return "must be given";
  if (Array.isArray(value)) return value.length === 0 ? "none" : quoted(value);
  if (value === "") return "none";
  return value === true ? "yes" : value === false ? "no" : quoted([value]);
}

function sectionOf(recipe: Recipe): string[] {
  const { properties } = Inputs.parse(inputSchema(recipe));
  const given = Object.entries(properties).filter(([key]) => key !== "name");
  const rows = given.map(([key, input]) => [
    `\`${key}\``,
    input.description === "" ? input.title : `${input.title}: ${input.description}`.replace(/\.$/, ""),
    kindOf(input),
    defaultOf(input),
  ]);
  const needed = given.flatMap(([key, input]) => (input.default === undefined ? [[key, madeUp[key]]] : []));
  const rules = recipe.make(Object.fromEntries(needed));
  return [
    `## ${recipe.title}`,
    "",
    `\`${recipe.id}\`. ${recipe.description}`,
    "",
    aligned([["input", "is", "takes", "by default"], ...rows]),
    "",
    ...rules.flatMap((rule) => ["```yaml", ruleText(rule).trimEnd(), "```", ""]),
  ];
}

/** docs/recipes.md: every recipe, what can be filled in, and the rules that it makes. */
export function recipeDocs(): string {
  return [
    "# Recipes",
    "",
    "Rules to begin with. `npx showrunner recipes show ID` says what can be filled in, `npx showrunner recipes add ID --set KEY=VALUE` shows the rules and makes them after a yes; lists are written with commas. Each takes a `name`, too. What comes of it is a rule like any other: it can be changed, exported, shared and removed, and it tells nothing of the past. Beneath each are its rules as they are when nothing else is said, so they can also be copied.",
    "",
    "This page is generated from `packages/rules/src/recipes` by `npm run docs`.",
    "",
    ...recipes.flatMap(sectionOf),
  ].join("\n");
}
