import type { QueueName } from "@showrunner/core/ports/queue.ts";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { FunctionName } from "../../functions/environment.ts";
import type { Arrow } from "../../functions/runtime.ts";
import type { cloud } from "../../stacks/topology.ts";
import { linkMadeUpResources } from "./made-up-links.ts";

// Handlers are made when their file is loaded, and refuse to be without what they need.
linkMadeUpResources();

/** Which function is mapped to which queue, and loaded how. */
export const consumers: Record<QueueName, { name: FunctionName; load(): Promise<Arrow<SQSEvent, SQSBatchResponse>> }> =
  {
    PollJobs: { name: "poll-account", load: async () => (await import("../../functions/poll-account.ts")).arrow },
    ChangeEvents: { name: "apply-rules", load: async () => (await import("../../functions/apply-rules.ts")).arrow },
    TraktWrites: { name: "write-trakt", load: async () => (await import("../../functions/write-trakt.ts")).arrow },
    Deliveries: { name: "deliver", load: async () => (await import("../../functions/deliver.ts")).arrow },
  };

/** What EventBridge calls, in the order of one machine's tick. */
export const ticked: { name: keyof typeof cloud.periodicTimeoutSeconds; load(): Promise<Arrow<unknown, void>> }[] = [
  { name: "refresh-tokens", load: async () => (await import("../../functions/refresh-tokens.ts")).arrow },
  { name: "read-shared-calendars", load: async () => (await import("../../functions/read-shared-calendars.ts")).arrow },
  { name: "schedule", load: async () => (await import("../../functions/schedule.ts")).arrow },
  { name: "fire-timers", load: async () => (await import("../../functions/fire-timers.ts")).arrow },
];
