import { profileKey, ruleKey, timerKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { Account, RuleRecord } from "@showrunner/core/records.ts";
import { lastTime } from "@showrunner/rules/cron.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { timeDraft } from "../events/time-draft.ts";
import { compiled } from "../rules/rules.ts";
import { load, parseItem } from "../stored.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { RuleTimer, setRuleTimer } from "./rule-timer.ts";

/**
 * Records the last of a rule's times that came, and sets its timer for the next. The event is durable before the timer
 * moves, and its id is of the rule and the time, so a crash in between records nothing twice.
 */
export async function fireRuleTimer(ctx: Services, item: Item): Promise<void> {
  const { value: timer, v } = parseItem(RuleTimer, item);
  const { accountId, ruleId } = timer;
  const account = (await load(ctx.store, Account, profileKey(accountId)))?.value;
  const rule = (await load(ctx.store, RuleRecord, ruleKey(accountId, ruleId)))?.value;
  const cron = rule?.enabled === true ? compiled(rule).timing.cron : undefined;
  if (account === undefined || cron === undefined) {
    await ctx.store.delete(timerKey(accountId, timer.id), { kind: "version", v });
    return;
  }
  const timezone = zoneOf(account, await getSettings(ctx, accountId));
  const timed = { accountId, ruleId, cron, timezone };
  // By the clocks of today's zone: the person may have moved since the timer was set.
  const at = lastTime(cron, timezone, timer.after, ctx.clock.now());
  if (at !== undefined) await recordEvents(ctx, account, [{ draft: await timeDraft(ctx, timed, at) }]);
  await setRuleTimer(ctx, timed, at ?? timer.after, v);
}
