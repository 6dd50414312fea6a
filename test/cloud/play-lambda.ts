import {
  DeleteMessageBatchCommand,
  type Message as SqsMessage,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Message } from "@showrunner/core/ports/queue.ts";
import type { Context, ScheduledEvent, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";

/** Lambda's own word for an invocation, with the time that is left of the function's as of a clock that began with it. */
export function lambdaContext(functionName: string, limitMs: number, now: () => number = () => 0): Context {
  const beganAt = now();
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: "1024",
    awsRequestId: `request-of-${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "made-up",
    getRemainingTimeInMillis: () => limitMs - (now() - beganAt),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** What EventBridge Scheduler hands to a function that nobody gave it another input for. */
export function scheduledEvent(functionName: string, nowMs: number): ScheduledEvent {
  return {
    version: "0",
    id: `tick-of-${functionName}`,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: "000000000000",
    time: new Date(nowMs).toISOString(),
    region: "us-east-1",
    resources: [`arn:aws:scheduler:us-east-1:000000000000:schedule/default/${functionName}`],
    detail: "{}",
  };
}

/** A message as Lambda's poller hands it to a function. */
export function recordOf(queue: string, message: SqsMessage): SQSRecord {
  const { MessageId = "", ReceiptHandle = "", Body = "", Attributes, MD5OfBody = "" } = message;
  const group = Attributes?.MessageGroupId;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: Attributes?.ApproximateReceiveCount ?? "1",
      SentTimestamp: Attributes?.SentTimestamp ?? "0",
      SenderId: "made-up",
      ApproximateFirstReceiveTimestamp: Attributes?.ApproximateFirstReceiveTimestamp ?? "0",
      ...(group === undefined ? {} : { MessageGroupId: group }),
    },
    messageAttributes: {},
    md5OfBody: MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    awsRegion: "us-east-1",
  };
}

export interface Mapping {
  client: SQSClient;
  queue: string;
  url: string;
  batchSize: number;
  /** The function, with its context. */
  invoke(event: SQSEvent): Promise<SQSBatchResponse>;
  /** What happens to the records on their way. */
  deliver?: ((records: SQSRecord[]) => SQSRecord[]) | undefined;
}

/** What is done to messages on their way, done to Lambda's records. */
export function asRecords(deliver: (messages: Message[]) => Message[]): (records: SQSRecord[]) => SQSRecord[] {
  return (records) => {
    const messages = records.map((record): Message => {
      const { messageId: id, receiptHandle: receipt, attributes } = record;
      const body = z.json().parse(JSON.parse(record.body));
      return { id, body, group: attributes.MessageGroupId ?? id, receiveCount: 1, receipt };
    });
    return deliver(messages).flatMap(({ id, receipt, body }) => {
      const record = records.find((one) => one.receiptHandle === receipt);
      return record === undefined ? [] : [{ ...record, messageId: id, body: JSON.stringify(body) }];
    });
  };
}

/** SQS gives at most this many at once; Lambda's poller gathers more by asking again. */
const perReceive = 10;

/**
 * One turn of an event source mapping: takes a batch, calls the function, and deletes what it did not name as failed. A
 * call that throws has failed altogether. What is not deleted comes again when its hiding ends.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 *
 * @returns how many messages were taken.
 */
export async function mapOnce(mapping: Mapping): Promise<number> {
  const { client, queue, url, batchSize } = mapping;
  const records: SQSRecord[] = [];
  while (records.length < batchSize) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(perReceive, batchSize - records.length),
        MessageSystemAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) break;
    records.push(...Messages.map((message) => recordOf(queue, message)));
  }
  if (records.length === 0) return 0;
  const failed = await failedOf(mapping, records);
  const done = records.filter(({ messageId }) => !failed.has(messageId));
  for (let at = 0; at < done.length; at += perReceive) {
    const Entries = done
      .slice(at, at + perReceive)
      .map(({ receiptHandle }, place) => ({ Id: String(place), ReceiptHandle: receiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  }
  return records.length;
}

async function failedOf({ invoke, deliver }: Mapping, records: SQSRecord[]): Promise<Set<string>> {
  try {
    const { batchItemFailures } = await invoke({ Records: deliver?.([...records]) ?? records });
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    return new Set(records.map(({ messageId }) => messageId));
  }
}

/**
 * What AWS does at "Start DLQ redrive" (StartMessageMoveTask), which the emulator does not know: every message goes to the
 * queue as it is, with its attributes.
 *
 * @returns how many were moved.
 */
export async function moveBack(client: SQSClient, from: string, to: string): Promise<number> {
  for (let moved = 0; ;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: perReceive,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return moved;
    for (const { Body = "", Attributes, MessageAttributes, ReceiptHandle = "" } of Messages) {
      const MessageGroupId = Attributes?.MessageGroupId;
      const group = MessageGroupId === undefined ? {} : { MessageGroupId };
      const Entries = [{ Id: "0", MessageBody: Body, MessageAttributes, ...group }];
      await client.send(new SendMessageBatchCommand({ QueueUrl: to, Entries }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: from, Entries: [{ Id: "0", ReceiptHandle }] }));
    }
    moved += Messages.length;
  }
}
