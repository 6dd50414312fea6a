import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as z from "zod";

export interface Started {
  url: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

const Ready = z.object({ url: z.string() });

/** Starts a script of this project as a process of its own, and waits until it prints where it listens. */
export async function startScript(path: string, args: readonly string[] = []): Promise<Started> {
  const script = fileURLToPath(new URL(path, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  const { url } = Ready.parse(JSON.parse(String(line)));
  return { url, process: child, stop: () => stopProcess(child) };
}

/** Ends a process that was started here, and waits until it has. */
export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

export const startSandbox = (): Promise<Started> =>
  startScript("../packages/trakt-sandbox/src/serve.ts", ["--no-limits"]);
