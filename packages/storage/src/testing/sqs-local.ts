import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CreateQueueCommand, DeleteQueueCommand, PurgeQueueCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Clock } from "@showrunner/core/clock.ts";
import { queueNames, type QueueName } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import { sqsClient } from "../sqs/client.ts";
import { madeUpCredentials, madeUpRegion as region } from "./made-up-credentials.ts";

export interface SqsLocal extends AsyncDisposable {
  /** Its address, for clients of one's own: those do not move its time. */
  endpoint: string;
  /** Shows the emulator the clock's time with each call. */
  client: SQSClient;
  urls: Record<QueueName, string>;
  deadUrls: Record<QueueName, string>;
  /** Forgets every message. */
  empty(): Promise<void>;
}

export interface SqsLocalOptions {
  queues: Record<QueueName, { maxReceiveCount: number; visibilityTimeoutSeconds?: number }>;
  /** The emulator's time as of each call; the machine's own when not given. */
  clock?: Clock;
}

/** An emulator of SQS on a free port of 127.0.0.1. */
export interface SqsEmulator extends AsyncDisposable {
  endpoint: string;
  /** All queues and their dead-letter queues, all empty, which go when the result is disposed of. */
  open(options: SqsLocalOptions): Promise<SqsLocal>;
}

export async function startSqsEmulator(): Promise<SqsEmulator> {
  const shownMs = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL("./sqs-emulator.ts", import.meta.url), { workerData: { shownMs } });
  const [port] = z.tuple([z.int()]).parse(await once(worker, "message"));
  const endpoint = `http://127.0.0.1:${port}`;
  let opened = 0;
  return {
    endpoint,
    open: async ({ queues, clock }) => {
      const client = sqsClient({
        endpoint,
        region,
        credentials: madeUpCredentials,
        // A test machine that has much else to do takes longer than Amazon does.
        requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true },
      });
      const showTime = (): void => {
        // 0 is the machine's own time.
        shownMs[0] = clock?.now() ?? 0;
      };
      client.middlewareStack.add((next) => (args) => (showTime(), next(args)), {
        step: "initialize",
        name: "showTime",
      });
      const prefix = `${(opened += 1)}-`;
      const made = await Promise.all(queueNames.map((name) => createWithDead(client, prefix, name, queues[name])));
      const everywhere = async (call: (QueueUrl: string) => Promise<unknown>): Promise<void> => {
        await Promise.all(made.flatMap(({ url, dead }) => [call(url), call(dead)]));
      };
      return {
        endpoint,
        client,
        urls: urlsOf(made, "url"),
        deadUrls: urlsOf(made, "dead"),
        empty: () => everywhere((QueueUrl) => client.send(new PurgeQueueCommand({ QueueUrl }))),
        [Symbol.asyncDispose]: async () => {
          await everywhere((QueueUrl) => client.send(new DeleteQueueCommand({ QueueUrl })));
          client.destroy();
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      worker.postMessage("close");
      await once(worker, "exit");
    },
  };
}

/** An emulator of its own, with one set of queues. */
export async function startSqsLocal(options: SqsLocalOptions): Promise<SqsLocal> {
  const emulator = await startSqsEmulator();
  const { [Symbol.asyncDispose]: leave, ...local } = await emulator.open(options);
  return {
    ...local,
    [Symbol.asyncDispose]: async () => {
      await leave();
      await emulator[Symbol.asyncDispose]();
    },
  };
}

interface Made {
  name: QueueName;
  url: string;
  dead: string;
}

async function createWithDead(
  client: SQSClient,
  prefix: string,
  name: QueueName,
  { maxReceiveCount, visibilityTimeoutSeconds = 30 }: SqsLocalOptions["queues"][QueueName],
): Promise<Made> {
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    return z.string().parse(QueueUrl);
  };
  const deadName = `${prefix}${name}Dlq`;
  const dead = await create(deadName, { MessageRetentionPeriod: "1209600" });
  const url = await create(`${prefix}${name}`, {
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(deadName), maxReceiveCount }),
  });
  return { name, url, dead };
}

function arnOf(queue: string): string {
  return `arn:aws:sqs:${region}:000000000000:${queue}`;
}

function urlsOf(made: readonly Made[], which: "url" | "dead"): Record<QueueName, string> {
  const url = (name: QueueName): string => made.find((one) => one.name === name)?.[which] ?? "";
  return {
    PollJobs: url("PollJobs"),
    ChangeEvents: url("ChangeEvents"),
    TraktWrites: url("TraktWrites"),
    Deliveries: url("Deliveries"),
  };
}
