import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known } from "./testing/caller.ts";

let folder: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-serve-"));
});

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
  rmSync(folder, { recursive: true });
});

async function serve(): Promise<{ child: ChildProcess; url: string }> {
  const main = new URL("./serve.ts", import.meta.url).pathname;
  const journal = join(folder, "journal.jsonl");
  const child = spawn(process.execPath, [main, "--port", "0", "--journal", journal, "--no-limits"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(child.stdout), "line"));
  return { child, url: z.object({ url: z.string() }).parse(JSON.parse(line)).url };
}

test("the process tells its address, keeps what it acknowledged through kill -9, and ends on SIGTERM", async () => {
  const first = await serve();
  const send = (url: string, path: string, body: unknown) =>
    fetch(`${url}/sandbox${path}`, { method: "POST", body: JSON.stringify(body) });
  await send(first.url, "/people", { people: [{ username: "ada" }] });
  const watch = { happenings: [{ do: "watch", username: "ada", item: known.starWars }] };
  let acknowledged = 0;
  const watching = (async () => {
    for (;;) {
      const answer = await send(first.url, "/happenings", watch);
      if (answer.ok) acknowledged++;
      if (acknowledged === 25) first.child.kill("SIGKILL");
    }
  })();
  await expect(watching).rejects.toThrow("fetch failed");
  const second = await serve();
  const history: unknown = await (await fetch(`${second.url}/sandbox/people/ada/history`)).json();
  const kept = Array.isArray(history) ? history.length : 0;
  // The one that was under way when the process was killed may be there, or not.
  expect(kept).toBeGreaterThanOrEqual(acknowledged);
  expect(kept).toBeLessThanOrEqual(acknowledged + 1);
  const gone = once(second.child, "exit");
  second.child.kill("SIGTERM");
  expect(await gone).toEqual([0, null]);
});
