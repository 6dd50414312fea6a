import { ConnectionState } from "@showrunner/core/records.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf, pageOf, Paged } from "./page.ts";

/** For whoever runs the place: counts and health of all accounts, and nothing of what is in them. */

const QueueName = z.enum(queueNames);

export const accounts = defineEndpoint({
  id: "operator.accounts",
  method: "get",
  path: "/operator/accounts",
  summary: "Every account and how it fares, and nothing of what is in it.",
  access: "operator",
  query: Paged,
  reply: pageOf(
    z.object({
      id: z.string(),
      username: z.string(),
      createdAt: z.string(),
      connection: z.enum([...ConnectionState.options, "connecting"]),
      tierMinutes: z.number().nullable(),
      lastPolledAt: z.string().nullable().describe("As it was last noted, which is not at every poll."),
      lastChangeAt: z.string().nullable(),
      nextPollAt: z.string().nullable(),
      unsettled: z.boolean().describe("Some list of theirs could not be read, or not wholly."),
      health: z.string(),
    }),
  ),
});

export const queues = defineEndpoint({
  id: "operator.queues",
  method: "get",
  path: "/operator/queues",
  summary: "How much waits in each queue, what failed, and how late the oldest work is.",
  access: "operator",
  reply: z.object({
    queues: z.array(
      z.object({
        name: QueueName,
        visible: z.number(),
        inFlight: z.number(),
        delayed: z.number(),
        dead: z.number(),
      }),
    ),
    lag: z.object({
      outboxMs: z.number().describe("The oldest event that the rules have not been sent."),
      dueMs: z.number().describe("The oldest timer or action that is due and not done."),
      tickMs: z.number().nullable().describe("Since the clock last ticked; null before its first tick."),
    }),
  }),
});

export const deadLetters = defineEndpoint({
  id: "operator.dead",
  method: "get",
  path: "/operator/dead-letters",
  summary: "Messages that could not be processed, by their ids: what they are about stays its person's.",
  access: "operator",
  reply: listOf(
    z.object({
      queue: QueueName,
      id: z.string(),
      received: z.number(),
      ids: z.record(z.string(), z.string()).describe("Of the account, the event, the action."),
    }),
  ),
});

export const retryDeadLetters = defineEndpoint({
  id: "operator.retry_dead",
  audit: "had failed actions done again",
  method: "post",
  path: "/operator/dead-letters/retry",
  summary: "Sends a queue's dead messages again, the oldest first.",
  access: "operator",
  status: 202,
  body: z.strictObject({ queue: QueueName, atMost: z.int().min(1).max(1000).default(100) }),
  reply: z.object({ retried: z.number() }),
});

export const governor = defineEndpoint({
  id: "operator.governor",
  method: "get",
  path: "/operator/governor",
  summary: "How much is asked of Trakt, and whether it may be.",
  access: "operator",
  reply: z.object({
    pausedUntil: z.string().nullable(),
    pauseReason: z.string().nullable(),
    limits: z.object({ perSecond: z.number(), burst: z.number(), atOnce: z.number() }),
    callsOf5Minutes: z.number().nullable().describe("Null where other processes call, too."),
    refusalsOfHour: z.number().nullable().describe("Polls that Trakt turned away for coming too often."),
  }),
});

export const load = defineEndpoint({
  id: "operator.load",
  method: "get",
  path: "/operator/load",
  summary: "What was done in each minute of the last hour.",
  access: "operator",
  reply: z.object({
    minutes: z
      .array(
        z.object({
          at: z.string(),
          polls: z.number(),
          events: z.number(),
          runs: z.number(),
          actions: z.number(),
          refusals: z.number(),
        }),
      )
      .nullable()
      .describe("Null where many processes work: the stage's own metrics tell then."),
  }),
});

export const cost = defineEndpoint({
  id: "operator.cost",
  method: "get",
  path: "/operator/cost",
  summary: "What a month costs with the accounts that there are, by the figures of docs/cost.md.",
  access: "operator",
  reply: z.object({
    dollarsPerMonth: z.number(),
    words: z.string(),
    lines: z.array(z.object({ what: z.string(), dollars: z.number() })),
    accounts: z.number(),
    isWhole: z.boolean().describe("False: there are more accounts than were counted."),
  }),
});
