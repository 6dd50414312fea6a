import type { NewMessage } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { Services } from "../context.ts";

/** Facts to be read as a person, by whoever may open their tokens, and the events whose rules wait for each. */
export const FactsJob = z.object({
  accountId: z.string(),
  events: z.array(z.object({ id: z.string(), facts: z.array(z.string()) })),
  /** Actions that wait to be looked at again; what was read before `from` (epoch ms) is too old for them. */
  waits: z.array(z.object({ id: z.string(), facts: z.array(z.string()), from: z.number() })).default([]),
});
export type FactsJob = z.infer<typeof FactsJob>;

/** What an event's rules wait for, or the second look at an action. */
export type Wish = { accountId: string; facts: readonly string[] } & (
  | { eventId: string }
  | { waitId: string; from: number }
);

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
      const body: FactsJob = { accountId, events: [], waits: [] };
      for (const wish of own.slice(at, at + eventsPerJob)) {
        const facts = [...wish.facts];
        if ("eventId" in wish) body.events.push({ id: wish.eventId, facts });
        else body.waits.push({ id: wish.waitId, facts, from: wish.from });
      }
      messages.push({ body, group: accountId });
    }
  if (messages.length > 0) await ctx.queue.send("PollJobs", messages);
}

/** Longer than Trakt was ever away; what cannot be had by then, as of a show that was deleted, never will. */
const factsWaitMs = 24 * 3_600_000;

/** Each wait is longer than the one before: more than these are no outage. */
const mostTries = 200;

/** So often it is tried however late it is: of the day, the machine may have been switched off for the most. */
const leastTries = 4;

/** Whether what waits for facts may wait on: since so many milliseconds it could be looked at, and so often it was tried. */
export function isWorthWaiting(sinceMs: number, tries: number): boolean {
  return tries < leastTries || (sinceMs < factsWaitMs && tries < mostTries);
}
