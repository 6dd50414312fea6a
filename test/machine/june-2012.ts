import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@showrunner/core/clock.ts";
import type { Account } from "@showrunner/core/records.ts";
import { dataFolder, prepareFolder } from "@showrunner/local/data-folder.ts";
import { sandboxApp } from "@showrunner/local/demo-app.ts";
import { demoClock, type DemoFile, saveDemo } from "@showrunner/local/demo-clock.ts";
import { openServices } from "@showrunner/local/open.ts";
import { connectAccount } from "@showrunner/services/accounts/accounts.ts";
import { june2012Ms, june2012Person, seedJune2012 } from "@showrunner/trakt-sandbox/demo/june-2012.ts";
import { createSandbox, type Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import { tokensOf } from "../harness/test-world.ts";

/** A data folder in which it is June 2012, with a Trakt of that time, as the demo has them. */
export interface JuneMachine {
  sandbox: Sandbox;
  june: Account;
  /** What a command's process finds in its environment. */
  env: Record<string, string>;
  /** Connects another person of that world. */
  connect(username: string): Promise<Account>;
  close(): Promise<void>;
}

export async function prepareJune2012(): Promise<JuneMachine> {
  const root = mkdtempSync(join(tmpdir(), "showrunner-june-"));
  const folder = dataFolder(root, true);
  prepareFolder(folder);
  const time = { speed: 1, originMs: june2012Ms, startedMs: systemClock.now(), lastSeenMs: june2012Ms };
  const clock = demoClock({ ...time, sandboxUrl: null });
  const sandbox = createSandbox({ clock, behaviour: { limits: false } });
  seedJune2012(sandbox.world);
  const { url } = await sandbox.listen();
  saveDemo(folder, { ...time, sandboxUrl: url } satisfies DemoFile);
  const { ctx, close } = await openServices({
    folder,
    keyFile: null,
    clock,
    log: () => {},
    trakt: { ...sandboxApp, apiUrl: url, authUrl: url },
    allowLoopback: true,
  });
  const connect = (username: string): Promise<Account> =>
    connectAccount(ctx, tokensOf(sandbox.world.issueTokens(username)));
  return {
    sandbox,
    june: await connect(june2012Person),
    env: { SHOWRUNNER_DATA: root },
    connect,
    close: async () => {
      await close();
      await sandbox.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
