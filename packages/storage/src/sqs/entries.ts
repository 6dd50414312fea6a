import type { Message as SqsMessage, SendMessageBatchRequestEntry } from "@aws-sdk/client-sqs";
import type { Json } from "@showrunner/core/json.ts";
import type { Message, NewMessage, QueueName } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import { delayMsOf } from "../queue-limits.ts";
import { groupInvalid, messageTooLarge } from "./problems.ts";

/** What SQS is sent: an entry of a batch, whose `Id` the batch gives. */
export type Entry = Omit<SendMessageBatchRequestEntry, "Id"> & { MessageBody: string };

/** SQS counts each 64 KB as a request, and Lambda hands over 6 MB at once. */
const maxBodyBytes = 64 * 1024;
/** What all messages of one call may have, in bytes and in number. */
const maxBatchBytes = 256 * 1024;
export const maxBatchEntries = 10;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatchRequestEntry.html */
const groupPattern = /^[!-~]{1,128}$/;

/**
 * The entry of a message; its group makes the queue fair. Throws Problem `queue.delay_invalid`,
 * `queue.group_invalid` or `queue.message_too_large`.
 */
export function entryOf(queue: QueueName, message: NewMessage): Entry {
  const MessageBody = textOf(message.body);
  const bytes = Buffer.byteLength(MessageBody);
  if (bytes > maxBodyBytes) throw messageTooLarge(queue, bytes, maxBodyBytes);
  if (!groupPattern.test(message.group)) throw groupInvalid(queue);
  const DelaySeconds = Math.ceil(delayMsOf(message) / 1000);
  return { MessageBody, MessageGroupId: message.group, ...(DelaySeconds === 0 ? {} : { DelaySeconds }) };
}

/** JSON with every character escaped that SQS refuses in a text, and those beyond 16 bits, which its emulators refuse. */
function textOf(body: Json): string {
  return JSON.stringify(body).replaceAll(
    /[^ -\uD7FF\uE000-\uFFFD]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The text without what SQS refuses, cut to `length`. */
export function plainText(text: string, length: number): string {
  return text.replaceAll(/[^ -\uD7FF\uE000-\uFFFD]/g, " ").slice(0, length);
}

/** What was received. A body that is no JSON is given as its text: no consumer takes it for one of ours. */
export function messageOf({ MessageId, Body, ReceiptHandle, Attributes }: SqsMessage): Message {
  return {
    id: MessageId ?? "",
    body: bodyOf(Body ?? ""),
    group: Attributes?.MessageGroupId ?? "",
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
    receipt: ReceiptHandle ?? "",
  };
}

function bodyOf(text: string): Json {
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Splits what is to be sent into calls that SQS takes, in their order. */
export function batchesOf(entries: readonly Entry[]): Entry[][] {
  const batches: Entry[][] = [];
  let current: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = bytesOf(entry);
    if (current.length === maxBatchEntries || (current.length > 0 && bytes + size > maxBatchBytes)) {
      batches.push(current);
      current = [];
      bytes = 0;
    }
    current.push(entry);
    bytes += size;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}

function bytesOf({ MessageBody, MessageAttributes = {} }: Entry): number {
  let bytes = Buffer.byteLength(MessageBody);
  for (const [name, { DataType = "", StringValue = "", BinaryValue }] of Object.entries(MessageAttributes)) {
    bytes += Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.byteLength ?? 0);
  }
  return bytes;
}

/** `values` in parts of at most `size`. */
export function partsOf<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));
}
