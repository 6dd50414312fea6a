import { Priority } from "@showrunner/core/timing.ts";
import * as z from "zod";
import { Duration, parseDuration } from "./duration.ts";
import { Limit, WatchlistBudget } from "./limits.ts";

/** A throttle remembers what it let through: so many at most. */
const mostInThrottle = 100;
const longestThrottleMs = 31 * 86_400_000;

const Period = Duration.refine((text) => isWithin(text, 1000, longestThrottleMs), {
  message: "it must be from 1 second to 31 days",
  abort: true,
});

function isWithin(text: string, fromMs: number, toMs: number): boolean {
  try {
    const ms = parseDuration(text);
    return ms >= fromMs && ms <= toMs;
  } catch {
    // What is no duration is told by its own check.
    return true;
  }
}

const ThrottleParts = z.strictObject({
  at_most: z.int().min(1).max(mostInThrottle).describe("How many are told in each period."),
  per: Period.describe("The period, such as `1 hour`."),
  by: z
    .enum(["rule", "channel", "show"])
    .optional()
    .describe("What is counted together: all of the rule (so unless said), those to one channel, or about one show."),
});

/** At most so many notifications and webhooks in a period. What is more waits, and is told in one message. */
export const Throttle = ThrottleParts;
export type Throttle = z.infer<typeof Throttle>;

/** Longest templates of a digest; what is told of each item is in the item itself. */
const templateLength = 4_000;
const template = z.string().min(1).max(templateLength);

const DigestParts = z
  .strictObject({
    every: z.enum(["daily", "weekly"]).optional().describe("When it goes out, at the times of the person's settings."),
    after_items: z.int().min(1).max(100).optional().describe("Or: as soon as it has so many items."),
    name: z.string().trim().min(1).max(120).optional().describe("Rules with a digest of one name fill it together."),
    title: template.optional().describe("A Liquid template over `digest` and `items`."),
    body: template.optional().describe("A Liquid template over `digest` and `items`."),
  })
  .refine((digest) => (digest.every === undefined) !== (digest.after_items === undefined), {
    message: "it needs either every (daily or weekly) or after_items",
  });

/** When what a rule holds is told, in one message. */
export const Digest = z.union([z.enum(["daily", "weekly"]), DigestParts]);
export type Digest = z.infer<typeof Digest>;

/** When what a rule tells may be told. */
export const RuleOptions = z.strictObject({
  throttle: Throttle.optional(),
  quiet_hours: z
    .enum(["respect", "ignore"])
    .optional()
    .describe(
      "Notifications wait for the end of quiet hours unless this says ignore; webhooks only if it says respect.",
    ),
  digest: Digest.optional().describe(
    "When the rule's `hold` actions are told; of a rule that has none, its notifications are held.",
  ),
  limit: Limit.optional().describe("How much it may take away, hide or enter as watched by itself."),
  watchlist: WatchlistBudget.optional().describe("How it keeps to what the watchlist may hold."),
  priority: Priority.optional().describe("Which come first where several are told in one message."),
});
export type RuleOptions = z.infer<typeof RuleOptions>;

/** The keys of `options`, and of its parts that have some, by their path. */
export const optionKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ["options", Object.keys(RuleOptions.shape)],
  ["options.throttle", Object.keys(ThrottleParts.shape)],
  ["options.digest", Object.keys(DigestParts.shape)],
  ["options.limit", Object.keys(Limit.shape)],
  ["options.watchlist", Object.keys(WatchlistBudget.shape)],
]);
