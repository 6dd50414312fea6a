import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The command as people run it. */
export const commandFile = fileURLToPath(new URL("../../packages/cli/showrunner.js", import.meta.url));

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A process that was started here, and what it has printed so far. */
export interface Spawned {
  /** Of standard output, whole ones only. */
  lines(): string[];
  /** The first line of either stream that matches, also one printed before; rejects when it ends or the time is up first. */
  line(pattern: RegExp, timeoutMs: number): Promise<string>;
  /** Resolves when it has ended, by itself or by `stop`. */
  ended: Promise<Ended>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface SpawnOptions {
  /** Besides what any process needs: nothing of the tests' own environment is handed on. */
  env?: Record<string, string>;
  command?: string;
  /** Of Node itself. */
  nodeArguments?: readonly string[];
  /** What it finds on standard input; nothing when left out. */
  input?: string;
}

const running = new Set<Spawned>();

/** Ends whatever was started here and still runs. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((one) => one.stop("SIGKILL")));
}

/** Starts `showrunner` with these words. */
export function spawnShowrunner(words: readonly string[], options: SpawnOptions = {}): Spawned {
  const { env = {}, command = commandFile, nodeArguments = [], input = "" } = options;
  const child = spawn(process.execPath, [...nodeArguments, command, ...words], {
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", TZ: "UTC", ...env },
    stdio: "pipe",
  });
  // One that ends without reading it all is none of our business.
  child.stdin.on("error", () => {}).end(input);
  let stdout = "";
  let stderr = "";
  const waiting: (() => void)[] = [];
  let isOver = false;
  const wake = (): void => {
    for (const one of waiting.splice(0)) one();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    wake();
  });
  const wholeLines = (text: string): string[] => text.split("\n").slice(0, -1);
  const lines = (): string[] => wholeLines(stdout);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(spawned);
      isOver = true;
      wake();
      resolve({ code, signal, stdout, stderr });
    });
  });
  const spawned: Spawned = {
    lines,
    line: async (pattern, timeoutMs) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        wake();
      }, timeoutMs);
      try {
        for (;;) {
          const found = [...lines(), ...wholeLines(stderr)].find((line) => pattern.test(line));
          if (found !== undefined) return found;
          if (isOver) throw new Error(`it ended without a line ${pattern}:\n${stdout}${stderr}`);
          if (isLate) throw new Error(`there was no line ${pattern} within ${timeoutMs} ms:\n${stdout}${stderr}`);
          await new Promise<void>((resolve) => waiting.push(resolve));
        }
      } finally {
        clearTimeout(timer);
      }
    },
    ended,
    stop: async (signal = "SIGINT") => {
      child.kill(signal);
      return await ended;
    },
  };
  running.add(spawned);
  return spawned;
}

/** Asks again and again until nothing is missing; fails with what is when the time is up. */
export async function untilNothingIsMissing(timeoutMs: number, missing: () => Promise<string[]>): Promise<void> {
  const endsAt = Date.now() + timeoutMs;
  for (;;) {
    const left = await missing();
    if (left.length === 0) return;
    if (Date.now() > endsAt)
      throw new Error(`after ${timeoutMs} ms ${left.length} are missing: ${left.slice(0, 5).join("; ")}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
