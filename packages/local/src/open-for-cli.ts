import { existsSync } from "node:fs";
import { systemClock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { Log } from "@showrunner/core/log.ts";
import { dataFolder, prepareFolder } from "./data-folder.ts";
import { sandboxApp } from "./demo-app.ts";
import { demoClock, readDemo } from "./demo-clock.ts";
import type { Env } from "./env.ts";
import { type Opened, openServices } from "./open.ts";

/** Nothing listens there: what would call a sandbox that is not running fails with a clear error instead. */
const nowhere = "http://127.0.0.1:9";

/**
 * Opens this machine's data for a command: the account's data when a Trakt app is set, the demo's otherwise. A running
 * Showrunner may have it open at the same time.
 *
 * @param needsTrakt the command calls Trakt, so in the demo the sandbox must be running.
 */
export async function openForCli(env: Env, log: Log, needsTrakt: boolean): Promise<Opened> {
  const { keyFile, allowLoopback } = env;
  if (env.trakt !== null) {
    const folder = dataFolder(env.dataFolder, false);
    prepareFolder(folder);
    return await openServices({ folder, keyFile, clock: systemClock, log, trakt: env.trakt, allowLoopback });
  }
  const folder = dataFolder(env.dataFolder, true);
  const demo = readDemo(folder);
  if (demo === undefined || !existsSync(folder.database))
    throw new Problem({
      code: "data.empty",
      message: `there is nothing in ${folder.path} yet`,
      hint: "Start the demo with `npm start`, or set TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET to work with Trakt.",
    });
  if (needsTrakt && demo.sandboxUrl === null)
    throw new Problem({
      code: "sandbox.not_running",
      message: "the demo's Trakt is not running, and this command calls it",
      hint: "Start it with `npm start` and run this command in another terminal.",
    });
  const url = demo.sandboxUrl ?? nowhere;
  const trakt = { ...sandboxApp, apiUrl: url, authUrl: url };
  return await openServices({ folder, keyFile, clock: demoClock(demo), log, trakt, allowLoopback });
}
