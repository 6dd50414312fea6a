#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { CommanderError } from "commander";
import { exitCodes } from "./output.ts";
import { createProgram } from "./program.ts";

// The second start is quicker by what Node then need not strip and compile again.
enableCompileCache();

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version end the same way as errors; commander has printed all of them.
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
}
