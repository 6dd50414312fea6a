import type { Message } from "@showrunner/core/ports/queue.ts";
import { consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { pollAccount } from "./poll-account.ts";
import { PollJob } from "../schedule/schedule.ts";

/** Polls the accounts of each job, side by side; the governor of the Trakt client keeps the pace. */
export async function pollJobs(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  return await consume(ctx, "poll-account", messages, PollJob, async ({ minute, accounts }) => {
    await Promise.all(accounts.map(({ id, tierMinutes }) => pollAccount(ctx, id, { minute, tierMinutes })));
  });
}
