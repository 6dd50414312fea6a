import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CreateQueueCommand, PurgeQueueCommand, type SQSClient } from "@aws-sdk/client-sqs";
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

/** An emulator of SQS on a free port of 127.0.0.1, with all queues and their dead-letter queues, all empty. */
export async function startSqsLocal({ queues, clock }: SqsLocalOptions): Promise<SqsLocal> {
  const shownMs = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL("./sqs-emulator.ts", import.meta.url), { workerData: { shownMs } });
  const [port] = z.tuple([z.int()]).parse(await once(worker, "message"));
  const endpoint = `http://127.0.0.1:${port}`;
  const client = sqsClient({ endpoint, region, credentials: madeUpCredentials });
  if (clock !== undefined) {
    client.middlewareStack.add(
      (next) => (args) => {
        shownMs[0] = clock.now();
        return next(args);
      },
      { step: "initialize", name: "showTime" },
    );
  }

  const create = async (name: string, Attributes: Record<string, string>): Promise<string> => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return z.string().parse(QueueUrl);
  };
  const withDead = async (name: QueueName) => {
    const { maxReceiveCount, visibilityTimeoutSeconds = 30 } = queues[name];
    const dead = await create(`${name}Dlq`, { MessageRetentionPeriod: "1209600" });
    const deadLetterTargetArn = `arn:aws:sqs:${region}:000000000000:${name}Dlq`;
    const url = await create(name, {
      VisibilityTimeout: String(visibilityTimeoutSeconds),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
    });
    return { name, url, dead };
  };
  const made = await Promise.all(queueNames.map(withDead));
  const urlsBy = (which: "url" | "dead"): Record<QueueName, string> => {
    const url = (name: QueueName): string => made.find((one) => one.name === name)?.[which] ?? "";
    return {
      PollJobs: url("PollJobs"),
      ChangeEvents: url("ChangeEvents"),
      TraktWrites: url("TraktWrites"),
      Deliveries: url("Deliveries"),
    };
  };

  return {
    endpoint,
    client,
    urls: urlsBy("url"),
    deadUrls: urlsBy("dead"),
    empty: async () => {
      const purge = (QueueUrl: string) => client.send(new PurgeQueueCommand({ QueueUrl }));
      await Promise.all(made.flatMap(({ url, dead }) => [purge(url), purge(dead)]));
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      worker.postMessage("close");
      await once(worker, "exit");
    },
  };
}
