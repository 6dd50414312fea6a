import { manualClock } from "@showrunner/core/clock.ts";
import { afterAll } from "vitest";
import { queueConformance, type QueueUnderTest } from "../conformance/queue.ts";
import { startSqsLocal } from "../testing/sqs-local.ts";
import { maxReceiveCount, startMs, testOptions } from "../testing/temporary-database.ts";
import { sqsQueue } from "./message-queue.ts";

const clock = manualClock(startMs);
const local = await startSqsLocal({ queues: testOptions("").queues, clock });
afterAll(() => local[Symbol.asyncDispose]());

async function openQueue(): Promise<QueueUnderTest> {
  await local.empty();
  const { client, urls, deadUrls } = local;
  return {
    queue: sqsQueue({ client, urls, deadUrls, clock, waitSeconds: 0 }),
    clock,
    pass: (ms) => clock.advance(ms),
    maxReceiveCount,
    close: async () => {},
  };
}

queueConformance("SQS", openQueue);
