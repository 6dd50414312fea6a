import type { Message, QueueName } from "@showrunner/core/ports/queue.ts";
import { applyRules } from "@showrunner/services/rules/apply-rules.ts";
import type { BatchResult, Services } from "@showrunner/services/context.ts";
import { deliver } from "@showrunner/services/act/deliver.ts";
import { pollJobs } from "@showrunner/services/poll/poll-jobs.ts";
import { writeTrakt } from "@showrunner/services/act/write-trakt.ts";

/** Which service consumes which queue: the arrows of the picture. */
export const handlers: Record<QueueName, (ctx: Services, messages: readonly Message[]) => Promise<BatchResult>> = {
  PollJobs: pollJobs,
  ChangeEvents: applyRules,
  TraktWrites: writeTrakt,
  Deliveries: deliver,
};
