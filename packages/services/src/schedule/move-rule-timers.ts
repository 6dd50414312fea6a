import type { Services } from "../context.ts";
import { compiled, listRules } from "../rules/rules.ts";
import { moveRuleTimer } from "./rule-timer.ts";

/** Moves the timers of a person's crons to the clocks of another zone. Doing it again changes nothing. */
export async function moveRuleTimers(ctx: Services, accountId: string, timezone: string): Promise<void> {
  for (const rule of await listRules(ctx, accountId)) {
    const cron = rule.enabled ? compiled(rule).timing.cron : undefined;
    if (cron !== undefined) await moveRuleTimer(ctx, { accountId, ruleId: rule.id, cron, timezone });
  }
}
