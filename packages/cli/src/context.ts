import type { Log } from "@showrunner/core/log.ts";
import { readEnv } from "@showrunner/local/env.ts";
import type { Services } from "@showrunner/services/context.ts";
import { fail, type Output, outputOf } from "./output.ts";

/** The options of every command. */
export interface GlobalOptions {
  json?: boolean;
  data?: string;
}

export interface CommandContext {
  ctx: Services;
  output: Output;
}

export function envOf(options: GlobalOptions) {
  const env = readEnv();
  return options.data === undefined ? env : { ...env, dataFolder: options.data };
}

/** Runs a command on this machine's data, and sets the exit code by what came of it. */
export async function withServices(
  options: GlobalOptions,
  needs: { trakt: boolean; log?: Log },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const output = outputOf(options.json === true);
  try {
    const { openForCli } = await import("@showrunner/local/open-for-cli.ts");
    const opened = await openForCli(envOf(options), needs.log ?? (() => {}), needs.trakt);
    try {
      await work({ ctx: opened.ctx, output });
    } finally {
      await opened.close();
    }
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}
