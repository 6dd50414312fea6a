import { systemRandom } from "@showrunner/core/ids.ts";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Services } from "@showrunner/services/context.ts";
import { openMemoryVault } from "@showrunner/storage/key-file-vault.ts";
import { dynamoStore } from "@showrunner/storage/dynamo/item-store.ts";
import { type SqsQueue, sqsQueue } from "@showrunner/storage/sqs/message-queue.ts";
import type { DatabaseCounts } from "@showrunner/storage/sqlite/database.ts";
import { type DynamoLocal, startDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { startSqsLocal } from "@showrunner/storage/testing/sqs-local.ts";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { FunctionName } from "../../functions/environment.ts";
import { jsonLog, type Print, serviceLog } from "../../functions/log.ts";
import { createMetrics } from "../../functions/metrics.ts";
import type { Arrow, Runtime } from "../../functions/runtime.ts";
import { queues } from "../../stacks/topology.ts";
import type { WorldDriverOptions, WorldDrivers } from "../harness/world-drivers.ts";
import { withinRights } from "../stacks/within-rights.ts";
import { linkMadeUpResources } from "./made-up-links.ts";
import { lambdaContext, mapOnce } from "./play-lambda.ts";

/** Which function is mapped to which queue, and loaded how. */
const consumers: Record<QueueName, { name: FunctionName; load(): Promise<Arrow<SQSEvent, SQSBatchResponse>> }> = {
  PollJobs: { name: "poll-account", load: async () => (await import("../../functions/poll-account.ts")).arrow },
  ChangeEvents: { name: "apply-rules", load: async () => (await import("../../functions/apply-rules.ts")).arrow },
  TraktWrites: { name: "write-trakt", load: async () => (await import("../../functions/write-trakt.ts")).arrow },
  Deliveries: { name: "deliver", load: async () => (await import("../../functions/deliver.ts")).arrow },
};

/** What EventBridge calls, in the order of one machine's tick. */
const ticked: { name: FunctionName; load(): Promise<Arrow<unknown, void>> }[] = [
  { name: "refresh-tokens", load: async () => (await import("../../functions/refresh-tokens.ts")).arrow },
  { name: "read-shared-calendars", load: async () => (await import("../../functions/read-shared-calendars.ts")).arrow },
  { name: "schedule", load: async () => (await import("../../functions/schedule.ts")).arrow },
  { name: "fire-timers", load: async () => (await import("../../functions/fire-timers.ts")).arrow },
];

let shared: Promise<DynamoLocal> | undefined;

/** DynamoDB Local is started once a test file; each world has a table of its own in it. A busy machine may need two tries. */
function sharedDynamo(): Promise<DynamoLocal> {
  return (shared ??= startDynamoLocal().catch(startDynamoLocal));
}

export async function endDynamoLocal(): Promise<void> {
  await (await shared)?.[Symbol.asyncDispose]();
  shared = undefined;
}

const cronTimeoutMs = 60_000;

/** The world of the cloud: DynamoDB Local, an emulator of SQS, and Lambda's handlers, called as AWS calls them. */
export async function inTheCloud({
  clock,
  print = () => undefined,
}: WorldDriverOptions & { print?: Print }): Promise<WorldDrivers> {
  linkMadeUpResources();
  const dynamo = await sharedDynamo();
  const [table, sqs] = await Promise.all([
    dynamo.createTable(`world-${systemRandom.id("msg")}`),
    startSqsLocal({ queues, clock }),
  ]);
  const { client, urls, deadUrls } = sqs;
  const counted = countStore(dynamoStore({ client: dynamo.client, table }));
  const queue = countQueue(sqsQueue({ client, urls, deadUrls, clock, waitSeconds: 0 }));

  const runtimes = new Map<Services, Map<FunctionName, Runtime>>();
  const runtimeOf = (ctx: Services, name: FunctionName): Runtime => {
    const known = runtimes.get(ctx) ?? new Map<FunctionName, Runtime>();
    runtimes.set(ctx, known);
    const runtime = known.get(name) ?? makeRuntime(ctx, name);
    known.set(name, runtime);
    return runtime;
  };
  const makeRuntime = (ctx: Services, name: FunctionName): Runtime => {
    const metrics = createMetrics(print);
    const write = jsonLog({ print, now: clock.now, fields: () => ({ function: name }) });
    const told = serviceLog(write, metrics);
    const log: Services["log"] = (entry) => {
      ctx.log(entry);
      told(entry);
    };
    return { name, services: withinRights(name, { ...ctx, log }), queue: queue.queue, environment: {}, metrics, write };
  };

  return {
    database: {
      store: counted.store,
      queue: queue.queue,
      counts: () => ({ ...counted.counts(), queueWrites: queue.writes() }),
      resetCounts: () => {
        counted.reset();
        queue.reset();
      },
      // DynamoDB and SQS do these by themselves, or in time.
      purgeExpired: () => Promise.resolve(0),
      releaseInFlight: () => Promise.resolve(0),
      onSend: () => () => undefined,
      settled: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    vault: openMemoryVault(),
    consume: async (ctx, name, deliverMessages) => {
      if (deliverMessages !== undefined) throw new Error("records reach Lambda as SQS gives them");
      const consumer = consumers[name];
      const runtime = runtimeOf(ctx, consumer.name);
      const run = (await consumer.load())(runtime);
      const { batchSize, timeoutSeconds } = queues[name];
      return await mapOnce({
        client,
        queue: name,
        url: urls[name],
        batchSize,
        invoke: async (event) => {
          const answer = await run(event, lambdaContext(consumer.name, timeoutSeconds * 1000));
          runtime.metrics.flush({ stage: "test", function: consumer.name }, clock.now());
          return answer;
        },
      });
    },
    tick: async (ctx) => {
      for (const { name, load } of ticked) {
        const run = (await load())(runtimeOf(ctx, name));
        try {
          await run({}, lambdaContext(name, cronTimeoutMs));
        } catch {
          // It is told in the log; EventBridge asks again at the next minute.
        }
      }
    },
    close: async () => {
      await sqs[Symbol.asyncDispose]();
    },
  };
}

function countStore(store: Store): { store: Store; counts(): Omit<DatabaseCounts, "queueWrites">; reset(): void } {
  let reads = 0;
  let writes = 0;
  return {
    store: {
      get: (key) => ((reads += 1), store.get(key)),
      getMany: (keys) => ((reads += keys.length), store.getMany(keys)),
      query: (query) => ((reads += 1), store.query(query)),
      queryIndex: (query) => ((reads += 1), store.queryIndex(query)),
      // DynamoDB Local forgets by the machine's time, which is not the world's.
      put: ({ ttl: _ttl, ...item }, condition) => ((writes += 1), store.put(item, condition)),
      delete: (key, condition) => ((writes += 1), store.delete(key, condition)),
    },
    // Each write is a commit of its own.
    counts: () => ({ reads, writes, commits: writes }),
    reset: () => {
      reads = 0;
      writes = 0;
    },
  };
}

function countQueue(queue: SqsQueue): { queue: SqsQueue; writes(): number; reset(): void } {
  let writes = 0;
  return {
    queue: {
      ...queue,
      send: (name, messages) => ((writes += messages.length), queue.send(name, messages)),
      release: (name, receipts, visibleAt) => ((writes += receipts.length), queue.release(name, receipts, visibleAt)),
      buryWithReason: (name, doomed) => ((writes += doomed.length), queue.buryWithReason(name, doomed)),
    },
    writes: () => writes,
    reset: () => {
      writes = 0;
    },
  };
}
