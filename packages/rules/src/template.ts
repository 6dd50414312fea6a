import { messageOf } from "@showrunner/core/errors.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { LiquidError, type Template as LiquidTemplate, type Variable } from "liquidjs";
import { nearestName } from "./near-names.ts";
import { type RulePlace, positionAt } from "./problem.ts";
import { filters, makeEngine, momentKey, plainTags } from "./template-engine.ts";
import { lookUp, wordNamed } from "./vocabulary.ts";
import type { Value, Word, WordType } from "./word.ts";

/** A Liquid template that was read and checked against the vocabulary. */
export interface Template {
  words: ReadonlySet<Word>;
  /** Throws when a filter cannot do what it is asked. What is not known renders as nothing. */
  render(read: (word: Word) => Value, moment: Moment): string;
}

/** What `date` needs: the time that "now" means, and the zone in which times are told. */
export interface Moment {
  nowMs: number;
  timezone: string;
}

const engine = makeEngine(plainTags);

/** Reads a template and checks that every name is there on every event type; `path` is where it stands in the rule, `work` how much it may do. */
export function compileTemplate(
  source: string,
  path: string,
  types: readonly EventType[],
  work: number,
): { template: Template; places: [] } | { template: undefined; places: RulePlace[] } {
  try {
    const parsed = engine.parse(source);
    const words = new Set<Word>();
    const places: RulePlace[] = [];
    const { globals } = engine.analyzeSync(parsed, { partials: false });
    for (const variable of Object.values(globals).flat()) {
      const found = wordOf(variable, types);
      if ("word" in found) words.add(found.word);
      else places.push({ path, line: variable.location.row, column: variable.location.col, ...found });
    }
    if (places.length > 0) return { template: undefined, places };
    const template = templateOf(parsed, words, work);
    // A trial shows what only running can: a zone that does not exist, a text that grows without end.
    template.render((word) => samples[word.type], { nowMs: 0, timezone: "UTC" });
    return { template, places: [] };
  } catch (error) {
    return { template: undefined, places: [templatePlace(error, source, path, plainTags)] };
  }
}

/** Cuts a text at a length, telling so by an ellipsis and never splitting a character. */
export function truncated(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const last = cut.charCodeAt(cut.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut}…`;
}

const samples: Record<WordType, Value> = {
  string: "text",
  int: 1,
  double: 1.5,
  bool: true,
  timestamp: "2026-11-20T18:00:00.000Z",
  "list<string>": ["text"],
};

function templateOf(parsed: LiquidTemplate[], words: ReadonlySet<Word>, work: number): Template {
  return {
    words,
    render: (read, { nowMs, timezone }) => {
      const scope: Scope = {};
      for (const word of words) put(scope, word.name.split("."), read(word) ?? null);
      const globals = { [momentKey]: { now: new Date(nowMs).toISOString(), timezone } };
      const text: unknown = engine.renderSync(parsed, scope, { globals, memoryLimit: work });
      return typeof text === "string" ? text : "";
    },
  };
}

interface Scope {
  [key: string]: Scope | Value | null;
}

function put(scope: Scope, keys: readonly string[], value: Value | null): void {
  const [key, ...rest] = keys;
  if (key === undefined) return;
  if (rest.length === 0) {
    scope[key] = value;
    return;
  }
  const there = scope[key];
  const inner: Scope = typeof there === "object" && there !== null && !Array.isArray(there) ? there : {};
  scope[key] = inner;
  put(inner, rest, value);
}

/** The word that a template names; texts and lists also have `.size`, `.first`, `.last` and a number in brackets. */
function wordOf(
  variable: Variable,
  types: readonly EventType[],
): { word: Word } | { message: string; suggestion?: string } {
  const segments = variable.toArray();
  if (segments.some((segment) => Array.isArray(segment))) {
    return { message: "a name in brackets cannot be computed: write the field's own name" };
  }
  const last = segments.at(-1);
  const isOwn = typeof last === "number" || last === "size" || last === "first" || last === "last";
  const owner = segments.slice(0, -1).join(".");
  return lookUp(isOwn && wordNamed(owner) !== undefined ? owner : segments.join("."), types);
}

/** Where a template does not hold up, and why; `tags` are those that it may use. */
export function templatePlace(error: unknown, source: string, path: string, tags: readonly string[]): RulePlace {
  const at = error instanceof LiquidError ? positionAt(source, error.token.begin) : { line: 1, column: 1 };
  const message = (error instanceof LiquidError ? (error.originalError?.message ?? error.message) : messageOf(error))
    .replace(/, line:\d+, col:\d+[\s\S]*$/, "")
    .split("\n", 1)
    .join("");
  if (/^(?:memory alloc|parse length) limit exceeded$/.test(message))
    return { path, ...at, message: "it does too much at once: use shorter texts, fewer filters or fewer dates" };
  const tag = /^tag "(.*)" not found$/.exec(message)?.[1];
  if (tag !== undefined)
    return { path, ...at, message: `the tag ${tag} is not available: there are ${tags.slice(0, -1).join(", ")}` };
  const filter = /^undefined filter: (.*)$/.exec(message)?.[1];
  if (filter !== undefined) {
    const suggestion = nearestName(filter, filters);
    return {
      path,
      ...at,
      message: `there is no filter ${filter}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  return { path, ...at, message };
}
