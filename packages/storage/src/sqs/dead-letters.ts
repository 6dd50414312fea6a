import type { Message as SqsMessage } from "@aws-sdk/client-sqs";
import type { Message, QueueName } from "@showrunner/core/ports/queue.ts";
import type { Place, SqsCalls } from "./calls.ts";
import { messageOf, plainText, type Entry } from "./entries.ts";

/** A dead letter, and why it is one, where its consumer said so. */
export interface DeadMessage extends Message {
  reason?: string;
}

/** A received message that no retry can help. */
export interface Doomed {
  /** By which the log knows it: SQS gives the letter another. */
  id: string;
  receipt: string;
  /** Its body as it was received: it may be no JSON. */
  text: string;
  group: string;
  /** For whoever looks at the dead letters; holds nothing of the body. */
  reason: string;
}

export interface DeadLetters {
  bury(queue: QueueName, doomed: readonly Doomed[]): Promise<void>;
  list(queue: QueueName, limit: number): Promise<DeadMessage[]>;
  redrive(queue: QueueName, limit: number): Promise<number>;
}

/** The message attributes that say why, and by which id it was received. */
const reasonName = "reason";
const idName = "id";
const longestReason = 500;

/** How long messages are out of others' sight while they are looked at or moved; after a crash they are back by then. */
const movingSeconds = 60;

/**
 * The dead letters of SQS. Moving is sending, then deleting: a crash between leaves a message twice, never not at all.
 *
 * StartMessageMoveTask moves no given number, and nothing that SQS did not bury by itself: messages are moved one by one.
 */
export function deadLetters(
  calls: SqsCalls,
  place: (queue: QueueName) => Place,
  deadPlace: (queue: QueueName) => Place,
  waitSeconds: number,
): DeadLetters {
  /** Takes up to `limit` dead letters out of sight. */
  const take = async (queue: QueueName, limit: number): Promise<SqsMessage[]> => {
    const all: SqsMessage[] = [];
    while (all.length < limit) {
      const messages = await calls.receive(deadPlace(queue), limit - all.length, movingSeconds, waitSeconds);
      if (messages.length === 0) break;
      all.push(...messages);
    }
    return all;
  };

  return {
    bury: async (queue, doomed) => {
      if (doomed.length === 0) return;
      const receipts = doomed.map(({ receipt }) => receipt);
      const held = await calls.hide(place(queue), receipts, movingSeconds);
      const ours = doomed.filter(({ receipt }) => held.has(receipt));
      await calls.send(deadPlace(queue), ours.map(letterOf));
      await calls.delete(
        place(queue),
        ours.map(({ receipt }) => receipt),
      );
    },

    list: async (queue, limit) => {
      const messages = await take(queue, limit);
      await calls.hide(deadPlace(queue), receiptsOf(messages), 0);
      return messages.toSorted((a, b) => sentAt(a) - sentAt(b)).map(deadMessageOf);
    },

    redrive: async (queue, limit) => {
      let moved = 0;
      while (moved < limit) {
        const messages = await take(queue, Math.min(limit - moved, redrivenAtOnce));
        if (messages.length === 0) break;
        await calls.send(place(queue), messages.map(revivedOf));
        await calls.delete(deadPlace(queue), receiptsOf(messages));
        moved += messages.length;
      }
      return moved;
    },
  };
}

/** So few that they are sent and deleted before they are in sight again. */
const redrivenAtOnce = 100;

function letterOf({ id, text, group, reason }: Doomed): Entry {
  // An attribute cannot be empty.
  const told = plainText(reason, longestReason) || "not told";
  return {
    MessageBody: text,
    ...(group === "" ? {} : { MessageGroupId: group }),
    MessageAttributes: {
      [reasonName]: { DataType: "String", StringValue: told },
      ...(id === "" ? {} : { [idName]: { DataType: "String", StringValue: id } }),
    },
  };
}

function revivedOf({ Body = "", Attributes, MessageAttributes = {} }: SqsMessage): Entry {
  const group = Attributes?.MessageGroupId;
  const { [reasonName]: _reason, [idName]: _id, ...kept } = MessageAttributes;
  return {
    MessageBody: Body,
    ...(group === undefined ? {} : { MessageGroupId: group }),
    ...(Object.keys(kept).length === 0 ? {} : { MessageAttributes: kept }),
  };
}

function deadMessageOf(message: SqsMessage): DeadMessage {
  const { [reasonName]: why, [idName]: known } = message.MessageAttributes ?? {};
  const reason = why?.StringValue;
  const read = messageOf(message);
  return { ...read, id: known?.StringValue ?? read.id, ...(reason === undefined ? {} : { reason }) };
}

function receiptsOf(messages: readonly SqsMessage[]): string[] {
  return messages.map(({ ReceiptHandle = "" }) => ReceiptHandle);
}

function sentAt({ Attributes }: SqsMessage): number {
  return Number(Attributes?.SentTimestamp ?? 0);
}
