import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type BatchResultErrorEntry,
  type Message as SqsMessage,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import { asksForPatience } from "../aws-failure.ts";
import { batchesOf, maxBatchEntries, partsOf, type Entry } from "./entries.ts";
import { notSent } from "./problems.ts";
import { persistently, untilNoneLeft, type Left, type Patience } from "./trying-again.ts";

/** One queue of SQS, and whose it is in what people are told. */
export interface Place {
  queue: QueueName;
  url: string;
}

export interface Counts {
  visible: number;
  inFlight: number;
  delayed: number;
}

/** The five calls of SQS that a queue needs, each tried again, each for any number of messages. */
export interface SqsCalls {
  /** Durable when it resolves; what was sent twice, because an answer was lost, is received twice. */
  send(place: Place, entries: readonly Entry[]): Promise<void>;
  /** 1 to 10, hidden for so long. */
  receive(place: Place, max: number, hiddenSeconds: number, waitSeconds: number): Promise<SqsMessage[]>;
  /** Ignores what is not in flight by these receipts. */
  delete(place: Place, receipts: readonly string[]): Promise<void>;
  /** Hides for so long from now on; returns the receipts that were good. */
  hide(place: Place, receipts: readonly string[], seconds: number): Promise<Set<string>>;
  count(place: Place): Promise<Counts>;
}

/** Sends under way at the same time: below the SDK's 50 sockets, and far above what one function needs. */
const sendsAtOnce = 8;

/** SQS' own limit: 12 hours. */
const longestHiddenSeconds = 43_200;

/** Codes of entries whose receipt is not, or no longer, good. */
const staleCodes = /(?:ReceiptHandleIsInvalid|MessageNotInflight|InvalidParameterValue)$/;

export function sqsCalls(client: SQSClient, patience: Patience): SqsCalls {
  const sendBatch = async (place: Place, batch: readonly Entry[], untilMs: number): Promise<void> => {
    const refusals: string[] = [];
    const rest = { ...patience, withinMs: untilMs - patience.clock.now() };
    await untilNoneLeft(place.queue, rest, batch, async (entries) => {
      const Entries = entries.map((entry, at) => ({ ...entry, Id: String(at) }));
      const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: place.url, Entries }));
      const { left, refused } = sorted(entries, Failed);
      refusals.push(...refused.entries.map(() => refused.code));
      return left;
    });
    // Told last: the others are sent whatever became of these.
    if (refusals[0] !== undefined) throw notSent(place.queue, refusals.length, refusals[0]);
  };

  /** Runs a batched call on receipts; returns those that were good. */
  const onReceipts = async (
    place: Place,
    receipts: readonly string[],
    call: (entries: { Id: string; ReceiptHandle: string }[]) => Promise<BatchResultErrorEntry[] | undefined>,
  ): Promise<Set<string>> => {
    const good = new Set(receipts.filter((receipt) => receipt !== ""));
    for (const part of partsOf([...good], maxBatchEntries)) {
      await untilNoneLeft(place.queue, patience, part, async (entries) => {
        const failed = await call(entries.map((ReceiptHandle, at) => ({ Id: String(at), ReceiptHandle })));
        const { left, refused } = sorted(entries, failed);
        if (refused.entries.length > 0 && !staleCodes.test(refused.code)) {
          throw notSent(place.queue, refused.entries.length, refused.code);
        }
        for (const receipt of refused.entries) good.delete(receipt);
        return left;
      });
    }
    return good;
  };

  return {
    send: async (place, entries) => {
      const batches = batchesOf(entries).values();
      const untilMs = patience.clock.now() + patience.withinMs;
      const sender = async (): Promise<void> => {
        for (const batch of batches) await sendBatch(place, batch, untilMs);
      };
      const ends = await Promise.allSettled(Array.from({ length: sendsAtOnce }, sender));
      const failed = ends.find((end) => end.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    },

    receive: async ({ queue, url }, max, hiddenSeconds, waitSeconds) => {
      const request = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(max, maxBatchEntries),
        VisibilityTimeout: secondsHidden(hiddenSeconds),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ["ApproximateReceiveCount", "MessageGroupId", "SentTimestamp"],
        MessageAttributeNames: ["All"],
      });
      const { Messages } = await persistently(queue, patience, () => client.send(request));
      return Messages ?? [];
    },

    delete: async (place, receipts) => {
      await onReceipts(place, receipts, async (Entries) => {
        const { Failed } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: place.url, Entries }));
        return Failed;
      });
    },

    hide: (place, receipts, seconds) =>
      onReceipts(place, receipts, async (entries) => {
        const Entries = entries.map((entry) => ({ ...entry, VisibilityTimeout: secondsHidden(seconds) }));
        const { Failed } = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: place.url, Entries }));
        return Failed;
      }),

    count: async ({ queue, url }) => {
      const request = new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: [
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
        ],
      });
      const { Attributes: counts } = await persistently(queue, patience, () => client.send(request));
      return {
        visible: Number(counts?.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(counts?.ApproximateNumberOfMessagesNotVisible ?? 0),
        delayed: Number(counts?.ApproximateNumberOfMessagesDelayed ?? 0),
      };
    },
  };
}

/** Tells entries to try again from those that SQS will not take, by what it said of each. */
function sorted<T>(
  entries: readonly T[],
  failed: readonly BatchResultErrorEntry[] = [],
): { left: Left<T>; refused: Left<T> } {
  const about = (those: readonly BatchResultErrorEntry[]): Left<T> => ({
    entries: entries.filter((_, at) => those.some(({ Id }) => Id === String(at))),
    code: those[0]?.Code ?? "",
  });
  const mayPass = ({ SenderFault, Code }: BatchResultErrorEntry): boolean =>
    SenderFault !== true || asksForPatience(Code ?? "");
  return {
    left: about(failed.filter(mayPass)),
    refused: about(failed.filter((entry) => !mayPass(entry))),
  };
}

function secondsHidden(seconds: number): number {
  return Math.min(Math.max(0, Math.ceil(seconds)), longestHiddenSeconds);
}
