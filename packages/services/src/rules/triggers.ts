import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { spread } from "@showrunner/core/ids.ts";
import { index, triggerKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { indexItems, parseItem } from "../stored.ts";

/** Rules that want what happens to everybody's shows and movies stand in an index by event type. */
const Trigger = z.object({ accountId: z.string(), ruleId: z.string() });

export async function enterTrigger(ctx: Services, accountId: string, ruleId: string, type: EventType): Promise<void> {
  await ctx.store.put({
    ...triggerKey(accountId, type, ruleId),
    v: 1,
    data: { accountId, ruleId },
    gsi1pk: index.trigger(type, spread(accountId, ctx.settings.shards)),
    gsi1sk: `${accountId}#${ruleId}`,
  });
}

export async function leaveTrigger(ctx: Services, accountId: string, ruleId: string, type: EventType): Promise<void> {
  await ctx.store.delete(triggerKey(accountId, type, ruleId));
}

/** The accounts with an enabled rule that waits for this type, whoever's show it is. */
export async function subscribersOf(ctx: Services, type: EventType): Promise<string[]> {
  const accounts = new Set<string>();
  for (let shard = 0; shard < ctx.settings.shards; shard++)
    for await (const item of indexItems(ctx.store, index.trigger(type, shard)))
      accounts.add(parseItem(Trigger, item).value.accountId);
  return [...accounts];
}
