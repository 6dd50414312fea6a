import { messageOf } from "@showrunner/core/errors.ts";
import type { Message, QueueName } from "@showrunner/core/ports/queue.ts";
import type { BatchResult, Services } from "@showrunner/services/context.ts";
import { withDeadline } from "@showrunner/services/deadline.ts";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import type { Arrow, Runtime } from "./runtime.ts";

/** A service that consumes a queue. */
export type Consume = (ctx: Services, messages: readonly Message[]) => Promise<BatchResult>;

type Failure = BatchResult["failures"][number];

/** Kept of the function's time for settling what is done, so that it is not cut off with it and done again. */
const settlingMs = 3000;

/**
 * The arrow out of a queue. People's messages are worked through side by side, and those that are not done when the
 * function's time runs out are given back, without the others. What fails is told to Lambda by message; it comes again
 * when the service said so. What no retry can help goes to the dead letters at once, with its reason.
 */
export function consumer(queue: QueueName, consume: Consume): Arrow<SQSEvent, SQSBatchResponse> {
  return (runtime) => async (event, context) => {
    const { clock } = runtime.services;
    const untilMs = clock.now() + Math.max(0, context.getRemainingTimeInMillis() - settlingMs);
    const failures: Failure[] = [];
    const messages: Message[] = [];
    for (const record of event.Records) {
      const message = read(record);
      if ("poison" in message) failures.push(message);
      else messages.push(message);
      runtime.metrics.add("Lag", Math.max(0, clock.now() - Number(record.attributes.SentTimestamp)));
    }
    const groups = Map.groupBy(messages, (message) => message.group);
    const results = await Promise.all([...groups.values()].map((group) => inTime(runtime, consume, group, untilMs)));
    failures.push(...results.flat());
    return { batchItemFailures: await settle(runtime, queue, event.Records, failures) };
  };
}

/** A record as the services know messages; what is not even JSON is poison. */
function read(record: SQSRecord): Message | { messageId: string; poison: string } {
  try {
    return {
      id: record.messageId,
      body: z.json().parse(JSON.parse(record.body)),
      group: record.attributes.MessageGroupId ?? record.messageId,
      receiveCount: Number(record.attributes.ApproximateReceiveCount),
      receipt: record.receiptHandle,
    };
  } catch {
    // What is wrong with it is not told: the words for that quote it.
    return { messageId: record.messageId, poison: "its body is no JSON" };
  }
}

async function inTime(
  runtime: Runtime,
  consume: Consume,
  messages: readonly Message[],
  untilMs: number,
): Promise<Failure[]> {
  const { services } = runtime;
  try {
    return await withDeadline(services.clock, untilMs, async (signal) => {
      const late = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("it was not done within the function's time")));
      });
      const { failures } = await Promise.race([consume(services, messages), late]);
      return failures;
    });
  } catch (error) {
    services.log({ kind: "defect", where: runtime.name, message: `${messages.length} messages: ${messageOf(error)}` });
    return messages.map(({ id }) => ({ messageId: id }));
  }
}

/** Buries poison, sets when the others come again, and names to Lambda what is neither done nor buried. */
async function settle(
  runtime: Runtime,
  queue: QueueName,
  records: readonly SQSRecord[],
  failures: readonly Failure[],
): Promise<SQSBatchResponse["batchItemFailures"]> {
  const recordOf = new Map(records.map((record) => [record.messageId, record]));
  const again = await Promise.all(
    failures.map(async (failure) => {
      const { messageId, retryAt, poison } = failure;
      const record = recordOf.get(messageId);
      if (record === undefined) return [];
      try {
        if (poison !== undefined) {
          const { body: text, receiptHandle: receipt } = record;
          const group = record.attributes.MessageGroupId ?? "";
          await runtime.queue.buryWithReason(queue, [{ id: messageId, receipt, text, group, reason: poison }]);
          runtime.metrics.add("Poison", 1);
          runtime.write("error", { kind: "buried", queue, messageId, reason: poison });
          return [];
        }
        if (retryAt !== undefined) await runtime.queue.release(queue, [record.receiptHandle], retryAt);
      } catch (error) {
        // Then it comes again when its hiding ends, and after enough receives SQS buries it.
        runtime.write("warn", { kind: "settling.failed", queue, messageId, message: messageOf(error) });
      }
      return [{ itemIdentifier: messageId }];
    }),
  );
  return again.flat();
}
