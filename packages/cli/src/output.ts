import { ApiProblem } from "@showrunner/client/api-problem.ts";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { type RulePlace, RuleProblem } from "@showrunner/rules/problem.ts";
import { plain, plainJson } from "@showrunner/local/plain.ts";

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

/** The terminal, or whoever reads instead: what is printed to it obeys nothing that came from outside. */
export function outputOf(json: boolean): Output {
  const write = (stream: NodeJS.WriteStream) => (text: string) => {
    stream.write(`${text.split("\n").map(plain).join("\n")}\n`);
  };
  return { json, print: write(process.stdout), printError: write(process.stderr) };
}

/** Prints a result: the data itself with --json, words otherwise. */
export function show(output: Output, data: unknown, words: string): void {
  output.print(output.json ? plainJson(data, 2) : words);
}

/** Prints what a person is told meanwhile, out of the way of the result: as one line of JSON with --json. */
export function tell(output: Output, data: object, words: string): void {
  output.printError(output.json ? plainJson(data) : words);
}

/** Prints what went wrong, and returns the exit code for it. */
export function fail(output: Output, error: unknown): number {
  const code = error instanceof Problem ? error.code : "defect";
  const hint = error instanceof Problem ? error.hint : undefined;
  const message = inShort(messageOf(error));
  const places = placesOf(error);
  tell(
    output,
    { error: { code, message, hint, places } },
    `error: ${message}${hint === undefined ? "" : `\n  ${hint}`}`,
  );
  return exitCodeOf(code);
}

function placesOf(error: unknown): readonly RulePlace[] | undefined {
  if (error instanceof ApiProblem && error.places.length === 0) return undefined;
  return error instanceof RuleProblem || error instanceof ApiProblem ? error.places : undefined;
}

/** What was typed is in the error, but not all of it when it is absurdly long. */
const inShort = (text: string): string => (text.length > 1000 ? `${text.slice(0, 1000)}…` : text);

/** What a problem's code means to a script. */
export function exitCodeOf(code: string): number {
  if (code.endsWith(".unknown") || code === "action.not_dead") return exitCodes.unknown;
  if (
    code.startsWith("cli.") ||
    code === "view.invalid" ||
    code === "settings.invalid" ||
    code === "account.unclear" ||
    code === "account.delete_unconfirmed"
  )
    return exitCodes.usage;
  if (code === "connection.needs_reconnect" || code === "account.none" || code.startsWith("login."))
    return exitCodes.notConnected;
  return exitCodes.failed;
}
