import { CommanderError } from "commander";
import { exitCodes } from "./output.ts";
import { createProgram } from "./program.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Whoever read the output has seen enough, as `showrunner events | head` has.
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version end the same way as errors; commander has printed all of them.
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
}
