import type { ASTNode } from "@marcbachmann/cel-js";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { nearestName } from "../near-names.ts";
import { isTimeZone } from "../time-zone.ts";
import { onList } from "../person-words.ts";
import { ruleLimits } from "../rule.ts";
import { isOn, lookUp, wordNamed } from "../vocabulary.ts";
import { type Word, longestList } from "../word.ts";
import { type Call, conditionLimits, failureCost, functions, loops, methods, timeZoneCost } from "./language.ts";

/** A mistake at an offset in an expression. */
export interface Mistake {
  offset: number;
  message: string;
  suggestion?: string;
}

export interface Inspection {
  /** The words that the expression names, in its order. */
  words: ReadonlySet<Word>;
  /** At most how many steps an evaluation takes. */
  cost: number;
  mistakes: readonly Mistake[];
}

/** Where a node stands: the variables of the loops around it, outermost first. */
type Around = readonly string[];

/**
 * Looks at an expression's tree before anything is evaluated: names are looked up in the vocabulary of every event type,
 * calls in the part of CEL that is allowed, and the cost is bounded.
 */
export function inspect(root: ASTNode, types: readonly EventType[]): Inspection {
  const words = new Set<Word>();
  const mistakes: Mistake[] = [];

  const wrong = (node: ASTNode, message: string, suggestion?: string): number => {
    mistakes.push({ offset: node.start, message, ...(suggestion === undefined ? {} : { suggestion }) });
    return 0;
  };

  const name = (node: ASTNode, path: string): number => {
    const found = lookUp(path, types);
    if (!("word" in found)) return wrong(node, found.message, found.suggestion);
    words.add(found.word);
    return failureCost;
  };

  const field = (node: ASTNode, key: string, around: Around): number => {
    const path = pathOf(node);
    const [head] = path ?? [];
    if (path !== undefined && head !== undefined && !around.includes(head)) return name(node, path.join("."));
    return wrong(node, `.${key}: only the names of the vocabulary have fields`);
  };

  const call = (
    node: ASTNode,
    callee: string,
    known: Call | undefined,
    args: readonly ASTNode[],
    around: Around,
  ): number => {
    if (known === undefined) return unsupported(node, callee);
    const [argument] = args;
    if (callee === "has" && argument?.op === "id") {
      return wrong(node, `has() takes a field, such as show.rating: ask known(${argument.args}) instead`);
    }
    if (known.literal !== undefined && argument !== undefined) {
      const mistake = literalMistake(known.literal, argument);
      if (mistake !== undefined) return wrong(argument, mistake);
      if (known.literal === "list name" && typeof argument.args === "string") return listed(node, argument.args);
      return known.literal === "time zone" ? timeZoneCost : known.cost;
    }
    const word = known.word === undefined ? undefined : wordNamed(known.word);
    if (word !== undefined) words.add(word);
    return known.cost + sum(args, around);
  };

  const listed = (node: ASTNode, named: string): number => {
    const list = onList(named);
    const without = types.filter((type) => !isOn(list, type));
    if (without.length > 0) return wrong(node, `on_list() needs a show or a movie, and ${without.join(", ")} has none`);
    const known = [...words].find(({ name: text }) => text === list.name);
    words.add(known ?? list);
    return failureCost;
  };

  const unsupported = (node: ASTNode, callee: string): number => {
    if (callee === "matches") {
      return wrong(
        node,
        "matches() is not supported, for a pattern can take any time: use contains, startsWith, endsWith or ==",
      );
    }
    const all = [...functions.keys(), ...methods.keys(), ...loops];
    return wrong(node, `${callee}() is not supported in a condition`, nearestName(callee, all));
  };

  const loop = (receiver: ASTNode, args: readonly ASTNode[], around: Around, node: ASTNode): number => {
    const [variable, predicate] = args;
    if (variable === undefined || predicate === undefined || args.length !== 2 || variable.op !== "id") {
      return wrong(node, "a loop is written list.exists(x, condition on x)");
    }
    if (around.length >= conditionLimits.nestedLoops) {
      return wrong(node, `loops may be nested ${conditionLimits.nestedLoops} deep`);
    }
    return cost(receiver, around) + (listLength(receiver) ?? 1) * (1 + cost(predicate, [...around, variable.args]));
  };

  const sum = (nodes: readonly ASTNode[], around: Around): number =>
    nodes.reduce((total, node) => total + cost(node, around), 0);

  const cost = (node: ASTNode, around: Around): number => {
    switch (node.op) {
      case "value":
        if (node.args === null) {
          return wrong(node, "null is not compared with: ask known(previous_rating) or has(show.rating) instead");
        }
        if (typeof node.args === "object")
          return wrong(node, "bytes and unsigned numbers are not supported in a condition");
        return 1;
      case "id":
        return around.includes(node.args) ? 1 : name(node, node.args);
      case ".":
        return field(node, node.args[1], around);
      case "call":
        return call(node, node.args[0], functions.get(node.args[0]), node.args[1], around);
      case "rcall": {
        const [callee, receiver, args] = node.args;
        if (loops.includes(callee)) return loop(receiver, args, around, node);
        return cost(receiver, around) + call(node, callee, methods.get(callee), args, around);
      }
      case "list":
        if (node.args.some((element) => listLength(element) !== undefined)) {
          return wrong(node, "a list within a list is not supported in a condition");
        }
        return 1 + sum(node.args, around);
      case "map":
      case ".?":
      case "[?]":
        return wrong(node, "maps and optional fields are not supported in a condition");
      case "!_":
      case "-_":
        return 1 + cost(node.args, around);
      case "in":
        return (listLength(node.args[1]) ?? 1) + sum(node.args, around);
      case "==":
      case "!=":
        // Lists are compared element by element.
        return Math.min(...node.args.map((side) => listLength(side) ?? 1)) + sum(node.args, around);
      case "?:":
        return 1 + sum(node.args, around);
      case "[]":
      case "+":
      case "-":
      case "*":
      case "/":
      case "%":
        return failureCost + sum(node.args, around);
      case "||":
      case "&&":
      case "<":
      case "<=":
      case ">":
      case ">=":
        return 1 + sum(node.args, around);
    }
  };

  const total = cost(root, []);
  return { words, cost: total, mistakes };
}

