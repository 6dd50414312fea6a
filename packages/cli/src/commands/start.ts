import { startRuntime } from "@showrunner/local/runtime.ts";
import { envOf, type GlobalOptions, outputOf } from "../context.ts";
import { exitCodes, fail } from "../output.ts";

export interface StartOptions extends GlobalOptions {
  port?: number;
  reset?: boolean;
}

/** Runs everything on this machine until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const output = outputOf(options);
  try {
    const env = envOf(options);
    const color = env.color && process.stdout.isTTY && !output.json;
    const runtime = await startRuntime({
      env: { ...env, color, ...(options.port === undefined ? {} : { port: options.port }) },
      reset: options.reset === true,
      print: output.print,
    });
    output.print(welcome(runtime.mode, runtime.url, runtime.sandboxUrl, env.demoSpeed));
    await untilToldToStop(output.print);
    await runtime.stop();
    output.print("Stopped. Start again to go on from here.");
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}

function welcome(mode: "sandbox" | "trakt", url: string, sandboxUrl: string | null, speed: number): string {
  const lines = [`Showrunner is running: ${url}`];
  if (mode === "sandbox")
    lines.push(
      `No Trakt app is set, so this is the demo: made-up people on a Trakt of this machine (${sandboxUrl}), ${speed} times as fast as life.`,
      "Set TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET to work with Trakt itself.",
    );
  else lines.push("Connect an account with `npx showrunner login` in another terminal.");
  lines.push("Ctrl-C stops it.");
  return lines.join("\n");
}

async function untilToldToStop(print: (text: string) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let told = 0;
    const stop = (): void => {
      told += 1;
      // Asked a second time: whoever asks does not want to wait, and nothing is lost by it.
      if (told > 1) process.exit(exitCodes.failed);
      print("Stopping: finishing what is under way (Ctrl-C again to stop at once; nothing is lost either way).");
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}
