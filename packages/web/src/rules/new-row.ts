import { literalKind, type Operator, operatorsOf } from "./operators.ts";
import type { Compare } from "./row.ts";
import type { WordReference, WordType } from "./words.ts";

/** What people ask first, where an event has it. */
const first = [
  "show.genres",
  "movie.genres",
  "progress.caught_up",
  "show.rating",
  "movie.rating",
  "rating",
  "hook.watched",
];

/** A row to begin with; it says nothing until its value is filled in. */
export function newRow(words: readonly WordReference[]): Compare | undefined {
  const word = first.map((name) => words.find((one) => one.name === name)).find((one) => one !== undefined) ?? words[0];
  return word && withWord({ kind: "compare", word: "", operator: "", values: [] }, word);
}

/** The row about another word: with its operator and values where they fit. */
export function withWord(row: Compare, word: WordReference): Compare {
  const operators = operatorsOf(word);
  const operator = operators.find(({ id }) => id === row.operator) ?? operators[0];
  return operator === undefined
    ? row
    : withOperator({ kind: "compare", word: word.name, operator: "", values: row.values }, operator, word.type);
}

/** The row with another operator, and those of its values that it can take. */
export function withOperator(row: Compare, operator: Operator, type: WordType): Compare {
  const kind = literalKind(type, operator.takes);
  const fitting = row.values.filter((value) => value.kind === kind);
  const values = operator.takes === "nothing" ? [] : operator.takes === "many" ? fitting : fitting.slice(0, 1);
  const variable = row.variable === undefined ? {} : { variable: row.variable };
  return { kind: "compare", word: row.word, operator: operator.id, values, ...variable };
}

/** Values that a word is known to have: those that its meaning names. */
export function suggestionsOf(word: WordReference): string[] {
  if (word.type !== "string" && word.type !== "list<string>") return [];
  return [...word.meaning.matchAll(/`([^`]+)`/g)].flatMap(([, name = ""]) => (name.includes('"') ? [] : [name]));
}
