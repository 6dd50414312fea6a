import { startRuntime, type Started } from "@showrunner/local/runtime.ts";
import { plainJson } from "@showrunner/local/plain.ts";
import { jsonLog, terminalLog } from "@showrunner/local/terminal.ts";
import { envOf, type GlobalOptions } from "../context.ts";
import { exitCodes, fail, outputOf } from "../output.ts";

export interface StartOptions extends GlobalOptions {
  port?: number;
  reset?: boolean;
}

/** Runs everything on this machine until it is told to stop; with --json, one object a line says what it does. */
export async function start(options: StartOptions): Promise<void> {
  const output = outputOf(options.json === true);
  const say = (data: object, words: string) => output.print(output.json ? plainJson(data) : words);
  // Past what strips control characters: the lines of the log are coloured by them, and plain otherwise.
  const print = (line: string) => process.stdout.write(`${line}\n`);
  // From the beginning: whoever wants it to stop need not wait until it has started.
  const stop = toldToStop(() =>
    say(
      { kind: "stopping" },
      "Stopping: finishing what is under way (Ctrl-C again to stop at once; nothing is lost either way).",
    ),
  );
  try {
    const env = envOf(options);
    const color = env.color && process.stdout.isTTY;
    const runtime = await startRuntime({
      env: { ...env, ...(options.port === undefined ? {} : { port: options.port }) },
      reset: options.reset === true,
      log: (clock) => (output.json ? jsonLog({ clock, print }) : terminalLog({ clock, color, print })),
      ready: (started) => say({ kind: "started", ...started }, welcome(started, env.demoSpeed)),
    });
    await stop;
    await runtime.stop();
    say({ kind: "stopped" }, "Stopped. Start again to go on from here.");
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}

function welcome({ mode, url, sandboxUrl, people }: Started, demoSpeed: number): string {
  const lines = [`Showrunner is running: ${url}`];
  if (mode === "sandbox")
    lines.push(
      `No Trakt app is set, so this is the demo: made-up people on a Trakt of this machine (${sandboxUrl}), ${demoSpeed} times as fast as life.`,
      "Open it in a browser and be one of them with a click.",
      "Set TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET to work with Trakt itself.",
    );
  else if (people.length === 0)
    lines.push("Nobody is connected yet: open it in a browser, or run `npx showrunner login` in another terminal.");
  else lines.push(`Connected: ${people.join(", ")}.`);
  lines.push("Ctrl-C stops it.");
  return lines.join("\n");
}

async function toldToStop(stopping: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let told = 0;
    const stop = (): void => {
      told += 1;
      // Asked a second time: whoever asks does not want to wait, and nothing is lost by it.
      if (told > 1) process.exit(exitCodes.failed);
      stopping();
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}
