import { exitCodes } from "./output.ts";
import { run } from "./run.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Whoever read the output has seen enough, as `showrunner events | head` has.
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  throw error;
});

await run(process.argv.slice(2));
