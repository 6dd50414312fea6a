import { messageOf, Problem } from "@showrunner/core/errors.ts";

/** What a command's end means to a script. */
export const exitCodes = {
  done: 0,
  /** It could not be done; the error says why. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** There is nothing of that name. */
  unknown: 3,
  /** Trakt must be connected, or connected again. */
  notConnected: 4,
} as const;

export interface Output {
  json: boolean;
  print(text: string): void;
  printError(text: string): void;
}

/** Prints a result: the data itself with --json, words otherwise. */
export function show(output: Output, data: unknown, words: string): void {
  output.print(output.json ? JSON.stringify(data, null, 2) : words);
}

/** Prints what went wrong, and returns the exit code for it. */
export function fail(output: Output, error: unknown): number {
  const code = error instanceof Problem ? error.code : "defect";
  const hint = error instanceof Problem ? error.hint : undefined;
  if (output.json) output.printError(JSON.stringify({ error: { code, message: messageOf(error), hint } }));
  else output.printError(`error: ${messageOf(error)}${hint === undefined ? "" : `\n  ${hint}`}`);
  if (code.endsWith(".unknown") || code === "action.not_dead") return exitCodes.unknown;
  if (code.startsWith("connection.") || code.startsWith("login.")) return exitCodes.notConnected;
  return exitCodes.failed;
}
