import type { Message } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import { consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { FactsJob } from "../rules/facts-jobs.ts";
import { PollJob } from "../schedule/schedule.ts";
import { pollAccount } from "./poll-account.ts";
import { readFacts } from "./read-facts.ts";

const Job = z.union([PollJob, FactsJob]);

/**
 * What is read of people, by whoever may open their tokens: polls the accounts of a job side by side, the governor of the
 * Trakt client keeps the pace; or reads facts that a person's rules wait for.
 */
export async function pollJobs(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  return await consume(ctx, "poll-account", messages, Job, async (job) => {
    if ("events" in job) return await readFacts(ctx, job);
    const { minute, accounts } = job;
    await Promise.all(accounts.map(({ id, tierMinutes }) => pollAccount(ctx, id, { minute, tierMinutes })));
  });
}
