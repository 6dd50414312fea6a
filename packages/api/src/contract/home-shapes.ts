import { ConnectionState } from "@showrunner/core/records.ts";
import { Outcome } from "@showrunner/core/trace.ts";
import * as z from "zod";

/** What home shows. Times are ISO 8601 in UTC. */

/** `true` or `false`, as a query spells them. */
export const Flag = z.enum(["true", "false"]).transform((text) => text === "true");

export const ThingShape = z.object({
  kind: z.enum(["movie", "show", "season", "episode"]),
  title: z.string().describe("The movie's or the show's."),
  trakt: z.number(),
  slug: z.string().nullable(),
  year: z.number().nullable(),
  season: z.number().nullable(),
  episode: z.object({ number: z.number(), title: z.string().nullable(), trakt: z.number() }).nullable(),
});

const RunTold = z.object({
  id: z.string(),
  at: z.string(),
  rule: z.object({ id: z.string(), name: z.string(), version: z.number() }),
  outcome: Outcome,
  verdict: z.string().describe("The outcome in words: `acted`, `did not act`, `held back`, `failed`."),
  reason: z.string(),
  actions: z.array(
    z.object({
      id: z.string(),
      do: z.string(),
      effect: z.string().describe("`add Andor to the watchlist`"),
      state: z.enum(["done", "dead", "held", "waits", "not_done", "asks", "refused", "retry", "under_way"]),
      until: z.string().nullable(),
      standing: z.string().describe("`is held until …`"),
    }),
  ),
});

export const HappeningShape = z.object({
  id: z.string().describe("The event's."),
  type: z.string(),
  time: z.string().describe("When it happened at Trakt."),
  recordedtime: z.string(),
  about: z.string().describe("One phrase for a person."),
  thing: ThingShape.nullable(),
  causedBy: z
    .object({ ruleId: z.string(), actionId: z.string() })
    .nullable()
    .describe("The rule's action that caused it, when one did."),
  appliedRule: z.string().nullable().describe("It was there already when this rule was applied to it."),
  runs: z.array(RunTold).describe("Up to eight, those that acted first."),
  runCount: z.number(),
});

export const OverviewShape = z.object({
  account: z.object({ id: z.string(), username: z.string(), name: z.string().nullable(), zone: z.string() }),
  health: z.object({
    state: z.enum(["well", "attention", "broken"]),
    line: z.string().describe("All of it for a person."),
    concerns: z.array(
      z.object({
        kind: z.enum([
          "disconnected",
          "needs_reconnect",
          "paused",
          "not_polled",
          "approvals",
          "dead",
          "channels",
          "rules_failing",
        ]),
        words: z.string(),
      }),
    ),
  }),
  connection: z.object({
    state: z.enum([...ConnectionState.options, "connecting"]),
    since: z.string().nullable().describe("Since when it needs the person."),
    reason: z.string().nullable(),
    remedy: z.enum(["reconnect", "wait"]).nullable(),
  }),
  polls: z.object({
    lastAt: z
      .string()
      .nullable()
      .describe("The account's last turn; its last noted poll where Showrunner or Trakt rested since."),
    nextAt: z.string().nullable(),
    everyMinutes: z.number().nullable(),
    pausedUntil: z.string().nullable(),
    lastChangeAt: z.string().nullable(),
  }),
  counts: z.object({
    rules: z.object({ on: z.number(), off: z.number(), failing: z.number() }),
    approvals: z.number(),
    dead: z.number().describe("100 when there are more."),
    channels: z.object({ works: z.number(), new: z.number(), failing: z.number(), off: z.number() }),
    inboxOfLastDay: z.number().describe("100 when there are more."),
  }),
});
