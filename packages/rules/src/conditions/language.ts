/**
 * The part of CEL that conditions may use, with what each call costs, in steps: about as long as one comparison of two
 * numbers takes (50 to 100 ns). Left out is whatever can make values grow with each use (`map`, `split`, `join`,
 * `cel.bind`, lists of lists): without it, the cost of a condition is bounded by its text.
 */
export interface Call {
  cost: number;
  /** An argument that must be written out as a text, so that it can be checked when the rule is saved. */
  literal?: "time zone" | "duration" | "timestamp" | "list name";
  /** A word that it needs besides what is in its brackets. */
  word?: string;
}

/**
 * What can fail costs this: a name that may not be known, a division, a place in a list. cel-js makes an error with its
 * stack for each: measured at 10 µs.
 */
export const failureCost = 100;

/** Called as `name(x)`. */
export const functions: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["has", { cost: 1 }],
  ["known", { cost: 1 }],
  ["size", { cost: 20 }],
  ["int", { cost: failureCost }],
  ["double", { cost: failureCost }],
  ["string", { cost: 5 }],
  ["duration", { cost: 20, literal: "duration" }],
  ["timestamp", { cost: 20, literal: "timestamp" }],
  ["days_since", { cost: failureCost, word: "now" }],
  ["days_until", { cost: failureCost, word: "now" }],
  ["on_list", { cost: failureCost, literal: "list name" }],
]);

/** Called as `x.name(…)`. */
export const methods: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["contains", { cost: 10 }],
  ["startsWith", { cost: 5 }],
  ["endsWith", { cost: 5 }],
  ["lowerAscii", { cost: 20 }],
  ["upperAscii", { cost: 20 }],
  ["trim", { cost: 5 }],
  ["size", { cost: 20 }],
  ...[
    "getFullYear",
    "getMonth",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
  ].map((name) => [name, { cost: 5, literal: "time zone" }] satisfies [string, Call]),
]);

/** A time in a named zone goes through `Intl`: measured at 50 µs. */
export const timeZoneCost = 1_000;

/** Loops over a list, called as `list.name(variable, condition)`. */
export const loops: readonly string[] = ["exists", "all", "exists_one", "filter"];

export const conditionLimits = {
  /** Nodes of one expression's syntax tree. */
  nodes: 300,
  depth: 32,
  /** Elements of a list written out in an expression. */
  listLength: 50,
  /** Loops within loops. */
  nestedLoops: 2,
  /** Steps of all of a rule's conditions together: 3 ms at worst, in which nobody else has a turn. */
  cost: 30_000,
} as const;
