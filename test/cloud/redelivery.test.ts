import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { type SqsQueue, sqsQueue } from "@showrunner/storage/sqs/message-queue.ts";
import type { SqsLocal } from "@showrunner/storage/testing/sqs-local.ts";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Consume, consumer } from "../../functions/consumer.ts";
import { queues } from "../../stacks/topology.ts";
import { endAws, openQueues } from "./aws-of-this-machine.ts";
import { lambdaContext, mapOnce } from "./play-lambda.ts";
import { testRuntime, type TestRuntime } from "./test-runtime.ts";

const queue = "ChangeEvents";
const { batchSize, timeoutSeconds, visibilityTimeoutSeconds, maxReceiveCount } = queues[queue];

let t: TestRuntime;
let sqs: SqsLocal;
let sqsSide: SqsQueue;
beforeEach(async () => {
  t = testRuntime();
  sqs = await openQueues({ queues, clock: t.clock });
  const { client, urls, deadUrls } = sqs;
  sqsSide = sqsQueue({ client, urls, deadUrls, clock: t.clock, waitSeconds: 0 });
});
afterEach(async () => {
  await sqs[Symbol.asyncDispose]();
  await t.close();
});
afterAll(endAws);

/** One batch, as AWS hands it over; `killed` is a function that came to its end before it could answer. */
function turn(consume: Consume, { killed = false } = {}): Promise<number> {
  const handler = consumer(queue, consume)({ ...t.runtime, queue: sqsSide });
  return mapOnce({
    client: sqs.client,
    queue,
    url: sqs.urls[queue],
    batchSize,
    invoke: async (event) => {
      const answer = await handler(event, lambdaContext("apply-rules", timeoutSeconds * 1000));
      if (killed) throw new Error("Task timed out");
      return answer;
    },
  });
}

const done: string[] = [];
const doing: Consume = (_, messages) => {
  done.push(...messages.map(({ body }) => JSON.stringify(body)));
  return Promise.resolve({ failures: [] });
};
const pass = (seconds: number): Promise<void> => t.clock.advance(seconds * 1000);
const send = (...bodies: string[]): Promise<void> =>
  sqsSide.send(
    queue,
    bodies.map((body) => ({ body, group: "acc_1" })),
  );

describe("messages on their way through Lambda", () => {
  beforeEach(() => {
    done.length = 0;
  });

  it("that are done are gone, more than one receive's worth in one batch", async () => {
    const bodies = Array.from({ length: 25 }, (_, at) => `message ${at}`);
    await send(...bodies);
    expect(await turn(doing)).toBe(25);
    await pass(visibilityTimeoutSeconds);
    expect(await turn(doing)).toBe(0);
    expect(done.toSorted()).toEqual(bodies.map((body) => JSON.stringify(body)).toSorted());
  });

  it("of a function that was killed come again when their hiding ends, and none is lost", async () => {
    await send("a", "b");
    await turn(doing, { killed: true });
    expect(await turn(doing)).toBe(0);
    await pass(visibilityTimeoutSeconds);
    done.length = 0;
    expect(await turn(doing)).toBe(2);
    expect(done.toSorted()).toEqual(['"a"', '"b"']);
    expect(await sqsSide.depth(queue)).toEqual({ visible: 0, inFlight: 0, delayed: 0, dead: 0 });
  });

  it("that fail come again when their service said so, and not before", async () => {
    await send("a");
    const retryAt = t.clock.now() + 30_000;
    await turn((_, messages) => Promise.resolve({ failures: messages.map(({ id }) => ({ messageId: id, retryAt })) }));
    await pass(29);
    expect(await turn(doing)).toBe(0);
    await pass(1);
    expect(await turn(doing)).toBe(1);
    expect(done).toEqual(['"a"']);
  });

  it("that fail too often are dead letters, and are done when sent back", async () => {
    await send("a");
    for (let at = 0; at < maxReceiveCount; at++) {
      expect(await turn(() => Promise.reject(new Error("not today")))).toBe(1);
      await pass(visibilityTimeoutSeconds);
    }
    expect(await turn(doing)).toBe(0);
    expect(await sqsSide.depth(queue)).toMatchObject({ visible: 0, inFlight: 0, dead: 1 });
    expect(await sqsSide.redrive(queue, 10)).toBe(1);
    expect(await turn(doing)).toBe(1);
    expect(done).toEqual(['"a"']);
    expect(await sqsSide.depth(queue)).toMatchObject({ visible: 0, inFlight: 0, dead: 0 });
  });

  it("that are no JSON are dead letters at once, with their reason, and the others of the batch are done", async () => {
    await send("a", "b");
    const odd = new SendMessageCommand({ QueueUrl: sqs.urls[queue], MessageBody: "{none of ours" });
    await sqs.client.send(odd);
    expect(await turn(doing)).toBe(3);
    expect(done.toSorted()).toEqual(['"a"', '"b"']);
    expect(await sqsSide.dead(queue, 10)).toMatchObject([{ body: "{none of ours", reason: "its body is no JSON" }]);
    expect(await sqsSide.depth(queue)).toMatchObject({ visible: 0, inFlight: 0, dead: 1 });
  });
});
