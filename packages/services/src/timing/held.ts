import { accountPk, heldKey, heldPrefix } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

/**
 * A bundle: messages to one channel that wait for the same, and are told in one. Which they are is written down, sealed,
 * before the message is asked for, under a version that grows with each: whoever comes late, or again, finds the seal and
 * goes on with it, and two can never tell of the same.
 */
export const Bundle = z.object({ sealed: z.array(z.string()).nullable() });
export type Bundle = z.infer<typeof Bundle>;

/** Where a message that waits is: it stands under its bundle, so that all of it are found. */
const Held = z.object({ actionId: z.string() });

/** Where those stand that wait by themselves. */
const alone = "alone";

/** Puts a message that waits among those of its bundle. Says whether the digest now has all the items that it waits for. */
export async function enterBundle(ctx: Services, action: ActionRecord): Promise<{ isFull: boolean }> {
  const { hold } = action;
  if (hold == null) return { isFull: false };
  const key = heldKey(action.accountId, hold.bundle ?? alone, action.id);
  await ctx.store.put({ ...key, v: 1, data: { actionId: action.id }, ttl: historyTtl(ctx) });
  if (hold.bundle === null || typeof hold.schedule !== "number") return { isFull: false };
  const held = await heldIn(ctx, action.accountId, hold.bundle, hold.schedule);
  return { isFull: held.length >= hold.schedule };
}

export async function leaveBundle(
  ctx: Services,
  accountId: string,
  bundle: string | null,
  actionId: string,
): Promise<void> {
  await ctx.store.delete(heldKey(accountId, bundle ?? alone, actionId));
}

/** The ids of the actions that wait in a bundle, or, where none is named, of all of an account's; so many at most. */
export async function heldIn(
  ctx: Services,
  accountId: string,
  bundle: string | undefined,
  limit: number,
): Promise<string[]> {
  const prefix = bundle === undefined ? heldPrefix : `${heldPrefix}${bundle}#`;
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await ctx.store.query({ pk: accountPk(accountId), prefix, after, limit: limit - ids.length });
    ids.push(...page.items.map((item) => parseItem(Held, item).value.actionId));
    after = page.next;
  } while (after !== undefined && ids.length < limit);
  return ids;
}
