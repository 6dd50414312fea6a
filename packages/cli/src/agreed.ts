import { createInterface } from "node:readline/promises";
import { Problem } from "@showrunner/core/errors.ts";

/** Asks a person at the terminal. Throws Problem `command.not_agreed` when nobody is there. */
export async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Problem({
      code: "command.not_agreed",
      message: "nobody is there to be asked whether to make these changes",
      hint: "Say --yes once you have looked at them.",
    });
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question(question)).trim());
  } finally {
    lines.close();
  }
}
