import { HiddenSection } from "@showrunner/core/actions.ts";
import { eventTypes } from "@showrunner/core/events/catalogue.ts";
import { Scope } from "@showrunner/core/events/calendar.ts";
import * as z from "zod";

/** What a rule may hold, so that a saved rule is small and cheap to run. */
export const ruleLimits = {
  nameLength: 120,
  descriptionLength: 1_000,
  conditions: 20,
  actions: 20,
  expressionLength: 2_000,
  templateLength: 8_000,
  /** Of a list's or channel's name. */
  targetLength: 120,
} as const;

/** Which thing of the event an action is about. */
export const ItemChoice = z.enum(["show", "season", "episode", "movie"]);
export type ItemChoice = z.infer<typeof ItemChoice>;

/** What a play added to the history says of its time. Trakt: POST /sync/history takes a time, `released` or `unknown`. */
export const WatchedAt = z.enum(["event", "now", "released", "unknown"]);
export type WatchedAt = z.infer<typeof WatchedAt>;

const item = ItemChoice.optional().describe(
  "Which thing of the event it is about; by default the event's own subject.",
);
const section = HiddenSection.describe("The section of Trakt that it is hidden from.");
const channel = z.string().min(1).max(ruleLimits.targetLength).describe("The channel's name or id, such as `inbox`.");
const template = z.string().min(1).max(ruleLimits.templateLength);

const actions = [
  z.strictObject({ do: z.literal("watchlist.add"), item }),
  z.strictObject({ do: z.literal("watchlist.remove"), item }),
  z.strictObject({ do: z.literal("hide"), item, section }),
  z.strictObject({ do: z.literal("unhide"), item, section }),
  z.strictObject({ do: z.literal("drop"), item }),
  z.strictObject({ do: z.literal("undrop"), item }),
  z.strictObject({
    do: z.literal("list.add"),
    item,
    list: z.string().min(1).max(ruleLimits.targetLength).describe("The name of a personal list; made if missing."),
  }),
  z.strictObject({
    do: z.literal("history.add"),
    item,
    watched_at: WatchedAt.optional().describe("When it was watched: the event's time unless said otherwise."),
  }),
  z.strictObject({ do: z.literal("rate"), item, rating: z.int().min(1).max(10) }),
  z.strictObject({
    do: z.literal("notify"),
    channel,
    title: template.describe("A Liquid template."),
    body: template.describe("A Liquid template."),
    url: template.optional().describe("A Liquid template that gives an http(s) address."),
  }),
  z.strictObject({ do: z.literal("webhook"), channel }),
] as const;

/** One thing to do when every condition holds. */
export const ActionDefinition = z.discriminatedUnion("do", actions);
export type ActionDefinition = z.infer<typeof ActionDefinition>;

/** The keys that each action may have, by its `do`. */
export const actionKeys: ReadonlyMap<string, readonly string[]> = new Map(
  actions.map((action) => [action.shape.do.value, Object.keys(action.shape)]),
);

const eventType = z.enum(eventTypes);
const expression = z.string().min(1).max(ruleLimits.expressionLength);

const When = z.strictObject({
  event: z
    .union([eventType, z.array(eventType).min(1).max(eventTypes.length)])
    .describe("The event type, or a list of them."),
  scope: Scope.optional().describe("Whose calendar: `mine` unless said otherwise. Only for premieres and releases."),
});

/** A rule as people write it: when this happens, if these hold, then do these. */
export const RuleDefinition = z.strictObject({
  name: z.string().trim().min(1).max(ruleLimits.nameLength),
  description: z.string().max(ruleLimits.descriptionLength).optional(),
  when: When,
  if: z
    .union([expression, z.array(expression).max(ruleLimits.conditions)])
    .optional()
    .describe("A condition in CEL, or a list of them, all of which must hold."),
  then: z.array(ActionDefinition).min(1).max(ruleLimits.actions),
});
export type RuleDefinition = z.infer<typeof RuleDefinition>;

/** The keys of the rule and of its `when`. */
export const ruleKeys: readonly string[] = Object.keys(RuleDefinition.shape);
export const whenKeys: readonly string[] = Object.keys(When.shape);
