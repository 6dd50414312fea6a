import { queueNames, type QueueName } from "@showrunner/core/ports/queue.ts";
import { dynamoClient } from "@showrunner/storage/dynamo/client.ts";
import { dynamoStore } from "@showrunner/storage/dynamo/item-store.ts";
import { sqsClient } from "@showrunner/storage/sqs/client.ts";
import { sqsQueue } from "@showrunner/storage/sqs/message-queue.ts";
import { required } from "../environment.ts";
import type { Parts } from "../runtime.ts";

/** The one table, and the queues that the function is linked to. */
export const drivers = {
  store: (environment, clock) => dynamoStore({ client: dynamoClient(), table: required(environment, "Table"), clock }),
  queue: (environment, clock) =>
    sqsQueue({
      client: sqsClient(),
      urls: linked((name) => environment[name]),
      deadUrls: linked((name) => environment[`${name}Dlq`]),
      clock,
    }),
} satisfies Parts;

function linked(urlOf: (name: QueueName) => string | undefined): Partial<Record<QueueName, string>> {
  const urls: Partial<Record<QueueName, string>> = {};
  for (const name of queueNames) {
    const url = urlOf(name);
    if (url !== undefined) urls[name] = url;
  }
  return urls;
}
