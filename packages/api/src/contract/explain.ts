import { ActionRequest } from "@showrunner/core/actions.ts";
import { ConditionTrace, Outcome } from "@showrunner/core/trace.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { EventShape, StandingState } from "./shapes.ts";

/** Rules tried before, and explained after. Times are ISO 8601 in UTC. */

const Rule = z.object({ id: z.string(), name: z.string(), version: z.number() });
const Sentences = z.array(z.string()).describe("All of it, for a person.");
const Reasons = z
  .array(z.object({ outcome: z.union([Outcome, z.literal("undecided")]), reason: z.string(), count: z.number() }))
  .describe("Why not on the rest, the most frequent first.");
const Timed = z.object({
  request: ActionRequest,
  timing: z.array(z.string()).describe("What becomes of it in time: its wait, digest, throttle, quiet hours."),
});
const Examples = z.array(
  z.object({ eventId: z.string(), type: z.string(), about: z.string(), at: z.string(), requests: z.array(Timed) }),
);

export const backTest = defineEndpoint({
  id: "rules.backtest",
  audit: null,
  method: "post",
  path: "/accounts/:account/rules/backtest",
  summary: "Says how often a rule would have acted on what happened, and does nothing.",
  access: "read",
  body: z.union([
    z.strictObject({
      rule: z.string().describe("A saved rule's id or name."),
      days: z.int().min(1).max(180).default(90),
    }),
    z.strictObject({
      source: z
        .union([z.record(z.string(), z.unknown()), z.string()])
        .describe("A rule in the shape of docs/rules.md, or as its text."),
      days: z.int().min(1).max(180).default(90),
    }),
  ]),
  reply: z.object({
    name: z.string(),
    types: z.array(z.string()),
    days: z.number(),
    from: z.string(),
    cut: z.boolean().describe("There were more events than are looked at: those before `from` were left out."),
    looked: z.number(),
    heard: z.number().describe("Events that the rule waits for."),
    matched: z.number(),
    notMatched: z.number(),
    failed: z.number(),
    suppressed: z.number(),
    undecided: z.number().describe("A fact of then is not known."),
    reasons: Reasons,
    perDay: z.array(z.object({ day: z.string(), matched: z.number() })),
    examples: Examples,
    notes: z.array(z.string()).describe("What its limits would have held back, and what this does not tell."),
  }),
});

const Standing = z.object({
  id: z.string(),
  request: ActionRequest,
  effect: z.string().describe("What it does: `add Andor to the watchlist`."),
  state: StandingState,
  until: z.string().nullable(),
  words: z.string(),
});

const EventExplained = z.object({
  event: z.object({
    id: z.string(),
    type: z.string(),
    about: z.string(),
    time: z.string(),
    recordedtime: z.string(),
    appliedRule: z.string().nullable().describe("It was there already when this rule was applied to it."),
  }),
  runs: z.array(
    z.object({
      runId: z.string(),
      rule: Rule,
      outcome: Outcome,
      reason: z.string(),
      failing: ConditionTrace.nullable().describe("The condition that turned it away."),
      timing: z.array(z.string()),
      actions: z.array(Standing),
    }),
  ),
  unheard: z
    .array(z.object({ rule: Rule, types: z.array(z.string()), why: z.string(), reason: z.string() }))
    .describe("Rules that did not run on it, and why."),
  sentences: Sentences,
});

export const explainEvent = defineEndpoint({
  id: "events.explain",
  method: "get",
  path: "/accounts/:account/events/:event",
  summary: "Which rules ran on an event and what came of it, and which did not and why.",
  reply: EventExplained.extend({ recorded: EventShape.describe("The event as it is kept.") }),
});

export const explainRule = defineEndpoint({
  id: "rules.explain",
  method: "get",
  path: "/accounts/:account/rules/:rule/explain",
  summary: "What a rule waits for, since when, what its latest runs came to, and what of it is waiting.",
  reply: z.object({
    rule: Rule.extend({ enabled: z.boolean(), enabledAt: z.string().nullable() }),
    types: z.array(z.string()),
    conditions: z.array(z.string()),
    runs: z.object({
      looked: z.number(),
      since: z.string().nullable(),
      byOutcome: z.record(Outcome, z.number()),
    }),
    latest: z.array(
      z.object({ runId: z.string(), at: z.string(), outcome: Outcome, about: z.string(), reason: z.string() }),
    ),
    waiting: z.array(Standing.extend({ runId: z.string(), about: z.string() })),
    sentences: Sentences,
  }),
});

const number = z
  .string()
  .regex(/^\d{1,6}$/, "must be a whole number")
  .transform(Number);

export const whyNot = defineEndpoint({
  id: "why_not",
  method: "get",
  path: "/accounts/:account/why-not",
  summary: "Why the person was not told of something: what was seen of it, or what kept it from being seen.",
  query: z.strictObject({
    title: z.string().min(1).max(300).describe("A show or movie: its title, slug, or Trakt's id."),
    kind: z.enum(["show", "movie"]).optional(),
    season: number.optional(),
    episode: number.optional(),
    rule: z.string().min(1).max(200).optional().describe("One rule alone, by its id or name."),
    days: number.pipe(z.int().min(1).max(180)).default(30),
  }),
  reply: z.object({
    about: z.object({
      kind: z.enum(["show", "movie"]),
      trakt: z.number(),
      title: z.string(),
      season: z.number().nullable(),
      episode: z.number().nullable(),
      name: z.string(),
    }),
    seen: z.array(EventExplained),
    causes: z.array(z.object({ code: z.string(), at: z.string().nullable(), sentence: z.string() })),
    unknown: z.array(z.string()),
    sentences: Sentences,
  }),
});

export const previewNow = defineEndpoint({
  id: "rules.preview_now",
  method: "get",
  path: "/accounts/:account/rules/:rule/now",
  summary: "Says what applying a rule to what is there now would do, and does nothing.",
  reply: z.object({
    rule: Rule,
    found: z.number(),
    already: z.number().describe("It acted on them before, or was applied to them."),
    matched: z.number(),
    notMatched: z.number(),
    failed: z.number(),
    undecided: z.number().describe("What is not known of them is read first when it is applied."),
    reasons: Reasons,
    actions: z.record(z.string(), z.number()).describe("How often each action would be asked for."),
    examples: Examples,
    overLimits: z.array(z.object({ kind: z.string(), count: z.number(), most: z.number(), words: z.string() })),
    cannot: z.array(z.object({ type: z.string(), reason: z.string() })),
    notes: z.array(z.string()),
  }),
});

export const applyNow = defineEndpoint({
  id: "rules.apply_now",
  audit: "had a rule done for what was there already",
  method: "post",
  path: "/accounts/:account/rules/:rule/now",
  summary: "Applies a rule to what is there now; each thing once, however often it is asked for.",
  status: 202,
  body: z.strictObject({
    at_most: z.int().min(1).max(2000).default(500).describe("Ask again while some are `left`."),
  }),
  reply: z.object({ rule: Rule, applied: z.number(), already: z.number(), left: z.number() }),
});
