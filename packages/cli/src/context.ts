import { type Client, createClient } from "@showrunner/client/client.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { Log } from "@showrunner/core/log.ts";
import { readEnv } from "@showrunner/local/env.ts";
import type { Services } from "@showrunner/services/context.ts";
import { fail, type Output, outputOf, tell } from "./output.ts";
import { onlyHere, serverOf, type ServerOptions } from "./server.ts";

/** The options of every command. */
export interface GlobalOptions extends ServerOptions {
  json?: boolean;
}

/** What a command asks through the API, of this machine's Showrunner or of one elsewhere alike. */
export interface Asking {
  client: Client;
  output: Output;
  /** The address of the Showrunner elsewhere; null for this machine's. */
  server: string | null;
}

/** What a command works on that only this machine can do. */
export interface CommandContext {
  ctx: Services;
  output: Output;
}

/** This machine's environment. Throws Problem `cli.local_only` when the command is for a Showrunner elsewhere. */
export function envOf(options: GlobalOptions) {
  onlyHere(options);
  const env = readEnv();
  return options.data === undefined ? env : { ...env, dataFolder: options.data };
}

/** Runs a command on this machine's data, and sets the exit code by what came of it. */
export async function withServices(
  options: GlobalOptions,
  needs: { trakt: boolean; log?: Log },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const output = outputOf(options.json === true);
  try {
    const env = envOf(options);
    const { openForCli } = await import("@showrunner/local/open-for-cli.ts");
    const opened = await openForCli(env, needs.log ?? (() => {}), needs.trakt);
    try {
      await work({ ctx: opened.ctx, output });
    } finally {
      await opened.close();
    }
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}

/**
 * Runs a command through the API: that of the server named, or of this very process over this machine's data. Sets the exit
 * code by what came of it.
 *
 * @param needs.trakt on this machine it calls Trakt, so in the demo the sandbox must be running
 */
export async function withClient(
  options: GlobalOptions,
  needs: { trakt: boolean },
  work: (asking: Asking) => Promise<void>,
): Promise<void> {
  const output = outputOf(options.json === true);
  try {
    const server = serverOf(options);
    if (server === null) await askHere(options, needs, output, work);
    else {
      warnOfPlainHttp(output, server.url);
      const newKey = () => systemRandom.id("msg");
      const client = createClient({ baseUrl: server.url, key: server.key.reveal(), newKey });
      await work({ client, output, server: server.url });
    }
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}

async function askHere(
  options: GlobalOptions,
  needs: { trakt: boolean },
  output: Output,
  work: (asking: Asking) => Promise<void>,
): Promise<void> {
  const env = envOf(options);
  const [{ openForCli }, { ownApi }] = await Promise.all([
    import("@showrunner/local/open-for-cli.ts"),
    import("@showrunner/local/own-api.ts"),
  ]);
  const opened = await openForCli(env, () => {}, needs.trakt);
  try {
    const { fetch, headers } = ownApi(opened, env.trakt === null ? "sandbox" : "trakt");
    // Whatever may be tried again, the services have tried again.
    const client = createClient({ baseUrl: "http://127.0.0.1", fetch, headers, attempts: 1 });
    await work({ client, output, server: null });
  } finally {
    await opened.close();
  }
}

/** Whoever is on the way reads the key. */
function warnOfPlainHttp(output: Output, url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)) return;
  const warning = `${url} is not encrypted: whoever is on the way there can read the key`;
  tell(output, { warning }, `Warning: ${warning}.`);
}
