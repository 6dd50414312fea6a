import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "@showrunner/local/env.ts";
import { startRuntime } from "@showrunner/local/runtime.ts";
import * as z from "zod";

/** Showrunner on one machine, on a Trakt of its own, whose time runs fast: a minute there takes half a second here. */
export interface Place {
  url: string;
  sandboxUrl: string;
  folder: string;
  /** Makes something happen at Trakt, as docs/sandbox.md has it; what came of each. */
  happen(...happenings: readonly Record<string, unknown>[]): Promise<unknown[]>;
  /** Asks the sandbox for something else. */
  sandbox(path: string, body: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const speed = 120;

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "showrunner-web-"));
  const env = readEnv({
    SHOWRUNNER_DATA: folder,
    SHOWRUNNER_PORT: "0",
    SHOWRUNNER_DEMO_SPEED: String(speed),
    SHOWRUNNER_ALLOW_LOOPBACK: "1",
  });
  let [url, sandboxUrl] = ["", ""];
  const runtime = await startRuntime({
    env,
    reset: false,
    log: () => () => {},
    ready: (started) => {
      url = started.url;
      sandboxUrl = started.sandboxUrl ?? "";
    },
  });
  const sandbox = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${sandboxUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said: unknown = await answer.json();
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(said)}`);
    return said;
  };
  return {
    url,
    sandboxUrl,
    folder,
    sandbox,
    happen: async (...happenings) => Happened.parse(await sandbox("/sandbox/happenings", { happenings })).results,
    close: async () => {
      await runtime.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const Happened = z.object({ results: z.array(z.unknown()) });
