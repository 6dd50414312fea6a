import type { Literal } from "./row.ts";
import type { WordType } from "./words.ts";

/** How many values stand behind an operator, and of what kind they are. */
export type Takes = "nothing" | "one" | "many" | "count" | "name";

export interface Operator {
  id: string;
  /** As it stands between a word and its value. */
  label: string;
  types: readonly WordType[];
  takes: Takes;
  /** What stands behind the value: "days ago". */
  unit?: string;
  /** The text of it; the variable is what a loop calls its element. */
  write(word: string, values: readonly string[], variable: string): string;
}

const numbers: readonly WordType[] = ["int", "double"];
const all: readonly WordType[] = ["string", "int", "double", "bool", "timestamp", "list<string>"];

const first = (values: readonly string[]): string => values.join(", ");
const listed = (values: readonly string[]): string => `[${values.join(", ")}]`;

function infix(sign: string, label: string, types: readonly WordType[]): Operator {
  return { id: sign, label, types, takes: "one", write: (word, values) => `${word} ${sign} ${first(values)}` };
}

function method(name: string, label: string, not: string): Operator[] {
  const text = (word: string, values: readonly string[]): string => `${word}.${name}(${first(values)})`;
  return [
    { id: name, label, types: ["string"], takes: "one", write: text },
    { id: `!${name}`, label: not, types: ["string"], takes: "one", write: (word, values) => `!${text(word, values)}` },
  ];
}

/** A comparison of what a call makes of the word: its days, its size. */
function counted(call: string, sign: string, label: string, type: WordType, unit: string): Operator {
  return {
    id: `${call} ${sign}`,
    label,
    types: [type],
    takes: "count",
    unit,
    write: (word, values) => `${call}(${word}) ${sign} ${first(values)}`,
  };
}

/** Everything that a row can say, in the order of its menu. */
export const operators: readonly Operator[] = [
  { id: "yes", label: "is true", types: ["bool"], takes: "nothing", write: (word) => word },
  { id: "no", label: "is not true", types: ["bool"], takes: "nothing", write: (word) => `!${word}` },
  infix("==", "is", ["string", ...numbers]),
  infix("!=", "is not", ["string", ...numbers]),
  infix(">=", "is at least", numbers),
  infix(">", "is more than", numbers),
  infix("<=", "is at most", numbers),
  infix("<", "is less than", numbers),
  {
    id: "in",
    label: "is one of",
    types: ["string", "int"],
    takes: "many",
    write: (word, values) => `${word} in ${listed(values)}`,
  },
  {
    id: "!in",
    label: "is none of",
    types: ["string", "int"],
    takes: "many",
    write: (word, values) => `!(${word} in ${listed(values)})`,
  },
  ...method("contains", "contains", "does not contain"),
  ...method("startsWith", "begins with", "does not begin with"),
  ...method("endsWith", "ends with", "does not end with"),
  {
    id: "any",
    label: "has any of",
    types: ["list<string>"],
    takes: "many",
    write: (word, values, variable) => `${word}.exists(${variable}, ${variable} in ${listed(values)})`,
  },
  {
    id: "!any",
    label: "has none of",
    types: ["list<string>"],
    takes: "many",
    write: (word, values, variable) => `!${word}.exists(${variable}, ${variable} in ${listed(values)})`,
  },
  {
    id: "every",
    label: "has all of",
    types: ["list<string>"],
    takes: "many",
    write: (word, values, variable) => `${listed(values)}.all(${variable}, ${variable} in ${word})`,
  },
  {
    id: "has",
    label: "has",
    types: ["list<string>"],
    takes: "one",
    write: (word, values) => `${first(values)} in ${word}`,
  },
  {
    id: "!has",
    label: "does not have",
    types: ["list<string>"],
    takes: "one",
    write: (word, values) => `!(${first(values)} in ${word})`,
  },
  counted("size", ">=", "has at least", "list<string>", "entries"),
  counted("size", "<=", "has at most", "list<string>", "entries"),
  counted("size", "==", "has exactly", "list<string>", "entries"),
  counted("days_since", "<=", "was at most", "timestamp", "days ago"),
  counted("days_since", ">=", "was at least", "timestamp", "days ago"),
  counted("days_since", "<", "was less than", "timestamp", "days ago"),
  counted("days_since", ">", "was more than", "timestamp", "days ago"),
  counted("days_until", "<=", "comes in at most", "timestamp", "days"),
  counted("days_until", ">=", "comes in at least", "timestamp", "days"),
  counted("days_until", "<", "comes in less than", "timestamp", "days"),
  counted("days_until", ">", "comes in more than", "timestamp", "days"),
  infix("<", "is before", ["timestamp"]),
  infix(">", "is after", ["timestamp"]),
  infix("<=", "is not after", ["timestamp"]),
  infix(">=", "is not before", ["timestamp"]),
  { id: "known", label: "is known", types: all, takes: "nothing", write: (word) => `known(${word})` },
  { id: "!known", label: "is not known", types: all, takes: "nothing", write: (word) => `!known(${word})` },
];

/** `on_list("To watch")`: what it takes stands in its brackets. */
const callOperators: readonly Operator[] = [
  {
    id: "yes",
    label: "called",
    types: ["bool"],
    takes: "name",
    write: (word, values) => `${word}(${first(values)})`,
  },
  {
    id: "no",
    label: "not the one called",
    types: ["bool"],
    takes: "name",
    write: (word, values) => `!${word}(${first(values)})`,
  },
];

/** What can be said of a word. */
export function operatorsOf(word: { type: WordType; isCall: boolean }): readonly Operator[] {
  return word.isCall ? callOperators : operators.filter(({ types }) => types.includes(word.type));
}

/** The kind of literal that a word of a type is compared with. */
export function literalKind(type: WordType, takes: Takes): Literal["kind"] {
  if (takes === "count") return "number";
  if (type === "timestamp") return "time";
  return type === "int" || type === "double" ? "number" : "text";
}

/** Whether two words can be compared with each other. */
export function isComparable(a: WordType, b: WordType): boolean {
  return a === b || (numbers.includes(a) && numbers.includes(b));
}
