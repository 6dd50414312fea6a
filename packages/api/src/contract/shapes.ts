import { ActionRequest } from "@showrunner/core/actions.ts";
import { ActionState, ConnectionState } from "@showrunner/core/records.ts";
import { ConditionTrace, Outcome, Trace } from "@showrunner/core/trace.ts";
import * as z from "zod";

/**
 * What the API shows of each record, field by field: a field that a record gains later, sealed or not, stays inside until
 * it is named here. Times are ISO 8601 in UTC.
 */
export const AccountShape = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string().nullable(),
  timezone: z.string(),
  createdAt: z.string(),
  connection: z.object({
    state: z.enum([...ConnectionState.options, "connecting"]),
    expiresAt: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  tierMinutes: z.number().nullable(),
  lastChangeAt: z.string().nullable(),
  nextPollAt: z.string().nullable(),
  unsettled: z.boolean(),
  health: z.string().describe("All of it in one line."),
});

export const EventShape = z.object({
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string().describe("When it happened at Trakt."),
  recordedtime: z.string(),
  traceparent: z.string(),
  accountid: z.string(),
  about: z.string().describe("One phrase for a person."),
  origin: z
    .object({ actionid: z.string(), ruleid: z.string(), chain: z.array(z.string()) })
    .nullable()
    .describe("The rule's action that caused it, when one did."),
  data: z.record(z.string(), z.unknown()),
});

const Rule = z.object({ id: z.string(), version: z.number(), name: z.string() });

export const RunShape = z.object({
  id: z.string(),
  at: z.string(),
  account: z.object({ id: z.string(), username: z.string() }),
  event: z.object({ id: z.string(), type: z.string(), subject: z.string(), about: z.string() }),
  rule: Rule,
  outcome: Outcome,
  reason: z.string(),
  actions: z.array(z.object({ id: z.string(), request: ActionRequest })).describe("What it asked for."),
});

export const ActionShape = z.object({
  id: z.string(),
  request: ActionRequest,
  state: ActionState,
  attempts: z.number(),
  unsure: z.number().describe("Attempts whose end is unknown."),
  dueAt: z.string().nullable().describe("When it is tried again."),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  outcome: z.string().nullable(),
  rule: z.object({ id: z.string(), name: z.string() }),
  runId: z.string().nullable().describe("Null for what no rule asked for: notices of Showrunner's own."),
});

/** How it stands with something that a rule asked for. */
export const StandingState = z.enum([
  "done",
  "dead",
  "held",
  "waits",
  "not_done",
  "asks",
  "refused",
  "retry",
  "under_way",
]);

export const ExplanationShape = z.object({
  id: z.string(),
  at: z.string(),
  account: RunShape.shape.account,
  about: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  event: EventShape.nullable().describe("Null when it is no longer kept."),
  rule: Rule.extend({ source: z.record(z.string(), z.unknown()).describe("The rule as it was.") }),
  outcome: Outcome,
  reason: z.string(),
  conditions: z.array(ConditionTrace),
  timing: z.array(z.string()).describe("What becomes of its actions in time, each a sentence."),
  looks: z
    .array(z.object({ actionId: z.string(), at: z.string(), trace: Trace }))
    .describe("What came of looking again, for actions that waited."),
  chain: z.array(z.string()).describe("Rules that led here, this one last."),
  traceparent: z.string(),
  actions: z
    .array(
      z.object({
        id: z.string(),
        request: ActionRequest,
        effect: z.string().describe("What it does: `add Andor to the watchlist`."),
        state: StandingState,
        until: z.string().nullable().describe("Until when it is held, waits, or is asked for."),
        standing: z.string().describe("How it stands: `is held for quiet hours until …`."),
        waitsUntil: z.string().nullable().describe("When its conditions are looked at again."),
        record: ActionShape.nullable(),
      }),
    )
    .describe("`record` is null until an action is written down."),
});

export const RuleShape = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number(),
  enabled: z.boolean(),
  enabledAt: z.string().nullable(),
  updatedAt: z.string(),
  source: z.record(z.string(), z.unknown()),
});

export const ChannelShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  config: z.record(z.string(), z.unknown()),
  createdAt: z.string(),
});

export const DeliveryShape = ActionShape.extend({
  replays: z.number().describe("How often a person asked for it once more."),
  tries: z
    .array(
      z.object({
        at: z.string(),
        tookMs: z.number(),
        status: z.number().nullable().describe("The receiver's, where it answered."),
        reason: z.string(),
        isReplay: z.boolean(),
        requestHeaders: z.record(z.string(), z.string()),
        responseHeaders: z.record(z.string(), z.string()),
        answer: z.string().nullable().describe("The first 1 KiB."),
      }),
    )
    .describe("The last ten, the oldest first."),
});

export const InboxMessageShape = z.object({
  id: z.string(),
  at: z.string(),
  title: z.string(),
  body: z.string(),
  url: z.string().nullable(),
});

export const KeyShape = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
});
