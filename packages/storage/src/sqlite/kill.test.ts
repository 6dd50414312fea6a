import { spawn } from "node:child_process";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openForTest, startMs, temporaryPath } from "../testing/temporary-database.ts";

const writer = fileURLToPath(new URL("../testing/acknowledging-writer.ts", import.meta.url));

/** Lines acknowledged by a writer that is killed after so many; the last may have been cut. */
async function acknowledgedBeforeKill(path: string, run: number, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, path, `run${run}`], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  let seen = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    seen += text.split("\n").length - 1;
    if (seen >= lines) child.kill("SIGKILL");
  });
  await once(child, "close");
  expect(child.signalCode).toBe("SIGKILL");
  return output.split("\n").slice(0, -1);
}

describe("a process killed while it writes", () => {
  // A second when the machine is idle; the processes started may have to share it.
  it("has lost nothing that it acknowledged, and left the file whole", { timeout: 120_000 }, async () => {
    const path = temporaryPath();
    const acknowledged: string[] = [];
    for (const [run, lines] of [1, 40, 333, 1000, 2500, 4000].entries()) {
      acknowledged.push(...(await acknowledgedBeforeKill(path, run, lines)));
    }
    expect(acknowledged.length).toBeGreaterThan(7000);

    const database = openForTest(path);
    const { store, queue } = database;
    const kept = new Set<string>();
    let after: string | undefined;
    do {
      const page = await store.queryIndex({ gsi1pk: "X", after });
      for (const { sk } of page.items) kept.add(`item ${sk}`);
      after = page.next;
    } while (after !== undefined);
    for (;;) {
      const messages = await queue.receive("Deliveries", { max: 500, visibleAgainAt: startMs + 60_000 });
      if (messages.length === 0) break;
      for (const { body } of messages) kept.add(`message ${JSON.stringify(body)}`);
    }
    expect(acknowledged.filter((line) => !kept.has(line))).toEqual([]);
    await database.close();

    const db = new DatabaseSync(path);
    expect(db.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    db.close();
  });
});
