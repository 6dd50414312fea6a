import { Environment } from "@marcbachmann/cel-js";
import { vocabulary } from "../vocabulary.ts";
import type { Value, Word, WordType } from "../word.ts";
import { conditionLimits } from "./language.ts";

/** What CEL sees in place of `show` or `show.ids`: only the fields that are known are set. */
type Holder = Record<string, unknown>;
type HolderClass = new () => Holder;

/** A class for each path that has words below it, because CEL tells types apart by their classes. */
const holders = new Map<string, HolderClass>();

const celTypes: Record<WordType, string> = {
  string: "string",
  int: "int",
  double: "double",
  bool: "bool",
  timestamp: "google.protobuf.Timestamp",
  "list<string>": "list<string>",
};

/** CEL with the vocabulary declared and typed: one environment serves every rule. */
export const environment = declareVocabulary(
  declareNumbers(
    declareCalls(
      new Environment({
        limits: {
          maxAstNodes: conditionLimits.nodes,
          maxDepth: conditionLimits.depth,
          maxListElements: conditionLimits.listLength,
          maxCallArguments: 4,
        },
      }),
    ),
  ),
);

/** Gives the variables of one evaluation: those of the words that are known, in CEL's types. */
export type ContextMaker = (read: (word: Word) => Value) => Holder;

/** Prepares, once for a rule, what its words need for each evaluation. */
export function contextMaker(words: ReadonlySet<Word>): ContextMaker {
  const calls = [...words].filter((word) => word.argument !== undefined);
  const names = [...words].filter((word) => word.argument === undefined);
  const steps = names.map((word) => {
    const keys = word.name.split(".");
    const owners = keys
      .slice(0, -1)
      .map((key, index) => ({ key, Class: holderAt(keys.slice(0, index + 1).join(".")) }));
    return { word, owners, last: keys.at(-1) ?? "" };
  });
  return (read) => {
    const context: Holder = {};
    for (const { word, owners, last } of steps) {
      let holder = context;
      for (const { key, Class } of owners) holder = holderIn(holder, key, Class);
      const value = read(word);
      if (value !== undefined) holder[last] = celValue(word.type, value);
    }
    if (calls.length > 0) context[listsKey] = new Map(calls.map((word) => [word.argument, read(word)]));
    return context;
  };
}

function holderAt(path: string): HolderClass {
  const Class = holders.get(path);
  if (Class === undefined) throw new Error(`${path} has no words`);
  return Class;
}

function holderIn(parent: Holder, key: string, Class: HolderClass): Holder {
  const there = parent[key];
  if (there instanceof Class) return there;
  const made = new Class();
  parent[key] = made;
  return made;
}

function celValue(type: WordType, value: NonNullable<Value>): unknown {
  if (type === "int" && typeof value === "number") return BigInt(value);
  if (type === "timestamp" && typeof value === "string") return new Date(value);
  return value;
}

function declareVocabulary(env: Environment): Environment {
  const fields = new Map<string, Record<string, string>>();
  for (const word of vocabulary) {
    const keys = word.name.split(".");
    let type = celTypes[word.type];
    for (let depth = keys.length - 1; depth > 0; depth--) {
      const owner = keys.slice(0, depth).join(".");
      const key = keys[depth] ?? "";
      const own = fields.get(owner) ?? {};
      own[key] = type;
      fields.set(owner, own);
      type = typeName(owner);
    }
    if (keys.length === 1) env.registerVariable(word.name, type);
  }
  // The innermost first: a type may only name types that are there.
  const owners = [...fields].toSorted(([a], [b]) => b.split(".").length - a.split(".").length);
  for (const [owner, ownFields] of owners) {
    const Class: HolderClass = class {
      [key: string]: unknown;
    };
    holders.set(owner, Class);
    env.registerType(typeName(owner), { ctor: Class, fields: ownFields });
    if (!owner.includes(".")) env.registerVariable(owner, typeName(owner));
  }
  return env;
}

