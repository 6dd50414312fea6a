import { type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import { cloud, queues as settings } from "./topology.ts";

const daySeconds = 24 * 3600;

function makeQueue(name: QueueName): { queue: sst.aws.Queue; deadLetters: sst.aws.Queue } {
  const { visibilityTimeoutSeconds, maxReceiveCount } = settings[name];
  const deadLetters = new sst.aws.Queue(`${name}Dlq`, {
    transform: { queue: { messageRetentionSeconds: cloud.deadLetterRetentionDays * daySeconds } },
  });
  const queue = new sst.aws.Queue(name, {
    visibilityTimeout: `${visibilityTimeoutSeconds} seconds`,
    dlq: { queue: deadLetters.arn, retry: maxReceiveCount },
    transform: { queue: { messageRetentionSeconds: cloud.messageRetentionDays * daySeconds } },
  });
  return { queue, deadLetters };
}

export const queues = {
  PollJobs: makeQueue("PollJobs"),
  ChangeEvents: makeQueue("ChangeEvents"),
  TraktWrites: makeQueue("TraktWrites"),
  Deliveries: makeQueue("Deliveries"),
} satisfies Record<(typeof queueNames)[number], object>;

// SST would let everything that is linked to a queue do everything with it: rights stand in permissions.ts instead.
sst.Linkable.wrap(sst.aws.Queue, (linked) => ({ properties: { url: linked.url } }));
