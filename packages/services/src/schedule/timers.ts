import type { Draft } from "@showrunner/core/events/envelope.ts";
import { index, profileKey, sortableTime, timerKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { Account } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { indexItems, load, parseItem } from "../stored.ts";
import { subscribersOf } from "../rules/triggers.ts";
import { everybody, Timer } from "./timer-rows.ts";

/**
 * Records what fell due. The event is durable before its timer goes, and carries an id of its own, so a crash in
 * between records nothing twice.
 *
 * @returns how many timers fired.
 */
export async function fireTimers(ctx: Services): Promise<number> {
  let fired = 0;
  const now = sortableTime(ctx.clock.now());
  for (let shard = 0; shard < ctx.settings.shards; shard++)
    for await (const item of indexItems(ctx.store, index.due(shard), `${now}~`)) {
      if (!item.sk.startsWith("TIMER#")) continue;
      if (item.data["kind"] === "cron") await fireRule(ctx, item);
      else await fire(ctx, item);
      fired += 1;
    }
  return fired;
}

/** Rules with times of their own are compiled, which takes much that most minutes have no use for. */
async function fireRule(ctx: Services, item: Item): Promise<void> {
  const { fireRuleTimer } = await import("./fire-rule-timer.ts");
  await fireRuleTimer(ctx, item);
}

async function fire(ctx: Services, item: Item): Promise<void> {
  const { value: timer, v } = parseItem(Timer, item);
  const accountIds =
    timer.accountId === everybody ? await subscribersOf(ctx, offsetOf(timer.draft)) : [timer.accountId];
  for (const accountId of accountIds) {
    const account = await load(ctx.store, Account, profileKey(accountId));
    if (account !== undefined) await recordEvents(ctx, account.value, [{ draft: timer.draft }]);
  }
  await ctx.store.delete(timerKey(timer.accountId, timer.id), { kind: "version", v });
}

function offsetOf({ type, data }: Draft): { type: string; minutes: number } {
  return { type, minutes: "offset_minutes" in data ? (data.offset_minutes ?? 0) : 0 };
}
