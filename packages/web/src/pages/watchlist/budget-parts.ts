import type { ReplyOf } from "@showrunner/client/asked.ts";

export type WatchlistReply = ReplyOf<"views.watchlist">;

export interface BudgetPart {
  kind: "person" | "rules" | "free" | "reserve";
  count: number;
  /** Of the whole bar, from 0 to 1. */
  part: number;
}

/**
 * The watchlist's places, in the order of the bar: what the person added, what rules added, what is free for rules, and what
 * they leave free. The largest reserve of the rules that are on counts; without a limit there is nothing to part.
 */
export function budgetParts(reply: Pick<WatchlistReply, "limit" | "count" | "byRules" | "rules">): BudgetPart[] {
  const { limit, count, byRules, rules } = reply;
  if (limit === null) return [];
  const free = Math.max(0, limit - count);
  const reserved = Math.min(free, Math.max(0, ...rules.filter(({ enabled }) => enabled).map(({ reserve }) => reserve)));
  // Trakt lets a list stay that is longer than the limit has become.
  const whole = Math.max(limit, count, 1);
  const parts = [
    { kind: "person", count: count - byRules },
    { kind: "rules", count: byRules },
    { kind: "free", count: free - reserved },
    { kind: "reserve", count: reserved },
  ] as const;
  return parts.map((one) => ({ ...one, part: one.count / whole }));
}

/** All of it in a sentence, for who does not see the bar. */
export function budgetWords({
  limit,
  count,
  byRules,
  room,
}: Pick<WatchlistReply, "limit" | "count" | "byRules" | "room">): string {
  const by = byRules === 0 ? "" : `, ${byRules} of them added by rules`;
  if (limit === null) return `${count} on the watchlist${by}; Trakt sets no limit`;
  return `${count} of ${limit} places taken${by}; room for ${room ?? Math.max(0, limit - count)} more`;
}

export interface Adder {
  ruleId: string;
  ruleName: string;
}

/** The rules that added some of the items, each once, in the order in which they are met. */
export function addersOf(items: readonly Pick<WatchlistReply["items"][number], "addedBy">[]): Adder[] {
  const found = new Map<string, Adder>();
  for (const { addedBy } of items)
    if (addedBy !== null && !found.has(addedBy.ruleId))
      found.set(addedBy.ruleId, { ruleId: addedBy.ruleId, ruleName: addedBy.ruleName });
  return [...found.values()];
}
