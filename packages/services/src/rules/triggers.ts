import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { spread } from "@showrunner/core/ids.ts";
import { index, sharedKey, triggerKey } from "@showrunner/core/keys.ts";
import type { Offset } from "@showrunner/detect/occurrences.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { indexItems, load, loadAll, parseItem } from "../stored.ts";

/** Rules that want what happens to everybody's shows and movies stand in an index by event type. */
const Trigger = z.object({
  accountId: z.string(),
  ruleId: z.string(),
  /** So many minutes after its time, or before it. */
  offsetMinutes: z.int().default(0),
});

export async function enterTrigger(
  ctx: Services,
  accountId: string,
  ruleId: string,
  { type, minutes }: Offset,
): Promise<void> {
  await ctx.store.put({
    ...triggerKey(accountId, type, ruleId),
    v: 1,
    data: { accountId, ruleId, offsetMinutes: minutes },
    gsi1pk: index.trigger(type, spread(accountId, ctx.settings.shards)),
    gsi1sk: `${accountId}#${ruleId}`,
  });
  if (minutes === 0) return;
  // After the trigger, and under a new version: who found no trigger meanwhile takes nothing away.
  const former = await load(ctx.store, SharedOffset, offsetKey(type, minutes));
  await ctx.store.put({ ...offsetKey(type, minutes), v: (former?.v ?? 0) + 1, data: { type, minutes } });
}

export async function leaveTrigger(ctx: Services, accountId: string, ruleId: string, type: EventType): Promise<void> {
  await ctx.store.delete(triggerKey(accountId, type, ruleId));
}

async function* triggersOf(ctx: Services, type: string): AsyncGenerator<z.infer<typeof Trigger>> {
  for (let shard = 0; shard < ctx.settings.shards; shard++)
    for await (const item of indexItems(ctx.store, index.trigger(type, shard))) yield parseItem(Trigger, item).value;
}

/** The accounts with an enabled rule that waits for this type at this offset, whoever's show it is. */
export async function subscribersOf(ctx: Services, { type, minutes }: Offset): Promise<string[]> {
  const accounts = new Set<string>();
  for await (const trigger of triggersOf(ctx, type))
    if (trigger.offsetMinutes === minutes) accounts.add(trigger.accountId);
  return [...accounts];
}

/** Whether any enabled rule waits for this type, at whatever offset, whoever's show it is. */
export async function hasSubscribers(ctx: Services, type: EventType): Promise<boolean> {
  const { done } = await triggersOf(ctx, type).next();
  return done !== true;
}

/** An offset that rules want of what is on the calendars of all; it stands until nobody is found to want it. */
const SharedOffset = z.object({ type: z.string(), minutes: z.int() });
const offsetPrefix = "OFFSET#";
const offsetKey = (type: string, minutes: number) => sharedKey(`${offsetPrefix}${type}#${minutes}`);

/** The offsets at which somebody wants what is on the calendars of all. */
export async function sharedOffsets(ctx: Services): Promise<Offset[]> {
  const found = await loadAll(ctx.store, SharedOffset, sharedKey("").pk, offsetPrefix);
  return found.map((one) => one.value);
}

/** Forgets the offsets that nobody wants any more. */
export async function dropUnwantedOffsets(ctx: Services): Promise<void> {
  for (const { v, value } of await loadAll(ctx.store, SharedOffset, sharedKey("").pk, offsetPrefix))
    if ((await subscribersOf(ctx, value)).length === 0)
      await ctx.store.delete(offsetKey(value.type, value.minutes), { kind: "version", v });
}
