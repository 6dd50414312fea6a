import { type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import type { FunctionName } from "../functions/environment.ts";
import { functionOf } from "./functions.ts";
import { queues } from "./queues.ts";
import { cloud, queues as settings } from "./topology.ts";

/** Which function consumes which queue: the arrows of the picture. */
const consumerOf = {
  PollJobs: "poll-account",
  ChangeEvents: "apply-rules",
  TraktWrites: "write-trakt",
  Deliveries: "deliver",
} as const satisfies Record<QueueName, FunctionName>;

export const consumers = queueNames.map((name) => {
  const { batchSize, concurrency, timeoutSeconds } = settings[name];
  const subscriber = queues[name].queue.subscribe(functionOf(consumerOf[name], timeoutSeconds), {
    batch: {
      size: batchSize,
      // SST leaves it off, and then counts what failed as done.
      partialResponses: true,
      ...(batchSize > 10 ? { window: `${cloud.batchWindowSeconds} seconds` as const } : {}),
    },
    // Per source, not reserved of the account: what cannot be taken yet waits in the queue and is not counted as received.
    transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: concurrency } } },
  });
  return { name: consumerOf[name], function: subscriber.nodes.function };
});
