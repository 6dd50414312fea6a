import { operatorsOf } from "./operators.ts";
import { readTexts } from "./read-rows.ts";
import type { Compare, Group, Literal, Row } from "./row.ts";
import { isLoose, outline } from "./split.ts";
import type { Words } from "./words.ts";

/**
 * Conditions of rows, one text each; rows that say nothing yet are left out. A row that says what one of the former texts
 * said keeps its very words.
 */
export function writeRows(rows: readonly Row[], words: Words, former: readonly string[] = []): string[] {
  const kept = new Map<string, string>();
  for (const { row, text } of former.flatMap((one) => readTexts(one, words))) kept.set(JSON.stringify(row), text);
  return rows.flatMap((row) => {
    const text = kept.get(JSON.stringify(row)) ?? writeRow(row, words);
    return text === "" ? [] : [text];
  });
}

/** The text of one row; empty where it says nothing yet. */
export function writeRow(row: Row, words: Words): string {
  switch (row.kind) {
    case "written":
      return row.text.trim();
    case "compare":
      return compareText(row, words);
    case "group":
      return groupText(row, words);
  }
}

function compareText({ word, operator, values, variable = "one" }: Compare, words: Words): string {
  const known = words.get(word);
  const found = known && operatorsOf(known).find(({ id }) => id === operator);
  const isUnsaid = found === undefined || (found.takes !== "nothing" && values.length === 0);
  return isUnsaid ? "" : found.write(word, values.map(literalText), variable);
}

/** A literal of CEL, whatever is in it; half a character, which CEL has no literal for, becomes `�`. */
export function literalText({ kind, text }: Literal): string {
  switch (kind) {
    case "text":
      return JSON.stringify(text.toWellFormed());
    case "time":
      return `timestamp(${JSON.stringify(text.toWellFormed())})`;
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text) ? text : "0";
    case "word":
      return text;
  }
}

function groupText({ join, rows }: Group, words: Words): string {
  const sign = join === "all" || join === "not_all" ? " && " : " || ";
  const texts = rows.map((row) => ({ row, text: writeRow(row, words) })).filter(({ text }) => text !== "");
  const [only] = texts;
  const text =
    texts.length === 1 && only !== undefined
      ? only.text
      : texts.map((one) => (isLoosely(one.row, one.text) ? bracketed(one.text) : one.text)).join(sign);
  if (text === "") return "";
  return join === "none" || join === "not_all" ? `!${bracketed(text)}` : text;
}

function isLoosely(row: Row, text: string): boolean {
  return row.kind !== "compare" && isLoose(text);
}

/** A comment at the end of a text must not take the bracket in. */
function bracketed(text: string): string {
  return outline(text) === undefined ? `(${text}\n)` : `(${text})`;
}
