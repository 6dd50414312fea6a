import { CommanderError } from "commander";
import { exitCodes } from "./output.ts";
import { createProgram } from "./program.ts";

/** Runs one command line (without Node and the script) to its end; what came of it is the process's exit code. */
export async function run(words: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end the same way as errors; commander has printed all of them.
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
}
