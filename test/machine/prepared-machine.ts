import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@showrunner/core/clock.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { consumeOnce } from "@showrunner/local/consumer.ts";
import { dataFolder } from "@showrunner/local/data-folder.ts";
import { handlers } from "@showrunner/local/handlers.ts";
import { openServices } from "@showrunner/local/open.ts";
import { connectAccount } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { createSandbox, type Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import { queues } from "../../stacks/topology.ts";
import { tokensOf } from "../harness/test-world.ts";

/** A data folder of this machine, the Trakt that it works with, and who looks into both beside the commands. */
export interface Machine {
  folder: string;
  sandbox: Sandbox;
  ctx: Services;
  /** What a command's process finds in its environment. */
  env: Record<string, string>;
  /** Makes somebody up at Trakt and connects them. */
  connect(username: string): Promise<Account>;
  /** Writes a file beside the data, and returns its path. */
  file(name: string, content: string): string;
  /** Does all that is queued, as a running Showrunner would. */
  work(): Promise<void>;
  close(): Promise<void>;
}

/** On real time, as the commands are. */
export async function prepareMachine(): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), "showrunner-cli-"));
  const sandbox = createSandbox({ clock: systemClock, behaviour: { limits: false, deviceIntervalSeconds: 1 } });
  const { url } = await sandbox.listen();
  const app = { clientId: "cli-test-app", clientSecret: "cli-test-app-secret" };
  const { ctx, database, close } = await openServices({
    folder: dataFolder(folder, false),
    keyFile: null,
    clock: systemClock,
    log: () => {},
    trakt: { clientId: app.clientId, clientSecret: new Secret(app.clientSecret), apiUrl: url, authUrl: url },
    allowLoopback: true,
  });
  return {
    folder,
    sandbox,
    ctx,
    env: {
      TRAKT_CLIENT_ID: app.clientId,
      TRAKT_CLIENT_SECRET: app.clientSecret,
      TRAKT_API_URL: url,
      TRAKT_AUTH_URL: url,
      SHOWRUNNER_DATA: folder,
      SHOWRUNNER_ALLOW_LOOPBACK: "1",
    },
    connect: async (username) => {
      sandbox.world.addPerson({ username });
      return await connectAccount(ctx, tokensOf(sandbox.world.issueTokens(username)));
    },
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    work: async () => {
      const once = async (queue: (typeof queueNames)[number]) =>
        await consumeOnce({
          queue,
          settings: queues[queue],
          receiver: database.queue,
          clock: systemClock,
          handle: (messages) => handlers[queue](ctx, messages),
        });
      for (;;) {
        let handled = 0;
        for (const queue of queueNames) handled += await once(queue);
        if (handled === 0) return;
      }
    },
    close: async () => {
      await close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
