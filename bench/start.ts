import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@showrunner/storage/testing/free-port.ts";
import { type Figure, median, readable } from "./numbers.ts";
import { startSandbox, stopProcess } from "./processes.ts";

const main = fileURLToPath(new URL("../packages/cli/showrunner.js", import.meta.url));
const tries = 5;
const settleMs = 8000;

/** How long from the process's start to its first answer, and the memory it then idles in. */
export async function measureStart(): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const folder = mkdtempSync(join(tmpdir(), "showrunner-bench-"));
  try {
    const startsMs: number[] = [];
    const floorsMs: number[] = [];
    let idleMb = Number.NaN;
    for (let at = 0; at < tries; at++) {
      floorsMs.push((await startOnce(["-e", bareServer], {}, 0)).firstAnswerMs);
      const env = {
        TRAKT_CLIENT_ID: "bench",
        TRAKT_CLIENT_SECRET: "bench-app",
        TRAKT_API_URL: sandbox.url,
        TRAKT_AUTH_URL: sandbox.url,
        SHOWRUNNER_DATA: folder,
      };
      const last = at === tries - 1;
      const { firstAnswerMs, residentMb } = await startOnce([main, "start"], env, last ? settleMs : 0);
      startsMs.push(firstAnswerMs);
      idleMb = residentMb;
    }
    return [
      {
        what: "start to first answer",
        value: `${readable(median(startsMs))} ms`,
        floor: `a bare node:http server: ${readable(median(floorsMs))} ms`,
        aim: "≤ 1,000 ms",
        met: median(startsMs) <= 1000,
      },
      { what: "idle memory (RSS)", value: `${readable(idleMb)} MB`, aim: "≤ 120 MB", met: idleMb <= 120 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
    await sandbox.stop();
  }
}

const bareServer = `require("node:http").createServer((q, r) => r.end("ok")).listen(+process.env.SHOWRUNNER_PORT, "127.0.0.1")`;

async function startOnce(
  args: readonly string[],
  env: Record<string, string>,
  idleMs: number,
): Promise<{ firstAnswerMs: number; residentMb: number }> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: "ignore",
    env: { ...process.env, ...env, SHOWRUNNER_PORT: String(port) },
  });
  try {
    await firstAnswer(`http://127.0.0.1:${port}/healthz`, startedAt + 30_000);
    const firstAnswerMs = performance.now() - startedAt;
    await pause(idleMs);
    return { firstAnswerMs, residentMb: residentMbOf(child.pid) };
  } finally {
    await stopProcess(child);
  }
}

async function firstAnswer(url: string, deadline: number): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(url);
      await answer.text();
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    if (performance.now() > deadline) throw new Error(`${url} gave no answer`);
    await pause(2);
  }
}

/** Linux tells it in /proc; elsewhere it is not known. */
function residentMbOf(pid: number | undefined): number {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(found?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
