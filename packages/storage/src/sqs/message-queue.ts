import type { Message as SqsMessage, SQSClient } from "@aws-sdk/client-sqs";
import type { Clock } from "@showrunner/core/clock.ts";
import { systemRandom, type Random } from "@showrunner/core/ids.ts";
import type { Message, Queue, QueueName, QueueReceiver } from "@showrunner/core/ports/queue.ts";
import { checkMax } from "../queue-limits.ts";
import { sqsCalls, type Place } from "./calls.ts";
import { deadLetters, type DeadMessage, type Doomed } from "./dead-letters.ts";
import { entryOf, messageOf } from "./entries.ts";
import { unlinked } from "./problems.ts";

export interface SqsQueueOptions {
  /** Best one that tries once (`sqsClient`): what failed is tried again here. */
  client: SQSClient;
  /** The queues of this process; the others are not there for it. */
  urls: Partial<Record<QueueName, string>>;
  deadUrls: Partial<Record<QueueName, string>>;
  clock: Clock;
  random?: Random;
  /** How long a call is tried again; below any function's time limit. */
  withinMs?: number;
  /**
   * How long SQS may wait for messages of a dead-letter queue, 0 to 4 (the client's patience): without a wait it asks only some of its servers
   * and may overlook a few.
   */
  waitSeconds?: number;
}

export interface SqsQueue extends Queue, QueueReceiver {
  dead(queue: QueueName, limit: number): Promise<DeadMessage[]>;
  /** As `bury`, for messages that another receiver gave (Lambda), each with its reason. */
  buryWithReason(queue: QueueName, doomed: readonly Doomed[]): Promise<void>;
}

/** What `bury` tells of its messages: who says more uses `buryWithReason`. */
const buried = "its consumer could do nothing with it";
/** Receipts that `bury` knows the messages of. */
const remembered = 2000;

/** Queues on Amazon SQS, standard ones: in no order, each message at least once, fair between groups. */
export function sqsQueue(options: SqsQueueOptions): SqsQueue {
  const { client, urls, deadUrls, clock, random = systemRandom, withinMs = 10_000, waitSeconds = 1 } = options;
  const calls = sqsCalls(client, { clock, random, withinMs });
  const place = (queue: QueueName): Place => ({ queue, url: urlOf(urls, queue) });
  const deadPlace = (queue: QueueName): Place => ({ queue, url: urlOf(deadUrls, queue) });
  const letters = deadLetters(calls, place, deadPlace, waitSeconds);
  const inFlight = new Map<string, Doomed>();

  const remember = (messages: readonly SqsMessage[]): void => {
    for (const { MessageId: id = "", ReceiptHandle: receipt = "", Body: text = "", Attributes } of messages) {
      const oldest = inFlight.keys().next();
      if (inFlight.size >= remembered && oldest.done !== true) inFlight.delete(oldest.value);
      inFlight.set(receipt, { id, receipt, text, group: Attributes?.MessageGroupId ?? "", reason: buried });
    }
  };
  const forget = (receipts: readonly string[]): void => {
    for (const receipt of receipts) inFlight.delete(receipt);
  };

  return {
    send: async (queue, messages) => {
      const entries = messages.map((message) => entryOf(queue, message));
      await calls.send(place(queue), entries);
    },

    receive: async (queue, { max, visibleAgainAt }) => {
      checkMax(max);
      const all: Message[] = [];
      while (all.length < max) {
        const wanted = Math.min(10, max - all.length);
        const hiddenSeconds = (visibleAgainAt - clock.now()) / 1000;
        let messages: SqsMessage[];
        try {
          messages = await calls.receive(place(queue), wanted, hiddenSeconds, 0);
        } catch (error) {
          // What was received already would be hidden, and in nobody's hands.
          if (all.length > 0) return all;
          throw error;
        }
        remember(messages);
        all.push(...messages.map(messageOf));
        if (messages.length < wanted) break;
      }
      return all;
    },

    delete: async (queue, receipts) => {
      await calls.delete(place(queue), receipts);
      forget(receipts);
    },

    release: async (queue, receipts, visibleAt) => {
      await calls.hide(place(queue), receipts, (visibleAt - clock.now()) / 1000);
      forget(receipts);
    },

    bury: async (queue, receipts) => {
      await letters.bury(
        queue,
        receipts.flatMap((receipt) => inFlight.get(receipt) ?? []),
      );
      forget(receipts);
    },
    buryWithReason: letters.bury,
    dead: letters.list,
    redrive: letters.redrive,

    depth: async (queue) => {
      const [counts, dead] = await Promise.all([calls.count(place(queue)), calls.count(deadPlace(queue))]);
      return { ...counts, dead: dead.visible + dead.inFlight + dead.delayed };
    },
  };
}

function urlOf(urls: Partial<Record<QueueName, string>>, queue: QueueName): string {
  const url = urls[queue];
  if (url === undefined) throw unlinked(queue);
  return url;
}
