import { messageOf } from "@showrunner/core/errors.ts";
import { type Document, LineCounter, isAlias, isMap, isNode, isScalar, type Node, parseDocument, visit } from "yaml";
import { positionAt, RuleProblem, type RulePlace } from "./problem.ts";

/** Characters: several times the longest rule that anybody wrote by hand. */
const longestText = 20_000;

/** Brackets within brackets: a rule has five of its own. */
const deepest = 40;
/** What stands for a level, or for nothing, again and again on one line. */
const markers = /(?:^|\n)[ \t]*(?:[-?:][ \t]+|[&!][^\s,[\]{}]*[ \t]+){20}/;
/** Keys of a map are compared each with each: for a rule's text, lines and commas are held to what rules have. */
const mostPieces = 1_000;

/** What would keep the parser busy for long, and where: it recurses into what is deep, and compares what is many. */
function attackIn(text: string, longest: number): { at: number; message: string } | undefined {
  let depth = 0;
  let pieces = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
    else if (character === "\n" || character === ",") pieces++;
    if (depth > deepest) return { at, message: `brackets may be nested ${deepest} deep` };
    if (pieces > mostPieces && longest === longestText)
      return { at, message: `it may have at most ${mostPieces} lines and commas` };
  }
  const found = markers.exec(text);
  return found === null ? undefined : { at: found.index + 1, message: "so many marks in a row are no rule" };
}

/** An alias stands for what is elsewhere: a few save typing, many are an attack. */
const mostAliases = 20;

/**
 * The first alias that a rule has no use for, found before any is followed: one of nothing, one too many, or one of what
 * holds aliases, which multiplies or has no end.
 */
function badAliasIn(document: Document.Parsed): { at: number; message: string } | undefined {
  let count = 0;
  let found: { at: number; message: string } | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      count++;
      const target = count > mostAliases ? undefined : alias.resolve(document);
      const isPlain = target !== undefined && !holdsAlias(target);
      if (isPlain) return undefined;
      const message =
        count > mostAliases
          ? `it may have at most ${mostAliases} aliases`
          : target === undefined
            ? `nothing before it is marked &${alias.source}`
            : `*${alias.source} stands for what holds an alias itself`;
      found = { at: alias.range?.[0] ?? 0, message };
      return visit.BREAK;
    },
  });
  return found;
}

function holdsAlias(node: Node): boolean {
  let holds = false;
  visit(node, {
    Alias: () => {
      holds = true;
      return visit.BREAK;
    },
  });
  return holds;
}

/** A rule's text as read: its value, and where each part of it stands. */
export interface RuleText {
  value: unknown;
  /** Line and column, from 1, of what is at a path, or of a key of it; of its nearest owner when it is not there. */
  position(path: readonly PropertyKey[], key?: string): { line: number; column: number };
  /** The same, of a place inside the text at a path: line and column, from 1, of its value. */
  within(path: readonly PropertyKey[], line: number, column: number): { line: number; column: number };
}

/** Reads YAML, of which JSON is a part. Throws RuleProblem with the places that are no YAML. */
export function readText(text: string, longest: number = longestText): RuleText {
  if (text.length > longest) {
    throw new RuleProblem([{ path: "", message: `the text may be at most ${longest} characters` }]);
  }
  const attack = attackIn(text, longest);
  if (attack !== undefined)
    throw new RuleProblem([{ path: "", ...positionAt(text, attack.at), message: attack.message }]);
  const lines = new LineCounter();
  try {
    const document = withoutStacks(() =>
      parseDocument(text, {
        lineCounter: lines,
        prettyErrors: false,
        schema: "core",
        // No warnings on the console: what matters is an error.
        logLevel: "error",
      }),
    );
    const places = document.errors.map(({ message, pos }): RulePlace => ({
      path: "",
      ...position(lines, pos[0]),
      message,
    }));
    if (places.length > 0) throw new RuleProblem(places);
    const alias = badAliasIn(document);
    if (alias !== undefined)
      throw new RuleProblem([{ path: "", ...position(lines, alias.at), message: alias.message }]);
    return {
      value: document.toJS({ maxAliasCount: -1 }),
      position: (path, key) => position(lines, offsetOf(document, path, key)),
      within: (path, line, column) =>
        position(lines, offsetWithin(text, document, path, { line, column }) ?? offsetOf(document, path, undefined)),
    };
  } catch (error) {
    if (error instanceof RuleProblem) throw error;
    throw new RuleProblem([{ path: "", message: `the text could not be read: ${messageOf(error)}` }], error);
  }
}

/** A text can have a mistake at every character, each an error: their stacks would take most of the time, and say nothing. */
function withoutStacks<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], key: string | undefined): number {
  for (let length = path.length; length >= 0; length--) {
    const found: unknown = document.getIn(path.slice(0, length), true);
    if (!isNode(found)) continue;
    const node = isAlias(found) ? found.resolve(document) : found;
    const isWhole = length === path.length;
    const pair =
      isWhole && isMap(node) ? node.items.find((one) => isScalar(one.key) && String(one.key.value) === key) : undefined;
    return (isNode(pair?.key) ? pair.key.range?.[0] : undefined) ?? found.range?.[0] ?? 0;
  }
  return 0;
}

/**
 * Where a place in a scalar's value stands in the source. Whatever the style (blocks, folds, quotes), the characters of the
 * value that are no space come in the same order there, with more between them; undefined where they do not, as with
 * characters written by their number.
 */
function offsetWithin(
  source: string,
  document: Document.Parsed,
  path: readonly PropertyKey[],
  { line, column }: { line: number; column: number },
): number | undefined {
  const found: unknown = document.getIn(path, true);
  const node = isAlias(found) ? found.resolve(document) : found;
  if (!isScalar(node) || typeof node.value !== "string" || node.range == null) return undefined;
  const { value } = node;
  const lineStart = value
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, one) => sum + one.length + 1, 0);
  const wanted = value.slice(0, lineStart + column);
  const [start, end] = node.range;
  const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
  let at = isBlock ? source.indexOf("\n", start) : start - 1;
  for (const character of wanted.replaceAll(/\s/g, "")) {
    at = source.indexOf(character, at + 1);
    if (at < 0 || at >= end) return undefined;
  }
  // A place in the space after a character.
  return /\s$/.test(wanted) ? at + 1 : Math.max(at, start);
}
