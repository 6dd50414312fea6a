import { queueNames, type QueueDepth, type QueueName } from "@showrunner/core/ports/queue.ts";
import type { Database } from "@showrunner/storage/sqlite/database.ts";

/** How much is in each queue. */
export async function depths(database: Database): Promise<Record<QueueName, QueueDepth>> {
  const [PollJobs, ChangeEvents, TraktWrites, Deliveries] = await Promise.all(
    queueNames.map((queue) => database.queue.depth(queue)),
  );
  const none: QueueDepth = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };
  return {
    PollJobs: PollJobs ?? none,
    ChangeEvents: ChangeEvents ?? none,
    TraktWrites: TraktWrites ?? none,
    Deliveries: Deliveries ?? none,
  };
}
