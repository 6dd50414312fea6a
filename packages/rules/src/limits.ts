import type { ActionVerb } from "@showrunner/core/actions.ts";
import * as z from "zod";
import { Duration, parseDuration } from "./duration.ts";

const longestMs = 31 * 86_400_000;

const Span = Duration.refine((text) => isWithin(text), { message: "it must be from 1 minute to 31 days", abort: true });

function isWithin(text: string): boolean {
  try {
    const ms = parseDuration(text);
    return ms >= 60_000 && ms <= longestMs;
  } catch {
    // What is no duration is told by its own check.
    return true;
  }
}

/** What is remembered of a span, one line for each run, has an end. */
const most = z.int().min(0).max(1000);

/** How much a rule may take away, hide or enter as watched by itself; a run that would do more waits for a yes. */
export const Limit = z.strictObject({
  removals: most.optional().describe("Things taken off lists, out of the collection, the history or the ratings."),
  hides: most.optional().describe("Things hidden or dropped."),
  history: most.optional().describe("Plays and check-ins."),
  per: Span.optional().describe("In how long: one day unless said otherwise."),
});
export type Limit = z.infer<typeof Limit>;

/** What is counted together. */
export const limitKinds = ["removals", "hides", "history"] as const;
export type LimitKind = (typeof limitKinds)[number];

/** What an action counts as; undefined for what is not limited. */
export function limitKindOf(verb: ActionVerb): LimitKind | undefined {
  switch (verb) {
    case "watchlist.remove":
    case "favorites.remove":
    case "collection.remove":
    case "list.remove":
    case "history.remove":
    case "unrate":
      return "removals";
    case "hide":
    case "drop":
      return "hides";
    case "history.add":
    case "checkin":
      return "history";
    default:
      return undefined;
  }
}

/** How a rule keeps to what the watchlist may hold. */
export const WatchlistBudget = z.strictObject({
  reserve: z.int().min(0).max(10_000).describe("So many places are left free for the person."),
  evict: z
    .literal("oldest")
    .optional()
    .describe("Make room by taking off what this rule added first; unless said so, nothing is added without room."),
});
export type WatchlistBudget = z.infer<typeof WatchlistBudget>;
