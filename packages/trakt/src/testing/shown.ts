import { inspect } from "node:util";

/** All that a log could make of a value, down the chain of causes. */
export function everythingOf(value: unknown): string {
  const shown = [inspect(value, { depth: 20, showHidden: true, getters: true }), JSON.stringify(value), String(value)];
  if (value instanceof Error) shown.push(value.message, String(value.stack), everythingOf(value.cause));
  return shown.join("\n");
}
