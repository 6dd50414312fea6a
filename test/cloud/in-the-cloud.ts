import type { SQSClient } from "@aws-sdk/client-sqs";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";
import type { Services } from "@showrunner/services/context.ts";
import { dynamoStore } from "@showrunner/storage/dynamo/item-store.ts";
import { kmsVault } from "@showrunner/storage/kms-vault.ts";
import { sqsClient } from "@showrunner/storage/sqs/client.ts";
import { type SqsQueue, sqsQueue } from "@showrunner/storage/sqs/message-queue.ts";
import type { KmsLocal } from "@showrunner/storage/testing/kms-local.ts";
import { madeUpCredentials, madeUpRegion } from "@showrunner/storage/testing/made-up-credentials.ts";
import type { SqsLocal } from "@showrunner/storage/testing/sqs-local.ts";
import type { SQSRecord } from "aws-lambda";
import type { FunctionName } from "../../functions/environment.ts";
import { jsonLog, type Print, serviceLog } from "../../functions/log.ts";
import { createMetrics } from "../../functions/metrics.ts";
import { createNames } from "../../functions/names.ts";
import type { Runtime } from "../../functions/runtime.ts";
import { cloud, queues } from "../../stacks/topology.ts";
import type { WorldDriverOptions, WorldDrivers } from "../harness/world-drivers.ts";
import { withinRights } from "../stacks/within-rights.ts";
import { kmsCaller, openQueues, requestsToAws, sharedDynamo, sharedKms, watched } from "./aws-of-this-machine.ts";
import { counted } from "./counted.ts";
import { consumers, ticked } from "./lambda-functions.ts";
import { asRecords, lambdaContext, mapOnce, scheduledEvent } from "./play-lambda.ts";
import { quietQueues } from "./quiet-queues.ts";
import { askedOnce } from "./asked-once.ts";

export interface CloudOptions extends WorldDriverOptions {
  /** Where functions print their lines to. */
  print?: Print;
  /** Where records are kept, on a machine without Java: else in a table of DynamoDB Local. */
  keptIn?: KeptIn;
  /** Queues that the caller opened, and looks into. */
  sqs?: SqsLocal;
  /** What a function's clock shows; the world's unless said otherwise. */
  clockOf?(name: FunctionName): Clock;
  /** The functions' way to the queues that they send to and settle with: an address that leads to that of the emulator. */
  wayToSqs?(endpoint: string): Promise<string>;
  /** What happens to the records of a batch on their way to the function. */
  deliver?(records: SQSRecord[]): SQSRecord[];
  /** Stands around every call of a function, which fails when this throws; its next call is of a new instance then. */
  around?<T>(runtime: Runtime, work: (runtime: Runtime) => Promise<T>): Promise<T>;
}

export interface KeptIn {
  store: Store;
  stored(): Promise<string>;
  close(): Promise<void>;
}

/** For a call of DynamoDB Local, on a machine that has much else to do. */
const patienceMs = 60_000;

