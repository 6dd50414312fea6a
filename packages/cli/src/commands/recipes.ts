import { readFileSync } from "node:fs";
import { Problem } from "@showrunner/core/errors.ts";
import { inputSchema } from "@showrunner/rules/recipe.ts";
import { recipeOf, recipes } from "@showrunner/rules/recipes.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import type { FiledRule } from "@showrunner/rules/rule-file.ts";
import { parseRule } from "@showrunner/rules/parse.ts";
import { isShared, sharedRule, withChannels } from "@showrunner/rules/share.ts";
import * as z from "zod";
import { chooseAccount, type Person } from "../choose-account.ts";
import { agreed } from "../agreed.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { type Output, outputOf, show, tell } from "../output.ts";
import { planWords } from "../plan-words.ts";
import { table } from "../table.ts";

export interface RecipeOptions extends GlobalOptions {
  account?: string;
  /** `key=value`, as often as there is something to fill in. */
  set?: string[];
  off?: boolean;
  yes?: boolean;
}

export function listRecipes(options: GlobalOptions): void {
  const output = outputOf(options.json === true);
  const all = recipes.map(({ id, title, description }) => ({ id, title, description }));
  show(
    output,
    all,
    table(
      ["recipe", "what it is"],
      all.map(({ id, title }) => [id, title]),
    ),
  );
}

const Property = z.looseObject({
  title: z.string(),
  description: z.string().optional(),
  default: z.unknown().optional(),
});

export function showRecipe(id: string, options: GlobalOptions): Promise<void> {
  return withOutput(options, (output) => {
    const recipe = recipeOf(id);
    const schema = inputSchema(recipe);
    const rows = Object.entries(schema.properties ?? {}).map(([key, property]) => {
      const { title, description, default: value } = Property.parse(property);
      return [key, value === undefined ? "" : textOf(value), [title, description].filter(Boolean).join(": ")];
    });
    const words = [
      recipe.title,
      recipe.description,
      "",
      table(["fill in", "unless said", "is"], rows),
      `Make a rule of it: showrunner recipes add ${id} --set key=value`,
    ];
    show(output, { id, title: recipe.title, description: recipe.description, inputs: schema }, words.join("\n"));
  });
}

export async function addRecipe(id: string, options: RecipeOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const account = await chooseAccount(asking, options.account);
    const rules = recipeOf(id).make(valuesOf(id, options.set ?? []));
    await planAndApply(asking, account, filed(rules, options), options);
  });
}

export async function share(wanted: string, options: RecipeOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const shared = await asking.client.call("rules.share", { path: { account: id, rule: wanted } });
    show(asking.output, shared, shared.shared);
  });
}

/** Shows what a rule of somebody else's would do, then takes it over after a yes. */
export async function importRule(source: string, options: RecipeOptions & { channel?: string[] }): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const account = await chooseAccount(asking, options.account);
    const channels = Object.fromEntries((options.channel ?? []).map((pair) => pairOf(pair)));
    const rule = withChannels(isShared(source) ? sharedRule(source) : parseRule(readText(source)), channels);
    await planAndApply(asking, account, filed([rule], options), options);
  });
}

async function planAndApply(
  { client, output }: Asking,
  { id, username }: Person,
  rules: FiledRule[],
  options: RecipeOptions,
): Promise<void> {
  const asked = { path: { account: id }, body: { rules } };
  const whole = await client.call("rules.plan", asked);
  const plan = { ...whole, changes: whole.changes.filter(({ kind }) => kind !== "left") };
  if (plan.count > 0 && options.yes !== true) {
    tell(output, plan, planWords(plan, username));
    if (!(await agreed("Make it so? [y/N] "))) {
      show(output, { ...plan, applied: 0 }, "Nothing was changed.");
      return;
    }
  }
  const { applied } = await client.call("rules.apply", asked);
  const names = rules.map(({ definition }) => `"${definition.name}"`).join(" and ");
  const state = options.off === true ? "off" : "on: what happens from now on fires it";
  show(output, { ...plan, applied }, `${names} of ${username} ${rules.length === 1 ? "is" : "are"} ${state}.`);
}

function filed(rules: readonly RuleDefinition[], { off }: RecipeOptions): FiledRule[] {
  return rules.map((definition) => ({ definition, enabled: off !== true }));
}

/** What was filled in, in the type that the recipe's form has: lists are separated by commas. */
function valuesOf(id: string, pairs: readonly string[]): Record<string, unknown> {
  const { properties = {} } = inputSchema(recipeOf(id));
  return Object.fromEntries(
    pairs.map((pair): [string, unknown] => {
      const [key, text] = pairOf(pair);
      const type = z.looseObject({ type: z.string() }).safeParse(properties[key]).data?.type;
      if (type === "array")
        return [
          key,
          text
            .split(",")
            .map((one) => one.trim())
            .filter((one) => one !== ""),
        ];
      if (type === "boolean" && /^(?:true|false)$/.test(text)) return [key, text === "true"];
      if ((type === "number" || type === "integer") && text.trim() !== "" && !Number.isNaN(Number(text)))
        return [key, Number(text)];
      return [key, text];
    }),
  );
}

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf("=");
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  throw new Problem({
    code: "recipe.invalid",
    message: `"${pair}" is not of the form key=value`,
    hint: "Write, for example, --set rating=8.",
  });
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));

function readText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw new Problem({
      code: "rule.file_unreadable",
      message: `the file ${file} cannot be read, and it is no shared rule either`,
      hint: "Name a YAML or JSON file with one rule in it, a shared rule, or - for standard input.",
      cause,
    });
  }
}

/** For what needs no data: problems are told and set the exit code as everywhere. */
async function withOutput(options: GlobalOptions, work: (output: Output) => void): Promise<void> {
  const { fail } = await import("../output.ts");
  const output = outputOf(options.json === true);
  try {
    work(output);
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}
