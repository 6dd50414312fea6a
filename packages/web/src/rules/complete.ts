import { actionKind, actionKinds } from "./actions.ts";
import { type Reference, wordsOn } from "./words.ts";

export interface Suggestion {
  label: string;
  detail?: string;
  info?: string;
  /** What is put in its place; the label unless said otherwise. */
  apply?: string;
  kind: "name" | "function" | "key" | "value";
}

export interface Completion {
  /** Where the text that is completed begins. */
  from: number;
  options: readonly Suggestion[];
}

const calls: readonly Suggestion[] = [
  { label: "known", apply: "known(", detail: "(name)", info: "Whether a name has a value.", kind: "function" },
  { label: "days_since", apply: "days_since(", detail: "(time)", info: "Whole days since a time.", kind: "function" },
  { label: "days_until", apply: "days_until(", detail: "(time)", info: "Whole days until a time.", kind: "function" },
  {
    label: "on_list",
    apply: 'on_list("',
    detail: '("name")',
    info: "Whether it is on that personal list.",
    kind: "function",
  },
  { label: "size", apply: "size(", detail: "(list)", info: "How many a list or a text has.", kind: "function" },
  { label: "timestamp", apply: 'timestamp("', detail: '("2026-11-20T18:00:00Z")', info: "A moment.", kind: "function" },
];
const methods: readonly Suggestion[] = [
  {
    label: "exists",
    apply: "exists(one, one ",
    detail: "(one, condition)",
    info: "Whether it holds for one of a list.",
    kind: "function",
  },
  {
    label: "all",
    apply: "all(one, one ",
    detail: "(one, condition)",
    info: "Whether it holds for each of a list.",
    kind: "function",
  },
  { label: "contains", apply: 'contains("', detail: "(text)", kind: "function" },
  { label: "startsWith", apply: 'startsWith("', detail: "(text)", kind: "function" },
  { label: "endsWith", apply: 'endsWith("', detail: "(text)", kind: "function" },
  { label: "lowerAscii", apply: "lowerAscii()", detail: "()", kind: "function" },
];
const filters: readonly Suggestion[] = [
  "date",
  "default",
  "join",
  "upcase",
  "downcase",
  "capitalize",
  "truncate",
  "size",
  "first",
  "last",
  "round",
].map((label) => ({ label, kind: "function", detail: "filter" }));

const topKeys = ["name", "description", "when", "if", "then", "options"];
const keysUnder: Readonly<Record<string, readonly string[]>> = {
  when: ["event", "scope", "offset", "cron", "after"],
  options: ["quiet_hours", "throttle", "digest", "limit", "watchlist", "priority"],
  throttle: ["at_most", "per", "by"],
  digest: ["every", "after_items", "name", "title", "body"],
  limit: ["removals", "hides", "history", "per"],
  watchlist: ["reserve", "evict"],
};
const valuesOf: Readonly<Record<string, readonly string[]>> = {
  scope: ["mine", "all"],
  quiet_hours: ["respect", "ignore"],
  digest: ["daily", "weekly"],
  every: ["daily", "weekly"],
  by: ["rule", "channel", "show"],
  priority: ["low", "normal", "high"],
  evict: ["oldest"],
  item: ["show", "season", "episode", "movie"],
  section: ["progress_watched", "progress_collected", "calendar", "recommendations"],
  whose: ["rules"],
  watched_at: ["event", "now", "released", "unknown"],
  plays: ["event", "all"],
  rating: ["10", "9", "8", "7", "6", "5", "4", "3", "2", "1"],
};

/** What could stand at a place of a rule's text; nothing where that is anybody's guess. */
export function completionAt(
  text: string,
  offset: number,
  reference: Reference,
  types: readonly string[],
): Completion | undefined {
  const before = text.slice(0, offset);
  const template = templateAt(before, offset, reference, types);
  if (template !== undefined) return template;
  const { key, above, value, isKey } = whereIs(before);
  const typed = /[\w.]*$/.exec(before)?.[0] ?? "";
  const from = offset - typed.length;
  if (isKey) {
    const keys = above === "then" ? actionKeys(before) : (keysUnder[above] ?? (above === "" ? topKeys : []));
    return some(
      from,
      keys.map((label) => ({ label, apply: `${label}: `, kind: "key" })),
    );
  }
  if (key === "event")
    return some(
      from,
      reference.events.map(({ type, title, description }) => ({
        label: type,
        detail: title,
        info: description,
        kind: "value",
      })),
    );
  if (key === "do")
    return some(
      from,
      actionKinds.map((kind) => ({ label: kind.do, detail: kind.title, kind: "value" })),
    );
  if (key === "if") return inQuotes(unquoted(value)) ? undefined : condition(typed, from, reference, types);
  return some(
    from,
    (valuesOf[key] ?? []).map((label) => ({ label, kind: "value" })),
  );
}