/** The world of the cloud: DynamoDB Local, emulators of SQS and KMS, and Lambda's handlers, called as AWS calls them. */
export async function inTheCloud(options: CloudOptions): Promise<WorldDrivers> {
  const { clock, clockOf = () => clock, print = () => undefined } = options;
  const { around = (runtime, work) => work(runtime) } = options;
  const [kept, kms, sqs] = await Promise.all([
    options.keptIn ?? inDynamoLocal(),
    sharedKms(),
    options.sqs ?? openQueues({ queues, clock }),
  ]);
  const { client, urls, deadUrls } = sqs;
  const way = options.wayToSqs === undefined ? client : clientOver(await options.wayToSqs(sqs.endpoint));
  const quiet = quietQueues(client);
  if (way !== client) quiet.watch(way);
  const queueOf = (over: SQSClient, seen: Clock): SqsQueue =>
    sqsQueue({ client: over, urls, deadUrls, clock: over === client ? inRealTime(seen) : seen, waitSeconds: 0 });
  const { store, queue, counts, reset } = counted(kept.store, queueOf(client, clock));
  const vaultOf = (kmsClient: KmsLocal["client"], over: Store, seen: Clock): Vault =>
    kmsVault({ client: kmsClient, keyIds: kms.keyIds, store: over, clock: seen });
  /** That of whoever sets the world up: it may do everything. */
  const vault = vaultOf(kms.client, store, clock);
  const printed: string[] = [];
  const printing: Print = (line) => {
    printed.push(line);
    print(line);
  };

  /** An instance of each function for each of the test's workers, with what it keeps at hand. */
  const instances = new Map<Services, Map<FunctionName, Runtime>>();
  const start = (ctx: Services, name: FunctionName): Runtime => {
    const seen = options.clockOf === undefined ? ctx.clock : clockOf(name);
    const metrics = createMetrics(printing);
    const names = createNames();
    const write = jsonLog({
      print: printing,
      now: seen.now,
      fields: () => ({ function: name }),
      without: names.without,
    });
    const told = serviceLog(write, metrics, names);
    const log: Services["log"] = (entry) => {
      ctx.log(entry);
      told(entry);
    };
    const own = queueOf(way, seen);
    const sending = way === client ? ctx.queue : { send: own.send };
    const services = withinRights(name, {
      ...ctx,
      store: names.heard(ctx.store),
      log,
      clock: seen,
      queue: sending,
    });
    // Each function has keys at hand of its own, and only what KMS opens for its role; a test's own vault stays.
    if (ctx.vault === vault) services.vault = vaultOf(watched(kms.clientOf(kmsCaller(name))), services.store, seen);
    return { name, services, queue: own, environment: {}, metrics, write };
  };
  /** Calls a function. What it throws is thrown. */
  const call = async <T>(ctx: Services, name: FunctionName, work: (runtime: Runtime) => Promise<T>): Promise<T> => {
    const running = instances.get(ctx) ?? new Map<FunctionName, Runtime>();
    instances.set(ctx, running);
    const runtime = running.get(name) ?? start(ctx, name);
    running.set(name, runtime);
    try {
      return await around(runtime, work);
    } catch (error) {
      running.delete(name);
      throw error;
    } finally {
      runtime.metrics.flush({ stage: "test", function: name }, runtime.services.clock.now());
    }
  };

  return {
    database: {
      store,
      queue,
      counts,
      resetCounts: reset,
      // DynamoDB and SQS do these by themselves, or in time.
      purgeExpired: () => Promise.resolve(0),
      releaseInFlight: () => Promise.resolve(0),
      onSend: () => () => undefined,
      settled: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    vault,
    consume: async (ctx, name, deliverMessages) => {
      const { name: consumer, load } = consumers[name];
      const { batchSize, timeoutSeconds } = queues[name];
      const url = urls[name];
      if (quiet.isQuiet(url)) return 0;
      const taken = await mapOnce({
        client,
        queue: name,
        url,
        batchSize,
        deliver: deliverMessages === undefined ? options.deliver : asRecords(deliverMessages),
        invoke: async (event) => {
          const arrow = await load();
          return await call(ctx, consumer, (runtime) =>
            arrow(runtime)(event, lambdaContext(consumer, timeoutSeconds * 1000, clock.now)),
          );
        },
      });
      if (taken === 0) await quiet.look(url);
      return taken;
    },
    tick: async (ctx) => {
      for (const { name, load } of ticked) {
        const arrow = await load();
        const limitMs = cloud.periodicTimeoutSeconds[name] * 1000;
        const tick = (runtime: Runtime): Promise<void> =>
          arrow(runtime)(scheduledEvent(name, clock.now()), lambdaContext(name, limitMs, clock.now));
        // It is told in the log; EventBridge asks again at the next minute.
        await call(ctx, name, tick).catch(() => undefined);
      }
    },
    underWay: requestsToAws,
    stored: async () => {
      const dead = await Promise.all(queueNames.map((name) => queue.dead(name, 1000)));
      return [await kept.stored(), JSON.stringify(dead), ...printed].join("\n");
    },
    close: async () => {
      if (way !== client) way.destroy();
      await Promise.all([sqs[Symbol.asyncDispose](), kept.close()]);
    },
  };
}

/** The emulator's own troubles are this machine's: whoever waited for the world's clock then would wait for good. */
function inRealTime({ now }: Clock): Clock {
  return { now, sleep: systemClock.sleep };
}

function clientOver(endpoint: string): SQSClient {
  // The queues' own addresses would lead past it.
  const useQueueUrlAsEndpoint = false;
  const credentials = madeUpCredentials;
  return watched(sqsClient({ endpoint, useQueueUrlAsEndpoint, region: madeUpRegion, credentials }));
}

/** A table of its own in DynamoDB Local. */
async function inDynamoLocal(): Promise<KeptIn> {
  const { client, createTable, contents, dropTable } = await sharedDynamo();
  const table = await createTable(`world-${systemRandom.id("msg")}`);
  const store = dynamoStore({ client, table, limitMs: patienceMs });
  return {
    store: askedOnce(forgettingNothing(store)),
    stored: async () => JSON.stringify(await contents(table)),
    close: () => dropTable(table),
  };
}

/** DynamoDB Local forgets by the machine's time, which is not the world's. */
export function forgettingNothing(store: Store): Store {
  return { ...store, put: ({ ttl: _ttl, ...item }, condition) => store.put(item, condition) };
}
