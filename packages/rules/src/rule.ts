import { HiddenSection, Whose } from "@showrunner/core/actions.ts";
import { eventTypes } from "@showrunner/core/events/catalogue.ts";
import { Scope } from "@showrunner/core/events/calendar.ts";
import * as z from "zod";
import { Duration, parseDuration } from "./duration.ts";
import { RuleOptions } from "./options.ts";

/** What a rule may hold, so that a saved rule is small and cheap to run. */
export const ruleLimits = {
  /** Of the whole rule as JSON, characters. */
  length: 30_000,
  nameLength: 120,
  descriptionLength: 1_000,
  conditions: 20,
  actions: 20,
  expressionLength: 2_000,
  templateLength: 8_000,
  /** Of a list's or channel's name. */
  targetLength: 120,
  cronLength: 100,
} as const;

/** Which thing of the event an action is about. */
export const ItemChoice = z.enum(["show", "season", "episode", "movie"]);
export type ItemChoice = z.infer<typeof ItemChoice>;

/** What a play added to the history says of its time. Trakt: POST /sync/history takes a time, `released` or `unknown`. */
export const WatchedAt = z.enum(["event", "now", "released", "unknown"]);
export type WatchedAt = z.infer<typeof WatchedAt>;

/** Which plays are taken out of the history: the one that the event tells of, or every one of the thing. */
export const PlaysChoice = z.enum(["event", "all"]);
export type PlaysChoice = z.infer<typeof PlaysChoice>;

const item = ItemChoice.optional().describe(
  "Which thing of the event it is about; by default the event's own subject.",
);
const section = HiddenSection.describe("The section of Trakt that it is hidden from.");
const whose = Whose.optional().describe("`rules`: only what a rule did, and not what the person did by hand.");
const list = z.string().min(1).max(ruleLimits.targetLength);
const channel = z.string().min(1).max(ruleLimits.targetLength).describe("The channel's name or id, such as `inbox`.");
const template = z.string().min(1).max(ruleLimits.templateLength);

/** A wait of a rule is this long at most: runs are kept for half a year. */
const longestWaitMs = 120 * 86_400_000;
const expression = z.string().min(1).max(ruleLimits.expressionLength);
const conditions = z.union([expression, z.array(expression).max(ruleLimits.conditions)]);

/** What every action may have: it waits, and its conditions are looked at then. */
const later = {
  wait: Duration.refine((text) => isWait(text), { message: "it must be from 1 minute to 120 days" })
    .optional()
    .describe("Look again after this long, and do it only then."),
  if: conditions.optional().describe("Conditions in CEL that must hold after the wait, by facts of that time."),
};

function isWait(text: string): boolean {
  try {
    const ms = parseDuration(text);
    return ms >= 60_000 && ms <= longestWaitMs;
  } catch {
    // What is no duration is told by its own check.
    return true;
  }
}

const actions = [
  z.strictObject({ do: z.literal("watchlist.add"), item, ...later }),
  z.strictObject({ do: z.literal("watchlist.remove"), item, ...later }),
  z.strictObject({ do: z.literal("favorites.add"), item, ...later }),
  z.strictObject({ do: z.literal("favorites.remove"), item, ...later }),
  z.strictObject({ do: z.literal("collection.add"), item, ...later }),
  z.strictObject({ do: z.literal("collection.remove"), item, ...later }),
  z.strictObject({ do: z.literal("hide"), item, section, ...later }),
  z.strictObject({ do: z.literal("unhide"), item, section, whose, ...later }),
  z.strictObject({ do: z.literal("drop"), item, ...later }),
  z.strictObject({ do: z.literal("undrop"), item, whose, ...later }),
  z.strictObject({
    do: z.literal("list.add"),
    item,
    list: list.describe("The name of a personal list; made if missing."),
    ...later,
  }),
  z.strictObject({ do: z.literal("list.remove"), item, list: list.describe("The name of a personal list."), ...later }),
  z.strictObject({
    do: z.literal("history.add"),
    item,
    watched_at: WatchedAt.optional().describe("When it was watched: the event's time unless said otherwise."),
    ...later,
  }),
  z.strictObject({
    do: z.literal("history.remove"),
    item,
    plays: PlaysChoice.optional().describe(
      "The play that the event tells of, or all of the thing: `event` unless said otherwise, where the event tells of one.",
    ),
    ...later,
  }),
  z.strictObject({ do: z.literal("rate"), item, rating: z.int().min(1).max(10), ...later }),
  z.strictObject({ do: z.literal("unrate"), item, ...later }),
  z.strictObject({ do: z.literal("checkin"), item, ...later }),
  z.strictObject({
    do: z.literal("notify"),
    channel,
    title: template.describe("A Liquid template."),
    body: template.describe("A Liquid template."),
    url: template.optional().describe("A Liquid template that gives an http(s) address."),
    ...later,
  }),
  z.strictObject({
    do: z.literal("hold"),
    channel,
    title: template.describe("A Liquid template: the item's line in the digest."),
    body: template.optional().describe("A Liquid template."),
    url: template.optional().describe("A Liquid template that gives an http(s) address."),
    ...later,
  }),
  z.strictObject({ do: z.literal("webhook"), channel, ...later }),
  z.strictObject({
    do: z.literal("household.share"),
    with: z
      .string()
      .min(1)
      .max(ruleLimits.targetLength)
      .describe("A person of the household, by user name: both must have agreed to be one."),
    ...later,
  }),
] as const;

/** One thing to do when every condition holds. */
export const ActionDefinition = z.discriminatedUnion("do", actions);
export type ActionDefinition = z.infer<typeof ActionDefinition>;

/** The keys that each action may have, by its `do`. */
export const actionKeys: ReadonlyMap<string, readonly string[]> = new Map(
  actions.map((action) => [action.shape.do.value, Object.keys(action.shape)]),
);

const eventType = z.enum(eventTypes);

const When = z.strictObject({
  event: z
    .union([eventType, z.array(eventType).min(1).max(eventTypes.length)])
    .describe("The event type, or a list of them."),
  scope: Scope.optional().describe(
    "Whose calendar: `mine` unless said otherwise. Only for premieres, finales and releases.",
  ),
  offset: Duration.optional().describe("How long before (`-30m`) or after (`2h`) its time. Only for the calendar."),
  cron: z
    .string()
    .max(ruleLimits.cronLength)
    .optional()
    .describe("When, by the person's own clocks: minute, hour, day, month, weekday. For time.scheduled."),
  after: Duration.optional().describe("For how long nothing of it was watched, such as `14 days`. For show.stalled."),
});

/** A rule as people write it: when this happens, if these hold, then do these. */
export const RuleDefinition = z.strictObject({
  name: z.string().trim().min(1).max(ruleLimits.nameLength),
  description: z.string().max(ruleLimits.descriptionLength).optional(),
  when: When,
  if: conditions.optional().describe("A condition in CEL, or a list of them, all of which must hold."),
  then: z.array(ActionDefinition).min(1).max(ruleLimits.actions),
  options: RuleOptions.optional().describe("When what it tells may be told."),
});
export type RuleDefinition = z.infer<typeof RuleDefinition>;

/** The keys of the rule and of its `when`. */
export const ruleKeys: readonly string[] = Object.keys(RuleDefinition.shape);
export const whenKeys: readonly string[] = Object.keys(When.shape);
