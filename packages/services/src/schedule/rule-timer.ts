import { deriveId, spread } from "@showrunner/core/ids.ts";
import { index, sortableTime, timerKey } from "@showrunner/core/keys.ts";
import { nextTime } from "@showrunner/rules/cron.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/** When a rule with a cron comes next. One stands for each rule; which times are its own, the rule says. */
export const RuleTimer = z.object({
  kind: z.literal("cron"),
  id: z.string(),
  accountId: z.string(),
  ruleId: z.string(),
  dueAt: z.string(),
  /** Times up to and including this one (epoch ms) are past: they were told, or the rule was not on. */
  after: z.number(),
});
export type RuleTimer = z.infer<typeof RuleTimer>;

/** Whose rule, by which clocks, and how often. */
export interface TimedRule {
  accountId: string;
  ruleId: string;
  cron: string;
  timezone: string;
}

const ruleTimerId = (ruleId: string): string => deriveId("tmr", ["rule", ruleId]);

/**
 * Sets the one timer of a rule for its next time after now; of those up to `after` (epoch ms) none is told.
 *
 * @returns false when somebody else moved the timer meanwhile, of which `version` was read.
 */
export async function setRuleTimer(
  ctx: Services,
  { accountId, ruleId, cron, timezone }: TimedRule,
  after: number,
  version?: number,
): Promise<boolean> {
  const id = ruleTimerId(ruleId);
  const dueMs = nextTime(cron, timezone, ctx.clock.now());
  if (dueMs === undefined) return true;
  const data: RuleTimer = { kind: "cron", id, accountId, ruleId, dueAt: sortableTime(dueMs), after };
  const key = timerKey(accountId, id);
  const v = version ?? (await ctx.store.get(key))?.v ?? 0;
  return await ctx.store.put(
    { ...key, v: v + 1, data, gsi1pk: index.due(spread(id, ctx.settings.shards)), gsi1sk: `${data.dueAt}#${id}` },
    v === 0 ? { kind: "absent" } : { kind: "version", v },
  );
}

/** Moves the timer of a rule to where another zone's clocks have its next time. Nothing that came is told again. */
export async function moveRuleTimer(ctx: Services, rule: TimedRule): Promise<void> {
  const stored = await load(ctx.store, RuleTimer, timerKey(rule.accountId, ruleTimerId(rule.ruleId)));
  // Moved by somebody else meanwhile, it went by the zone of now.
  if (stored !== undefined) await setRuleTimer(ctx, rule, stored.value.after, stored.v);
}

export async function dropRuleTimer(ctx: Services, accountId: string, ruleId: string): Promise<void> {
  await ctx.store.delete(timerKey(accountId, ruleTimerId(ruleId)));
}
