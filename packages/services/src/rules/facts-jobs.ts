import type { NewMessage } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { Services } from "../context.ts";

/** Facts to be read as a person, by whoever may open their tokens, and the events whose rules wait for each. */
export const FactsJob = z.object({
  accountId: z.string(),
  events: z.array(z.object({ id: z.string(), facts: z.array(z.string()) })),
});
export type FactsJob = z.infer<typeof FactsJob>;

/** What an event's rules wait for. */
export interface Wish {
  accountId: string;
  eventId: string;
  facts: readonly string[];
}

/** Far below what a message may weigh, and as many calls as one job has time for. */
const eventsPerJob = 50;

/**
 * Asks for facts. Events that wait for them are kept waiting before, so that a message that is lost, or a reading that
 * fails, costs time only.
 */
export async function askForFacts(ctx: Services, wishes: readonly Wish[]): Promise<void> {
  const messages: NewMessage[] = [];
  for (const [accountId, own] of Map.groupBy(wishes, (wish) => wish.accountId))
    for (let at = 0; at < own.length; at += eventsPerJob) {
      const events = own.slice(at, at + eventsPerJob).map(({ eventId, facts }) => ({ id: eventId, facts: [...facts] }));
      const body: FactsJob = { accountId, events };
      messages.push({ body, group: accountId });
    }
  if (messages.length > 0) await ctx.queue.send("PollJobs", messages);
}
