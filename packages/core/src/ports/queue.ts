import type { Json } from "../json.ts";

export type QueueName = "PollJobs" | "ChangeEvents" | "TraktWrites" | "Deliveries";
export const queueNames: readonly QueueName[] = ["PollJobs", "ChangeEvents", "TraktWrites", "Deliveries"];

export interface NewMessage {
  body: Json;
  /** Whose work it is: queues are fair between groups. 1 to 128 letters, digits and punctuation marks of ASCII. */
  group: string;
  /** 0 to 900 seconds; longer waits live in the store's due index. */
  delaySeconds?: number;
}

export interface Message {
  id: string;
  body: Json;
  group: string;
  /** This receive included: 1 the first time. */
  receiveCount: number;
  /** Proof of this receive; a later receive makes it stale. */
  receipt: string;
}

/** The sending side: all that services see. Sent messages are durable when the promise resolves. */
export interface Queue {
  send(queue: QueueName, messages: readonly NewMessage[]): Promise<void>;
}

export interface ReceiveOptions {
  /** 1 to 500. */
  max: number;
  /** No messages of these groups, whose work is in hand; only of drivers that pick messages themselves. */
  without?: ReadonlySet<string>;
  /** At most so many messages of one group, of the same drivers. */
  mostOfGroup?: number;
  /** Epoch milliseconds until which nobody else is given these messages. */
  visibleAgainAt: number;
}

export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
  dead: number;
}

/**
 * The receiving side, for the runtime that drives consumers itself: at least once, in no promised order. A
 * message received more than the queue's `maxReceiveCount` times goes to its dead-letter queue.
 */
export interface QueueReceiver {
  receive(queue: QueueName, options: ReceiveOptions): Promise<Message[]>;
  /** Done with: stale receipts are ignored. */
  delete(queue: QueueName, receipts: readonly string[]): Promise<void>;
  /** Gives messages back before their time, to be received again at `visibleAt` (epoch ms). */
  release(queue: QueueName, receipts: readonly string[], visibleAt: number): Promise<void>;
  /** How many there are; in the cloud some counts are late by a moment. */
  depth(queue: QueueName): Promise<QueueDepth>;
  /**
   * Messages of the dead-letter queue, oldest first; with a limit, in the cloud, not always the oldest. Looking changes
   * nothing but, in the cloud, `receiveCount`.
   */
  dead(queue: QueueName, limit: number): Promise<Message[]>;
  /** Sends dead messages back to their queue, `receiveCount` at 0; returns how many. */
  redrive(queue: QueueName, limit: number): Promise<number>;
  /** Moves received messages to the dead-letter queue at once: what no retry can help. */
  bury(queue: QueueName, receipts: readonly string[]): Promise<void>;
}
