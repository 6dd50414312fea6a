import { CommanderError } from "commander";
import { exitCodes } from "./output.ts";
import { createProgram } from "./program.ts";

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version end the same way as errors; commander has printed all of them.
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
}
