import { stringify } from "yaml";
import { compileRule, type CompiledRule } from "./compile.ts";
import { nearestName } from "./near-names.ts";
import { ruleOf } from "./parse.ts";
import { type RulePlace, RuleProblem } from "./problem.ts";
import { readText, type RuleText } from "./rule-text.ts";
import { type RuleDefinition, ruleKeys } from "./rule.ts";

export const ruleFileLimits = {
  rules: 500,
  /** Characters: a person's hundreds of rules. Read on a machine of one's own, not for strangers. */
  textLength: 1_000_000,
} as const;

/** A rule as a file has it: what the rule is, and what is kept beside it. */
export interface FiledRule {
  definition: RuleDefinition;
  /** Which saved rule it is, whatever its name is now; by its name when left out. */
  id?: string;
  enabled: boolean;
}

const fileKeys = ["rules"];
const besideKeys = ["id", "enabled"];

/**
 * Reads a file of rules: `rules:` with a list of them, or one rule alone. Each is checked as deeply as when it is saved.
 * Throws RuleProblem with every place, its line and column.
 */
export function parseRuleFile(source: string): FiledRule[] {
  const text = readText(source, ruleFileLimits.textLength);
  const { value } = text;
  if (!isThing(value))
    throw new RuleProblem([{ path: "", message: "it must be a rule, or `rules:` with a list of them" }]);
  if (!("rules" in value)) return [filed(value, text, [])];
  const strange = Object.keys(value).filter((key) => !fileKeys.includes(key));
  const places: RulePlace[] = strange.map((key) => ({
    path: key,
    ...text.position([], key),
    message: `there is no key ${key} here, only rules`,
    ...suggestionOf(key, fileKeys),
  }));
  const { rules } = value;
  if (!Array.isArray(rules) || rules.length > ruleFileLimits.rules) {
    places.push({
      path: "rules",
      ...text.position(["rules"]),
      message: `it must be a list of ${ruleFileLimits.rules} rules at most`,
    });
    throw new RuleProblem(places);
  }
  return listOf(rules, text, places);
}

/** The same of a list that was never a text. Throws RuleProblem with every place. */
export function filedRulesOf(rules: readonly unknown[]): FiledRule[] {
  return listOf(rules, undefined, []);
}

function listOf(rules: readonly unknown[], text: RuleText | undefined, places: RulePlace[]): FiledRule[] {
  const read: FiledRule[] = [];
  for (const [at, one] of rules.entries()) {
    try {
      read.push(filed(one, text, ["rules", at]));
    } catch (error) {
      if (!(error instanceof RuleProblem)) throw error;
      places.push(...error.places);
    }
  }
  places.push(...repeated(read, text));
  if (places.length > 0) throw new RuleProblem(places);
  return read;
}

/** The rules as a file: reading it gives the same again. */
export function writeRuleFile(rules: readonly FiledRule[]): string {
  const written = rules.map(({ definition, id, enabled }) => ({
    ...(id === undefined ? {} : { id }),
    ...(enabled ? {} : { enabled }),
    ...definition,
  }));
  return stringify({ rules: written }, { lineWidth: 120, aliasDuplicateObjects: false });
}

/** One rule as text, in the order in which people write it. */
export function ruleText(definition: RuleDefinition): string {
  return stringify(definition, { lineWidth: 120, aliasDuplicateObjects: false });
}

function filed(value: unknown, text: RuleText | undefined, above: readonly PropertyKey[]): FiledRule {
  const at = above.length === 0 ? "" : `rules[${String(above[1])}]`;
  const own: RuleText | undefined = text && {
    value,
    position: (path, key) => text.position([...above, ...path], key),
    within: (path, line, column) => text.within([...above, ...path], line, column),
  };
  const named = (place: RulePlace, more: Partial<RulePlace> = {}): RulePlace => ({
    ...place,
    ...more,
    path: [at, place.path].filter((part) => part !== "").join("."),
  });
  if (!isThing(value)) throw new RuleProblem([named({ path: "", ...own?.position([]), message: "it must be a rule" })]);
  const { id, enabled, ...rule } = value;
  const places: RulePlace[] = [];
  if (id !== undefined && (typeof id !== "string" || !/^rul_[\w-]{1,40}$/.test(id)))
    places.push({
      path: "id",
      ...own?.position(["id"]),
      message: "it must be the id of a rule, rul_…; leave it out for a new one",
    });
  if (enabled !== undefined && typeof enabled !== "boolean")
    places.push({ path: "enabled", ...own?.position(["enabled"]), message: "it must be true or false" });
  const definition = readOr(places, () => ruleOf(rule, own));
  const isCompiled = definition !== undefined && readOr(places, () => compiledIn(definition, own)) !== undefined;
  if (isCompiled && places.length === 0)
    return { definition, ...(typeof id === "string" ? { id } : {}), enabled: enabled !== false };
  throw new RuleProblem(places.map((place) => named({ ...place, ...beside(place) })));
}

/** What comes of it; its mistakes are added to the places. */
function readOr<T>(places: RulePlace[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    places.push(...error.places);
    return undefined;
  }
}

/** Checks a rule in depth; mistakes are told by the lines of the text that it is in. */
function compiledIn(definition: RuleDefinition, text: RuleText | undefined): CompiledRule {
  try {
    return compileRule(definition);
  } catch (error) {
    if (!(error instanceof RuleProblem) || text === undefined) throw error;
    const inText = (place: RulePlace): RulePlace => {
      const path = pathOf(place.path);
      const { line, column = 1 } = place;
      return { ...place, ...(line === undefined ? text.position(path) : text.within(path, line, column)) };
    };
    throw new RuleProblem(error.places.map(inText), error);
  }
}

/** What may stand beside a rule here is no key of the rule itself: a slip for one of those is told as that. */
function beside(place: RulePlace): Partial<RulePlace> {
  if (!place.message.startsWith("there is no key ") || place.suggestion !== undefined) return {};
  return suggestionOf(place.path, [...besideKeys, ...ruleKeys]);
}

function repeated(rules: readonly FiledRule[], text: RuleText | undefined): RulePlace[] {
  const seen = new Map<string, number>();
  const places: RulePlace[] = [];
  for (const [at, { definition, id }] of rules.entries())
    for (const [key, value] of [
      ["name", definition.name],
      ["id", id],
    ] as const) {
      if (value === undefined) continue;
      const first = seen.get(`${key} ${value}`);
      if (first === undefined) seen.set(`${key} ${value}`, at);
      else
        places.push({
          path: `rules[${at}].${key}`,
          ...text?.position(["rules", at, key]),
          message: `rules[${first}] has the same ${key}`,
        });
    }
  return places;
}

/** `then[0].if` → `["then", 0, "if"]`. */
function pathOf(path: string): PropertyKey[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part));
}

function suggestionOf(name: string, known: readonly string[]): { suggestion?: string } {
  const suggestion = nearestName(name, known);
  return suggestion === undefined ? {} : { suggestion };
}

function isThing(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
