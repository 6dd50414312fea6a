import { type ASTNode, parse } from "@marcbachmann/cel-js";
import { isComparable, literalKind, operatorsOf } from "./operators.ts";
import type { Compare, Group, Literal, Row } from "./row.ts";
import { outline, parted, unwrapped } from "./split.ts";
import type { WordReference, Words } from "./words.ts";

/** Conditions that must all hold as rows; what rows cannot show is kept as it is written. */
export function readRows(texts: readonly string[], words: Words): Row[] {
  return texts.flatMap((text) => readTexts(text, words).map(({ row }) => row));
}

/** The rows of one condition, each with the text that it was read from. */
export function readTexts(text: string, words: Words): { row: Row; text: string }[] {
  const whole = text.trim();
  if (whole === "") return [];
  if (treeOf(whole) === undefined || outline(whole) === undefined)
    return [{ row: { kind: "written", text: whole }, text: whole }];
  return parted(whole, "&&").flatMap((part) => {
    const row = readRow(part, words);
    const isAll = row.kind === "group" && row.join === "all";
    return isAll ? readTexts(unwrapped(part) ?? part, words) : [{ row, text: part }];
  });
}

function readRow(text: string, words: Words): Row {
  const tree = treeOf(text);
  const compare = tree === undefined ? undefined : compareOf(tree, text, words);
  if (compare !== undefined) return compare;
  const any = parted(text, "||");
  if (any.length > 1) return groupOf("any", any, words);
  const all = parted(text, "&&");
  if (all.length > 1) return groupOf("all", all, words);
  const inner = unwrapped(text);
  if (inner !== undefined) return readRow(inner, words);
  const denied = text.startsWith("!") ? unwrapped(text.slice(1).trim()) : undefined;
  return denied === undefined ? { kind: "written", text } : deniedRow(readRow(denied, words));
}

/** `!(a || b)` is none of them, `!(a && b)` not all of them. */
function deniedRow(row: Row): Group {
  if (row.kind === "group" && row.join === "any") return { ...row, join: "none" };
  if (row.kind === "group" && row.join === "all") return { ...row, join: "not_all" };
  return { kind: "group", join: "none", rows: [row] };
}

function groupOf(join: "all" | "any", texts: readonly string[], words: Words): Group {
  const rows = texts
    .map((text) => readRow(text, words))
    .flatMap((row) => (row.kind === "group" && row.join === join ? row.rows : [row]));
  return { kind: "group", join, rows };
}

function treeOf(text: string): ASTNode | undefined {
  try {
    return parse(text).ast;
  } catch {
    return undefined;
  }
}

interface Found {
  word: string;
  operator: string;
  values: (Literal | undefined)[];
  variable?: string | undefined;
}

/** The row that says what a tree says, if one does. */
function compareOf(tree: ASTNode, text: string, words: Words): Compare | undefined {
  const found = tree.op === "!_" ? negated(foundIn(tree.args, text)) : foundIn(tree, text);
  const word = found === undefined ? undefined : words.get(found.word);
  if (found === undefined || word === undefined) return undefined;
  const operator = operatorsOf(word).find(({ id }) => id === found.operator);
  const values = found.values.filter((value) => value !== undefined);
  if (operator === undefined || values.length < found.values.length) return undefined;
  const { takes } = operator;
  const isRightCount = takes === "many" ? values.length > 0 : values.length === (takes === "nothing" ? 0 : 1);
  const kind = literalKind(word.type, takes);
  if (!isRightCount || !values.every((value) => isOfKind(value, kind, word, takes === "one", words))) return undefined;
  const variable = found.variable === undefined || found.variable === "one" ? {} : { variable: found.variable };
  return { kind: "compare", word: word.name, operator: operator.id, values, ...variable };
}

function isOfKind(
  value: Literal,
  kind: Literal["kind"],
  word: WordReference,
  takesWord: boolean,
  words: Words,
): boolean {
  if (value.kind !== "word") return value.kind === kind;
  const other = words.get(value.text);
  return takesWord && other !== undefined && !other.isCall && isComparable(word.type, other.type);
}