function condition(
  typed: string,
  from: number,
  reference: Reference,
  types: readonly string[],
): Completion | undefined {
  const words = wordsOn(reference, types);
  const owner = typed.slice(0, typed.lastIndexOf(".") + 1);
  const isMethod = owner !== "" && words.some(({ name }) => `${name}.` === owner);
  if (isMethod) return { from: from + owner.length, options: methods };
  const names = words
    .filter(({ isCall }) => !isCall)
    .map(({ name, type, meaning }): Suggestion => ({ label: name, detail: type, info: meaning, kind: "name" }));
  return some(from, owner === "" ? [...names, ...calls] : names);
}

/** Within `{{ … }}` or `{% … %}`. */
function templateAt(
  before: string,
  offset: number,
  reference: Reference,
  types: readonly string[],
): Completion | undefined {
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open < 0 || /\}\}|%\}/.test(before.slice(open))) return undefined;
  const inside = before.slice(open + 2);
  const typed = /[\w.]*$/.exec(inside)?.[0] ?? "";
  const from = offset - typed.length;
  if (/\|\s*\w*$/.test(inside)) return some(from, filters);
  if (inQuotes(inside)) return undefined;
  const words = wordsOn(reference, types).filter(({ isCall }) => !isCall);
  return some(
    from,
    words.map(({ name, type, meaning }) => ({ label: name, detail: type, info: meaning, kind: "name" })),
  );
}

function some(from: number, options: readonly Suggestion[]): Completion | undefined {
  return options.length === 0 ? undefined : { from, options };
}

/** A text as YAML has it in quotes, as it is meant. */
function unquoted(value: string): string {
  const text = value.trimStart();
  if (text.startsWith('"')) return text.slice(1).replaceAll('\\"', '"');
  return text.startsWith("'") ? text.slice(1).replaceAll("''", "'") : text;
}

function inQuotes(text: string): boolean {
  const unescaped = text.replaceAll(/\\./g, "");
  return [...unescaped.matchAll(/"/g)].length % 2 === 1;
}

/** The keys of the action that is written here; `do` while it is none yet. */
function actionKeys(before: string): string[] {
  const verb = /(?:^|\n)\s*-\s[^\n]*?\bdo:\s*([\w.]+)(?![\s\S]*\n\s*-\s)/.exec(before)?.[1];
  const kind = verb === undefined ? undefined : actionKind(verb);
  if (kind === undefined) return ["do"];
  return [...kind.fields.map(({ key }) => key), ...(kind.takes.length > 0 ? ["item"] : []), "wait", "if"];
}

interface Where {
  /** The key whose value it is; empty where none is. */
  key: string;
  /** The key that it stands under; empty at the top. */
  above: string;
  /** What of the value stands before. */
  value: string;
  isKey: boolean;
}

/** Where in the YAML a text ends, by its indents: exact enough for what people type. */
function whereIs(before: string): Where {
  const lines = before.split("\n");
  const line = lines.at(-1) ?? "";
  const [, lead = "", rest = ""] = /^(\s*(?:-\s+)*)(.*)$/.exec(line) ?? [];
  const flow = /[{,]\s*(?:([\w]+):\s*)?([^{},]*)$/.exec(rest);
  const owner = ownerOf(lines, lead.length);
  const [, named, value = ""] = /^([\w]+):\s*(.*)$/.exec(rest) ?? [];
  if (flow !== null && rest.includes("{")) {
    const above = named ?? owner;
    const [, key, inner = ""] = flow;
    if (key === undefined) return { key: "", above, value: inner, isKey: /^\w*$/.test(inner) };
    return { key, above, value: inner, isKey: false };
  }
  if (named !== undefined) return { key: named, above: owner, value: listPart(value), isKey: false };
  // An entry of a list, or a further line of a text, belongs to the key above.
  const isEntry = lead.includes("-") && owner !== "then";
  const isContinued = owner === "if";
  if (isEntry || isContinued) return { key: owner, above: "", value: rest, isKey: false };
  return { key: "", above: owner, value: "", isKey: /^\w*$/.test(rest) };
}

/** Of `[a, b`, the last. */
const listPart = (value: string): string => (value.startsWith("[") ? (value.split(",").at(-1) ?? value) : value);

/** The key of the nearest line above that is indented less. */
function ownerOf(lines: readonly string[], indent: number): string {
  for (let at = lines.length - 2; at >= 0; at--) {
    const line = lines[at] ?? "";
    const [, lead = "", key] = /^(\s*(?:-\s+)*)(\w+):/.exec(line) ?? [];
    if (key === undefined || line.trim() === "") continue;
    const isLess = lead.length < indent || (lead.length === 0 && indent === 0 && /^\s*-/.test(lines.at(-1) ?? ""));
    if (isLess) return key;
    if (lead.length === 0) return "";
  }
  return "";
}
