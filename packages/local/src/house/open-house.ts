import { hash } from "node:crypto";
import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import { systemClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { Log } from "@showrunner/core/log.ts";
import type { QueueReceiver } from "@showrunner/core/ports/queue.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { Services } from "@showrunner/services/context.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import { createGovernor } from "@showrunner/trakt/governor.ts";
import * as topology from "../../../../stacks/topology.ts";
import { dataFolder, lockFolder, prepareFolder } from "../data-folder.ts";
import type { Env } from "../env.ts";
import { openForCli } from "../open-for-cli.ts";
import type { HouseAddress, StageAddress } from "./house-address.ts";

/** Where a Showrunner keeps things, opened. */
export interface House {
  ctx: Services;
  /** For people. */
  name: string;
  /** Its Trakt app, as archives name it; null in the demo. */
  app: string | null;
  /** Nobody else works on its store while it is open. */
  alone: boolean;
  /** Its queues, where they can be looked into. */
  queues: QueueReceiver | undefined;
  close(): Promise<void>;
}

export interface OpenHouseOptions {
  env: Env;
  address: HouseAddress;
  log: Log;
  /** A running Showrunner of this machine must not work on it meanwhile: it is refused while there is one. */
  alone: boolean;
}

/**
 * Opens a house. What is sent to the queues of a stage is left to its sweeper, which finds all of it in the table within
 * minutes. Throws Problem `data.in_use`, and those of the drivers.
 */
export async function openHouse({ env, address, log, alone }: OpenHouseOptions): Promise<House> {
  return address.kind === "here" ? await openHere(env, log, alone) : await openStage(env, address, log);
}

/** How archives name a Trakt app: enough of a hash to know it again. */
export function appName(env: Pick<Env, "trakt">): string | null {
  return env.trakt === null ? null : hash("sha256", env.trakt.clientId).slice(0, 16);
}

async function openHere(env: Env, log: Log, alone: boolean): Promise<House> {
  const folder = dataFolder(env.dataFolder, env.trakt === null);
  if (alone) prepareFolder(folder);
  const unlock = alone ? lockFolder(folder) : () => undefined;
  try {
    const { ctx, database, close } = await openForCli(env, log, false);
    return {
      ctx,
      name: "one machine",
      app: appName(env),
      alone,
      queues: database.queue,
      close: async () => {
        await close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openStage(env: Env, address: StageAddress, log: Log): Promise<House> {
  const { table, region, endpoint, tokensKey, channelsKey, queues, deadLetters } = address;
  const config = { ...(region === undefined ? {} : { region }), ...(endpoint === undefined ? {} : { endpoint }) };
  // AWS's clients take a while to load: only who asks for a stage waits for them.
  const [{ dynamoClient }, { dynamoStore }, { kmsVault }, { kmsClient }, { sqsClient }, { sqsQueue }] =
    await Promise.all([
      import("@showrunner/storage/dynamo/client.ts"),
      import("@showrunner/storage/dynamo/item-store.ts"),
      import("@showrunner/storage/kms-vault.ts"),
      import("@showrunner/storage/kms-calls.ts"),
      import("@showrunner/storage/sqs/client.ts"),
      import("@showrunner/storage/sqs/message-queue.ts"),
    ]);
  const clock = systemClock;
  const dynamo = dynamoClient(config);
  const kms = kmsClient(config);
  const sqs = sqsClient(config);
  const store = dynamoStore({ client: dynamo, table });
  const keyIds = {
    ...(tokensKey === undefined ? {} : { tokens: tokensKey }),
    ...(channelsKey === undefined ? {} : { channels: channelsKey }),
  };
  const app = env.trakt ?? { clientId: "unknown", clientSecret: new Secret(""), ...traktItself };
  const trakt = createTrakt({ ...app, clock, governor: createGovernor({ clock, ...topology.traktGovernor }) });
  const guard = createGuard({ policy: "public", allowLoopback: false });
  const http = createGuardedHttp(guard);
  return {
    ctx: {
      clock,
      random: systemRandom,
      log,
      store,
      queue: { send: () => Promise.resolve() },
      vault: kmsVault({ client: kms, keyIds, store, generation: String(topology.cloud.keyGeneration) }),
      trakt,
      outbound: { http, mail: createMailer(guard) },
      settings: serviceSettings,
      worker: `${process.pid}-${systemRandom.id("msg")}`,
      source: app.apiUrl,
    },
    name: `DynamoDB's table ${table}`,
    app: appName(env),
    alone: false,
    queues:
      queues === undefined ? undefined : sqsQueue({ client: sqs, urls: queues, deadUrls: deadLetters ?? {}, clock }),
    close: async () => {
      await Promise.all([trakt.close(), http.close()]);
      for (const client of [dynamo, kms, sqs]) client.destroy();
    },
  };
}

const traktItself = { apiUrl: "https://api.trakt.tv", authUrl: "https://auth.trakt.tv" };
