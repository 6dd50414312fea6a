import type { SQLOutputValue } from "node:sqlite";
import type { Json } from "@showrunner/core/json.ts";

export type Row = Record<string, SQLOutputValue>;

/** A row that does not hold what the schema says: only damage can bring it about. */
export class DamagedRow extends Error {
  override readonly name = "DamagedRow";
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new DamagedRow(`column ${column} holds no text`);
  return value;
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new DamagedRow(`column ${column} holds no number`);
  return value;
}

export function optionalTextOf(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column);
}

export function optionalNumberOf(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberOf(row, column);
}

/** The parsed JSON of a column. */
export function jsonOf(row: Row, column: string): Json {
  const value = parse(textOf(row, column));
  if (!isJson(value)) throw new DamagedRow(`column ${column} holds no JSON`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON.parse makes nothing but JSON, whatever its type says. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}
