import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
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

/** Linux counts processor time in hundredths of a second. */
const tickMicros = 10_000;

/** The processor time that a process has used, in microseconds; NaN where the system does not tell. */
export function cpuMicrosOf(pid: number | undefined): number {
  if (pid === process.pid) {
    const { user, system } = process.cpuUsage();
    return user + system;
  }
  try {
    // The name, in brackets, may hold spaces: fields are counted from behind it. proc(5): utime and stime.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMicros;
  } catch {
    return Number.NaN;
  }
}
