import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));

/** The real process, started as people start it. */
export interface ShowrunnerProcess {
  /** Resolves when it says that it runs, and so many lines were printed after that; rejects when it ends by itself. */
  printed(lines: number): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** What it printed last. */
  tail(): string;
}

const keptCharacters = 4000;

/** Starts `showrunner start` on a data folder and any free port. */
export function startShowrunner(dataFolder: string, env: Record<string, string>): ShowrunnerProcess {
  const child: ChildProcess = spawn(process.execPath, [main, "start", "--port", "0", "--data", dataFolder], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let isRunning = false;
  let lines = 0;
  let tail = "";
  let waiting: { lines: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  const wake = (): void => {
    if (!isRunning) return;
    for (const one of waiting) if (one.lines <= lines) one.resolve();
    waiting = waiting.filter((one) => one.lines > lines);
  };
  const read = (text: string): void => {
    tail = (tail + text).slice(-keptCharacters);
    if (isRunning) lines += text.split("\n").length - 1;
    isRunning ||= tail.includes("Showrunner is running");
    wake();
  };
  child.stdout?.setEncoding("utf8").on("data", read);
  child.stderr?.setEncoding("utf8").on("data", read);
  const ended = new Promise<void>((resolve) => {
    child.once("close", (code, signal) => {
      for (const one of waiting) one.reject(new Error(`it ended by itself (${code ?? signal}): ${tail}`));
      waiting = [];
      resolve();
    });
  });
  return {
    printed: (count) =>
      new Promise((resolve, reject) => {
        waiting.push({ lines: count, resolve, reject });
        wake();
      }),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    tail: () => tail,
  };
}
