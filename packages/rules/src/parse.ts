import { messageOf } from "@showrunner/core/errors.ts";
import type * as z from "zod";
import { nearestName } from "./near-names.ts";
import { RuleProblem, type RulePlace } from "./problem.ts";
import { optionKeys } from "./options.ts";
import { RuleDefinition, actionKeys, ruleKeys, ruleLimits, whenKeys } from "./rule.ts";
import { at } from "./word.ts";
import { type RuleText, readText } from "./rule-text.ts";

/**
 * Reads a rule: YAML or JSON text, or a value that is to be one. Throws RuleProblem (`rule.invalid`) that names every
 * place which is not of a rule's shape, with its line and column when it was a text. Whether names, types and templates
 * hold up is for `compileRule` to say.
 */
export function parseRule(input: unknown): RuleDefinition {
  const text = typeof input === "string" ? readText(input) : undefined;
  return ruleOf(text === undefined ? input : text.value, text);
}

/** Makes a rule of a value, which `text` is where it was read from. Throws as `parseRule` does. */
export function ruleOf(value: unknown, text: RuleText | undefined): RuleDefinition {
  let result: z.ZodSafeParseResult<RuleDefinition>;
  try {
    result = RuleDefinition.safeParse(value);
  } catch (error) {
    // A value that refuses to be read: a getter that throws, a structure without end.
    throw new RuleProblem([{ path: "", message: `it could not be read: ${messageOf(error)}` }], error);
  }
  if (result.success) return ofAGoodSize(result.data);
  throw new RuleProblem(result.error.issues.flatMap((issue) => placesOf(issue, [], value, text)));
}

/** Each run keeps the rule as it was, so it is as short as one that is written as a text. */
function ofAGoodSize(rule: RuleDefinition): RuleDefinition {
  const { length } = JSON.stringify(rule);
  if (length <= ruleLimits.length) return rule;
  const message = `the whole rule may be ${ruleLimits.length} characters long, and is ${length}: shorten its templates`;
  throw new RuleProblem([{ path: "then", message }]);
}

type Path = readonly PropertyKey[];

/** Where there are more, it is no slip that a suggestion could help. */
const mostStrangeKeys = 100;

function placesOf(issue: z.core.$ZodIssue, above: Path, root: unknown, text: RuleText | undefined): RulePlace[] {
  const path = [...above, ...issue.path];
  const value = valueAt(root, path);
  const place = (message: string, suggestion?: string, key?: string): RulePlace => ({
    path: pathText(key === undefined ? path : [...path, key]),
    ...text?.position(path, key),
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(path, root);
      return issue.keys
        .slice(0, mostStrangeKeys)
        .map((key) =>
          place(`there is no key ${key} here: there are ${known.join(", ")}`, nearestName(key, known), key),
        );
    }
    case "invalid_union": {
      if (issue.discriminator !== undefined) return [unknownAction(issue, path, root, text)];
      const branch = branchFor(value, issue.errors);
      return branch === undefined
        ? [place(`it must be one of several shapes, and is ${kindOf(value)}`)]
        : branch.flatMap((inner) => placesOf(inner, path, root, text));
    }
    case "invalid_value": {
      const options = issue.values.map(String);
      const suggestion = typeof value === "string" ? nearestName(value, options) : undefined;
      const shown = options.length > 12 && suggestion !== undefined ? "" : `: there are ${options.join(", ")}`;
      return [
        place(
          value === undefined ? `it is missing${shown}` : `${shortly(value)} is not known here${shown}`,
          suggestion,
        ),
      ];
    }
    case "invalid_type":
      return [
        place(
          value === undefined
            ? `it is missing: it must be ${article(issue.expected)}`
            : `it must be ${article(issue.expected)}, and is ${kindOf(value)}`,
        ),
      ];
    case "too_small":
    case "too_big":
      return [place(sizeMessage(issue))];
    default:
      return [place(issue.message)];
  }
}

function unknownAction(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  root: unknown,
  text: RuleText | undefined,
): RulePlace {
  const key = issue.discriminator ?? "do";
  const owner = path.at(-1) === key ? path.slice(0, -1) : path;
  const named = valueAt(root, [...owner, key]);
  const options = [...actionKeys.keys()];
  const suggestion = typeof named === "string" ? nearestName(named, options) : undefined;
  const what = named === undefined ? "it is missing" : `there is no action ${shortly(named)}`;
  return {
    path: pathText([...owner, key]),
    ...text?.position(owner, key),
    message: `${what}: there are ${options.join(", ")}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** Of several shapes, the mistakes of the one that the value is nearest to: the first that is of its kind at all. */
function branchFor(
  value: unknown,
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const isOfItsKind = (issues: readonly z.core.$ZodIssue[]): boolean =>
    !issues.some(({ code, path }) => path.length === 0 && (code === "invalid_type" || code === "invalid_value"));
  const isThing = typeof value === "object" && value !== null;
  return (isThing ? branches.find(isOfItsKind) : undefined) ?? branches[0];
}

/** The keys that the thing at a path may have. */
function keysAt(path: Path, root: unknown): readonly string[] {
  if (path.length === 0) return ruleKeys;
  if (path[0] === "when") return whenKeys;
  if (path[0] === "options") return optionKeys.get(pathText(path)) ?? [];
  const verb = valueAt(root, [...path, "do"]);
  return (typeof verb === "string" ? actionKeys.get(verb) : undefined) ?? ["do"];
}

function valueAt(root: unknown, path: Path): unknown {
  return at(root, path.map(String));
}

/** `then[0].item`. */
function pathText(path: Path): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else text += text === "" ? String(key) : `.${String(key)}`;
  }
  return text;
}

function sizeMessage(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const unit: Record<string, string> = { string: " characters", array: " entries" };
  const of = unit[issue.origin] ?? "";
  if (issue.code === "too_big") return `it may be at most ${issue.maximum}${of}`;
  return issue.minimum === 1 && of !== "" ? "it must not be empty" : `it must be at least ${issue.minimum}${of}`;
}

function article(expected: string): string {
  const names: Record<string, string> = {
    string: "a text",
    array: "a list",
    object: "a set of keys",
    int: "a whole number",
    number: "a number",
  };
  return names[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  const names: Record<string, string> = {
    string: "a text",
    number: "a number",
    boolean: "true or false",
    object: "a set of keys",
  };
  return names[typeof value] ?? typeof value;
}

function shortly(value: unknown): string {
  if (typeof value === "string") return value.length > 60 ? `${value.slice(0, 59)}…` : value;
  return kindOf(value);
}