function typeName(owner: string): string {
  return `words.${owner}`;
}

/** `show.rating == 7` and `rating * 1.5`: CEL itself compares whole and broken numbers only by order. */
function declareNumbers(env: Environment): Environment {
  env.registerOperator("double == int", (a: number, b: bigint) => a === Number(b));
  const both: readonly [string, (a: number, b: number) => number][] = [
    ["+", (a, b) => a + b],
    ["-", (a, b) => a - b],
    ["*", (a, b) => a * b],
    ["/", (a, b) => a / b],
  ];
  for (const [sign, apply] of both) {
    env.registerOperator(`double ${sign} int: double`, (a: number, b: bigint) => apply(a, Number(b)));
    env.registerOperator(`int ${sign} double: double`, (a: bigint, b: number) => apply(Number(a), b));
  }
  return env;
}

/** Where `on_list` finds what is known of lists: no name that an expression could write. */
const listsKey = " lists";

/** What cel-js hands to a macro's expander, as far as it is needed here. Source: cel-js README, "Custom macros". */
interface Checker {
  check(node: unknown, context: unknown): unknown;
  getType(name: string): unknown;
  createError(code: string, message: string, node: unknown): Error;
}
interface Evaluator {
  run(node: unknown, context: Variables): unknown;
  tryEval(node: unknown, context: Variables): unknown;
  createError(code: string, message: string, node: unknown): Error;
}
interface Variables {
  getValue(name: string): unknown;
}
interface Written {
  op: string;
  args: unknown;
}
interface Macro {
  args: readonly Written[];
}

/** `known(previous_rating)`: CEL's own `has` takes only fields, such as `has(show.rating)`. And calls that need what is around them. */
function declareCalls(env: Environment): Environment {
  env.registerFunction("known(ast): bool", ({ args }: Macro) => ({
    async: false,
    typeCheck(checker: Checker, _macro: unknown, context: unknown) {
      checker.check(args[0], context);
      return checker.getType("bool");
    },
    evaluate: (evaluator: Evaluator, _macro: unknown, context: Variables) =>
      !(evaluator.tryEval(args[0], context) instanceof Error),
  }));
  env.registerFunction("on_list(ast): bool", ({ args }: Macro) => ({
    async: false,
    typeCheck: (checker: Checker) => checker.getType("bool"),
    evaluate(evaluator: Evaluator, _macro: unknown, context: Variables) {
      const lists = context.getValue(listsKey);
      const name = String(args[0]?.args).trim().toLowerCase();
      const found: unknown = lists instanceof Map ? lists.get(name) : undefined;
      if (typeof found === "boolean") return found;
      throw evaluator.createError("unknown_variable", `the list ${name} is not known`, args[0]);
    },
  }));
  declareDays(env, "days_since", (now, time) => now - time);
  declareDays(env, "days_until", (now, time) => time - now);
  return env;
}

/** `days_since(show.first_aired) > 30`: whole days between a time and now, below 0 on its other side. */
function declareDays(env: Environment, name: string, between: (nowMs: number, timeMs: number) => number): void {
  env.registerFunction(`${name}(ast): int`, ({ args }: Macro) => ({
    async: false,
    typeCheck(checker: Checker, _macro: unknown, context: unknown) {
      const type = checker.check(args[0], context);
      if (type !== checker.getType("google.protobuf.Timestamp"))
        throw checker.createError("invalid_macro_argument", `${name}() takes a time, such as event.time`, args[0]);
      return checker.getType("int");
    },
    evaluate(evaluator: Evaluator, _macro: unknown, context: Variables) {
      const [time, now] = [evaluator.run(args[0], context), context.getValue("now")];
      if (time instanceof Date && now instanceof Date)
        return BigInt(Math.floor(between(now.getTime(), time.getTime()) / dayMs));
      throw evaluator.createError("unknown_variable", "the time is not known", args[0]);
    },
  }));
}

const dayMs = 24 * 3_600_000;
