import { spread } from "@showrunner/core/ids.ts";
import { accountPk, index, sortableTime, waitKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import type { Run } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, loadAll, parseItem, type Stored } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

/** An action of a run that waits to be looked at again; what it is, is in its run. */
const Wait = z.object({
  accountId: z.string(),
  actionId: z.string(),
  runId: z.string(),
  /** Epoch ms. */
  dueAt: z.number(),
  /** How often it could not be looked at, since facts were not to be had. */
  tries: z.int(),
  isDone: z.boolean(),
});
export type Wait = z.infer<typeof Wait>;

/** What a message says of a wait that is over. */
export const WaitNotice = z.object({ accountId: z.string(), waitId: z.string() });

function itemOf(ctx: Services, wait: Wait, v: number, dueAt = wait.dueAt): Item {
  const where = wait.isDone
    ? {}
    : {
        gsi1pk: index.due(spread(wait.actionId, ctx.settings.shards)),
        gsi1sk: `${sortableTime(dueAt)}#${wait.actionId}`,
      };
  return { ...waitKey(wait.accountId, wait.actionId), v, data: wait, ttl: historyTtl(ctx), ...where };
}

/** Lets a run's actions wait that are to; those that wait already are left as they are. */
export async function requestWaits(ctx: Services, { accountId, id: runId, actions }: Run): Promise<void> {
  for (const { id: actionId, waitsUntil } of actions) {
    if (waitsUntil == null) continue;
    const wait: Wait = { accountId, actionId, runId, dueAt: Date.parse(waitsUntil), tries: 0, isDone: false };
    await ctx.store.put(itemOf(ctx, wait, 1), { kind: "absent" });
  }
}

/** Sends a wait that is over to where rules are applied; written down first, so that the next sweep leaves it be. */
export async function sendWait(ctx: Services, item: Item): Promise<void> {
  const { value: wait, v } = parseItem(Wait, item);
  const again = itemOf(ctx, wait, v + 1, ctx.clock.now() + ctx.settings.leaseMs);
  if (!(await ctx.store.put(again, { kind: "version", v }))) return;
  const body: z.infer<typeof WaitNotice> = { accountId: wait.accountId, waitId: wait.actionId };
  await ctx.queue.send("ChangeEvents", [{ body, group: wait.accountId }]);
}

/** Sends a wait again, before its turn: what kept it from being looked at is there. */
export async function hastenWait(ctx: Services, accountId: string, waitId: string): Promise<void> {
  const item = await ctx.store.get(waitKey(accountId, waitId));
  if (item === undefined || parseItem(Wait, item).value.isDone) return;
  await sendWait(ctx, item);
}

/** What of an account waits to be looked at again. */
export async function openWaits(ctx: Services, accountId: string): Promise<Stored<Wait>[]> {
  const found = await loadAll(ctx.store, Wait, accountPk(accountId), "WAIT#");
  return found.filter(({ value }) => !value.isDone);
}

/** Ends a wait before its time: the next sweep sends it to be looked at. */
export async function wakeWait(ctx: Services, { v, value }: Stored<Wait>): Promise<void> {
  const now = ctx.clock.now();
  await ctx.store.put(itemOf(ctx, { ...value, dueAt: now }, v + 1, now), { kind: "version", v });
}

/** A wait that is over and was not dealt with. */
export async function openWait(ctx: Services, accountId: string, waitId: string): Promise<Stored<Wait> | undefined> {
  const found = await load(ctx.store, Wait, waitKey(accountId, waitId));
  return found === undefined || found.value.isDone ? undefined : found;
}

export async function endWait(ctx: Services, { v, value }: Stored<Wait>): Promise<void> {
  await ctx.store.put(itemOf(ctx, { ...value, isDone: true }, v + 1), { kind: "version", v });
}

/** Lets it wait until another time, epoch ms: what must be known is not to be had now. */
export async function deferWait(ctx: Services, { v, value }: Stored<Wait>, dueAt: number): Promise<void> {
  const later: Wait = { ...value, dueAt, tries: value.tries + 1 };
  await ctx.store.put(itemOf(ctx, later, v + 1), { kind: "version", v });
}
