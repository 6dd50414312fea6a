import {
  type Document,
  type Pair,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

const written = { lineWidth: 120, aliasDuplicateObjects: false } as const;

/** A rule as YAML, in the order of its keys. */
export function yamlOf(value: unknown): string {
  return stringify(value, written);
}

/** What a YAML text stands for; undefined when it is none. */
export function valueOf(text: string): { value: unknown } | undefined {
  const document = documentOf(text);
  return document === undefined ? undefined : { value: plain(document) };
}

/**
 * The text with as little changed as makes it stand for the value: what stays the same keeps its words, its order and the
 * comments around it. A text that is no YAML, or has aliases, is written anew.
 */
export function withValue(text: string, value: unknown): string {
  const document = documentOf(text);
  if (document === undefined || hasAliases(document)) return yamlOf(value);
  if (isSame(plain(document), value)) return text;
  const { contents } = document;
  if (isMap(contents) && isRecord(value)) changeMap(document, contents, value);
  else return yamlOf(value);
  return document.toString({ lineWidth: written.lineWidth });
}

function documentOf(text: string): Document.Parsed | undefined {
  const document = parseDocument(text, { schema: "core", prettyErrors: false, logLevel: "error" });
  return document.errors.length > 0 ? undefined : document;
}

function plain(document: Document): unknown {
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  return value;
}

function hasAliases(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function changeMap(document: Document, map: YAMLMap, value: Readonly<Record<string, unknown>>): void {
  map.items = map.items.filter((pair) => keyOf(pair) in value && value[keyOf(pair)] !== undefined);
  let before = -1;
  for (const [key, wanted] of Object.entries(value)) {
    if (wanted === undefined) continue;
    const at = map.items.findIndex((pair) => keyOf(pair) === key);
    const pair = map.items[at];
    if (pair === undefined) {
      // Behind the key that stands before it in the value, so that a rule reads name, when, if, then.
      map.items.splice(before + 1, 0, document.createPair(key, wanted));
      before += 1;
    } else {
      pair.value = changed(document, pair.value, wanted);
      before = at;
    }
  }
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

/** The node that stands for the value: the one that is there, changed, where it is of its kind. */
function changed(document: Document, node: unknown, value: unknown): unknown {
  if (isMap(node) && isRecord(value)) {
    changeMap(document, node, value);
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    changeList(document, node, value);
    return node;
  }
  if (isScalar(node)) {
    if (isSame(node.value, value)) return node;
    if (typeof node.value === typeof value && typeof value === "string" && !value.includes("\n")) {
      node.value = value;
      return node;
    }
  }
  return document.createNode(value);
}

/** What is the same at both ends of a list stays; between them each is made of what stood in its place. */
function changeList(document: Document, list: YAMLSeq, values: readonly unknown[]): void {
  const former = list.items.map((item) => nodeValue(document, item));
  let head = 0;
  while (head < former.length && head < values.length && isSame(former[head], values[head])) head++;
  let tail = 0;
  const most = Math.min(former.length, values.length) - head;
  while (tail < most && isSame(former.at(-1 - tail), values.at(-1 - tail))) tail++;
  const [middle, wanted] = [list.items.slice(head, list.items.length - tail), values.slice(head, values.length - tail)];
  const made = wanted.map((value, at) =>
    at < middle.length ? changed(document, middle[at], value) : document.createNode(value),
  );
  list.items.splice(head, middle.length, ...made);
}

function nodeValue(document: Document, node: unknown): unknown {
  if (isMap(node) || isSeq(node) || isScalar(node)) {
    const value: unknown = node.toJS(document);
    return value;
  }
  return isAlias(node) ? undefined : node;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values of JSON are the same; a key that stands for nothing is as good as none. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => isSame(one, b[at]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => isSame(a[key], b[key]));
}
