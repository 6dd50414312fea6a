import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import { withCircuits } from "@showrunner/channels/with-circuits.ts";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { Log } from "@showrunner/core/log.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import type { ServiceSettings, Services } from "@showrunner/services/context.ts";
import { openKeyFileVault } from "@showrunner/storage/key-file-vault.ts";
import { openDatabase, type Database } from "@showrunner/storage/sqlite/database.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import { createGovernor } from "@showrunner/trakt/governor.ts";
import * as topology from "../../../stacks/topology.ts";
import { fairTurns } from "./turns.ts";
import type { DataFolder } from "./data-folder.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";

/** Which Trakt to talk to, and as which app. */
export interface TraktApp {
  clientId: string;
  clientSecret: Secret<string>;
  apiUrl: string;
  authUrl: string;
}

export interface OpenOptions {
  folder: DataFolder;
  /** Where the keys are, when not in the data folder. */
  keyFile: string | null;
  clock: Clock;
  log: Log;
  trakt: TraktApp;
  /** Webhooks may go to this machine itself. */
  allowLoopback: boolean;
  /** Where people reach it from elsewhere, `https://showrunner.example`. */
  site?: string;
  settings?: ServiceSettings;
  governor?: { perSecond: number; burst: number; concurrency: number; personWriteIntervalMs?: number };
}

/** The services on this machine's drivers. */
export interface Opened {
  ctx: Services;
  database: Database;
  close(): Promise<void>;
}

/** Puts the services together for one machine: SQLite, the key file, the Trakt client, the guarded ways out. */
export async function openServices(options: OpenOptions): Promise<Opened> {
  const { folder, clock, log, trakt: app } = options;
  const database = openDatabase({ path: folder.database, clock, random: systemRandom, queues: topology.queues });
  const vault = await openKeyFileVault({ path: options.keyFile ?? folder.keyFile });
  const governor = createGovernor({ clock, ...(options.governor ?? topology.traktGovernor) });
  const trakt = createTrakt({ ...app, clock, governor });
  const guard = createGuard({ policy: "lan", allowLoopback: options.allowLoopback });
  // On real time, whatever the clock of the world: deadlines of sockets must not shrink with a fast one.
  const http = createGuardedHttp(guard);
  const ctx: Services = {
    clock,
    random: systemRandom,
    log,
    store: database.store,
    queue: database.queue,
    vault,
    trakt,
    outbound: withCircuits({ http, mail: createMailer(guard) }, clock),
    settings: options.settings ?? serviceSettings,
    // Work takes the machine's time, whatever the clock of the world shows.
    turn: fairTurns(systemClock),
    worker: `${process.pid}-${systemRandom.id("msg")}`,
    source: app.apiUrl,
    ...(options.site === undefined ? {} : { site: options.site }),
  };
  return {
    ctx,
    database,
    close: async () => {
      await Promise.all([trakt.close(), http.close()]);
      await database.close();
    },
  };
}
