import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";

/** Calls that leave what a queue holds as it is, or less. */
const looks = new Set(["GetQueueAttributesCommand", "ReceiveMessageCommand", "DeleteMessageBatchCommand"]);
const counts = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;
const Called = z.object({ QueueUrl: z.string() });

/** Which queues are known to hold nothing, not even hidden, since the last look: they need not be asked each minute. */
export interface QuietQueues {
  isQuiet(url: string): boolean;
  /** Looks whether a queue that gave nothing holds nothing. */
  look(url: string): Promise<void>;
  /** Has whatever a client does with a queue end its quiet; every client that sends must be told of. */
  watch(client: SQSClient): void;
}

export function quietQueues(client: SQSClient): QuietQueues {
  const touches = new Map<string, number>();
  const quietAt = new Map<string, number>();
  const touchesOf = (url: string): number => touches.get(url) ?? 0;
  const watch = (one: SQSClient): void => {
    one.middlewareStack.add(
      (next, { commandName = "" }) =>
        async (args) => {
          const called = Called.safeParse(args.input);
          if (!called.success || looks.has(commandName)) return await next(args);
          const { QueueUrl } = called.data;
          const touch = (): void => void touches.set(QueueUrl, touchesOf(QueueUrl) + 1);
          touch();
          try {
            return await next(args);
          } finally {
            touch();
          }
        },
      { step: "initialize", name: "endQuiet" },
    );
  };
  watch(client);
  return {
    isQuiet: (url) => quietAt.get(url) === touchesOf(url),
    look: async (QueueUrl) => {
      const asOf = touchesOf(QueueUrl);
      const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] });
      const { Attributes = {} } = await client.send(request);
      if (counts.every((count) => Attributes[count] === "0")) quietAt.set(QueueUrl, asOf);
    },
    watch,
  };
}