const negatives: Readonly<Record<string, string>> = {
  yes: "no",
  in: "!in",
  contains: "!contains",
  startsWith: "!startsWith",
  endsWith: "!endsWith",
  any: "!any",
  has: "!has",
  known: "!known",
};

function negated(found: Found | undefined): Found | undefined {
  const operator = found === undefined ? undefined : negatives[found.operator];
  return found === undefined || operator === undefined ? undefined : { ...found, operator };
}

const counting: readonly string[] = ["size", "days_since", "days_until"];

function foundIn(node: ASTNode, text: string): Found | undefined {
  switch (node.op) {
    case "id":
    case ".":
      return withWord(node, (word) => ({ word, operator: "yes", values: [] }));
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const [left, right] = node.args;
      const values = [literalOf(right, text)];
      if (left.op !== "call") return withWord(left, (word) => ({ word, operator: node.op, values }));
      const [name, [argument]] = left.args;
      if (!counting.includes(name) || argument === undefined || left.args[1].length !== 1) return undefined;
      return withWord(argument, (word) => ({ word, operator: `${name} ${node.op}`, values }));
    }
    case "in": {
      const [left, right] = node.args;
      if (right.op === "list") {
        const values = right.args.map((value) => literalOf(value, text));
        return withWord(left, (word) => ({ word, operator: "in", values }));
      }
      return withWord(right, (word) => ({ word, operator: "has", values: [literalOf(left, text)] }));
    }
    case "call": {
      const [name, args] = node.args;
      const [argument] = args;
      if (argument === undefined || args.length !== 1) return undefined;
      if (name === "known") return withWord(argument, (word) => ({ word, operator: "known", values: [] }));
      return { word: name, operator: "yes", values: [literalOf(argument, text)] };
    }
    case "rcall":
      return methodOf(node.args, text);
    default:
      return undefined;
  }
}

function methodOf([name, receiver, args]: [string, ASTNode, ASTNode[]], text: string): Found | undefined {
  const [argument, body] = args;
  if (argument === undefined) return undefined;
  if (name === "contains" || name === "startsWith" || name === "endsWith") {
    if (body !== undefined) return undefined;
    return withWord(receiver, (word) => ({ word, operator: name, values: [literalOf(argument, text)] }));
  }
  // list.exists(one, one in ["a", "b"]) and ["a", "b"].all(one, one in list)
  if (args.length !== 2 || argument.op !== "id" || body?.op !== "in") return undefined;
  const [element, within] = body.args;
  const variable = argument.args;
  if (element.op !== "id" || element.args !== variable) return undefined;
  const [list, other] = name === "exists" ? [within, receiver] : [receiver, within];
  if ((name !== "exists" && name !== "all") || list.op !== "list") return undefined;
  const values = list.args.map((value) => literalOf(value, text));
  return withWord(other, (word) =>
    word.split(".")[0] === variable
      ? undefined
      : { word, operator: name === "exists" ? "any" : "every", values, variable },
  );
}

function withWord(node: ASTNode, found: (word: string) => Found | undefined): Found | undefined {
  const path = pathOf(node);
  return path === undefined ? undefined : found(path);
}

function pathOf(node: ASTNode): string | undefined {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return undefined;
  const owner = pathOf(node.args[0]);
  return owner === undefined ? undefined : `${owner}.${node.args[1]}`;
}

function literalOf(node: ASTNode, text: string): Literal | undefined {
  const number = text.slice(node.start, node.end);
  if ((node.op === "value" || node.op === "-_") && /^-?\d{1,15}(\.\d{1,15})?$/.test(number))
    return { kind: "number", text: number };
  if (node.op === "value") return typeof node.args === "string" ? { kind: "text", text: node.args } : undefined;
  if (node.op === "call") {
    const [name, [argument]] = node.args;
    if (name !== "timestamp" || argument?.op !== "value" || node.args[1].length !== 1) return undefined;
    return typeof argument.args === "string" ? { kind: "time", text: argument.args } : undefined;
  }
  const path = pathOf(node);
  return path === undefined ? undefined : { kind: "word", text: path };
}