/** `["show", "ids", "trakt"]` of `show.ids.trakt`; nothing of what is no plain path. */
function pathOf(node: ASTNode): string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op !== ".") return undefined;
  const owner = pathOf(node.args[0]);
  return owner === undefined ? undefined : [...owner, node.args[1]];
}

/** At most how many elements a list has; nothing of what is no list. Elements are never lists themselves. */
function listLength(node: ASTNode): number | undefined {
  switch (node.op) {
    case "list":
      return node.args.length;
    case "rcall":
      return node.args[0] === "filter" ? listLength(node.args[1]) : undefined;
    case "id":
    case ".":
      return wordNamed(pathOf(node)?.join(".") ?? "")?.type === "list<string>" ? longestList : undefined;
    case "+":
    case "?:": {
      const lengths = node.args.flatMap((part) => listLength(part) ?? []);
      return lengths.length === 0 ? undefined : lengths.reduce((total, length) => total + length, 0);
    }
    default:
      return undefined;
  }
}

function literalMistake(kind: NonNullable<Call["literal"]>, node: ASTNode): string | undefined {
  if (node.op !== "value" || typeof node.args !== "string") return `a ${kind} is written out as a text in quotes`;
  const text = node.args;
  switch (kind) {
    case "duration":
      // Go's notation, as CEL has it; cel-js does not bound its length.
      return /^-?(\d{1,9}(\.\d{1,9})?(h|ms|m|s)){1,4}$/.test(text)
        ? undefined
        : `"${text}" is no duration such as "36h" or "1h30m"`;
    case "timestamp":
      return /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))
        ? undefined
        : `"${text}" is no time such as "2026-11-20T18:00:00Z"`;
    case "list name":
      if (text.trim() === "") return "a list has a name";
      return text.length > ruleLimits.targetLength
        ? `a list's name has at most ${ruleLimits.targetLength} characters`
        : undefined;
    case "time zone":
      return isTimeZone(text) ? undefined : `"${text}" is no time zone such as "Europe/Berlin"`;
  }
}
