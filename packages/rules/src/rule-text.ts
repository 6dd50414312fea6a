import { messageOf } from "@showrunner/core/errors.ts";
import { type Document, LineCounter, isAlias, isMap, isNode, isScalar, parseDocument } from "yaml";
import { RuleProblem, type RulePlace } from "./problem.ts";

/** Characters: several times the longest rule that anybody wrote by hand, and 0.1 s of reading at worst. */
const longestText = 20_000;

/** A rule's text as read: its value, and where each part of it stands. */
export interface RuleText {
  value: unknown;
  /** Line and column, from 1, of what is at a path, or of a key of it; of its nearest owner when it is not there. */
  position(path: readonly PropertyKey[], key?: string): { line: number; column: number };
}

/** Reads YAML, of which JSON is a part. Throws RuleProblem with the places that are no YAML. */
export function readText(text: string, longest: number = longestText): RuleText {
  if (text.length > longest) {
    throw new RuleProblem([{ path: "", message: `the text may be at most ${longest} characters` }]);
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      schema: "core",
      // No warnings on the console: what matters is an error.
      logLevel: "error",
    });
    const places = document.errors.map(({ message, pos }): RulePlace => ({
      path: "",
      ...position(lines, pos[0]),
      message,
    }));
    if (places.length > 0) throw new RuleProblem(places);
    return {
      // An alias stands for what is elsewhere: a few save typing, many are an attack.
      value: document.toJS({ maxAliasCount: 20 }),
      position: (path, key) => position(lines, offsetOf(document, path, key)),
    };
  } catch (error) {
    if (error instanceof RuleProblem) throw error;
    throw new RuleProblem([{ path: "", message: `the text could not be read: ${messageOf(error)}` }], error);
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
