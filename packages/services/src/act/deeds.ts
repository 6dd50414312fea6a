import { isTraktRequest } from "@showrunner/core/actions.ts";
import { Deed, type Standing } from "@showrunner/core/deeds.ts";
import { deedKey, index } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

/**
 * Enters what an action is about to change, with what is there before: durable before the change is made. Returns what
 * was before its first attempt, which a repeated one could not tell any more.
 */
export async function enterDeed(ctx: Services, action: ActionRecord, standing: Standing): Promise<Standing> {
  if (!isLedgered(action)) return standing;
  const deed: Deed = {
    actionId: action.id,
    accountId: action.accountId,
    runId: action.runId,
    ruleId: action.ruleId,
    ruleName: action.ruleName,
    request: action.request,
    at: action.createdAt,
    before: standing,
  };
  if (await ctx.store.put(itemOf(ctx, deed, 1), { kind: "absent" })) return standing;
  const known = await loadDeed(ctx, action);
  if (known === undefined) return standing;
  // No attempt can have reached Trakt: what is there now is what was before.
  if (action.unsure === 0 && (await ctx.store.put(itemOf(ctx, deed, known.v + 1), { kind: "version", v: known.v })))
    return standing;
  return known.value.before;
}

/** Keeps the ids of the plays that an action made. */
export async function keepPlays(ctx: Services, action: ActionRecord, plays: number[]): Promise<void> {
  const known = isLedgered(action) ? await loadDeed(ctx, action) : undefined;
  if (known === undefined) return;
  await ctx.store.put(itemOf(ctx, { ...known.value, plays }, known.v + 1), { kind: "version", v: known.v });
}

/** Takes the entry back: nothing was changed. */
export async function leaveDeed(ctx: Services, action: ActionRecord): Promise<void> {
  // Of an attempt whose end is unknown something may be there: what Trakt shows then decides.
  if (isLedgered(action) && action.unsure === 0)
    await ctx.store.delete(deedKey(action.accountId, action.createdAt, action.id));
}

/** What takes back is not itself taken back: the ledger is of what rules did. */
function isLedgered(action: ActionRecord): boolean {
  return action.undoes == null && action.runId !== "" && isTraktRequest(action.request);
}

async function loadDeed(ctx: Services, action: ActionRecord): Promise<Stored<Deed> | undefined> {
  return await load(ctx.store, Deed, deedKey(action.accountId, action.createdAt, action.id));
}

function itemOf(ctx: Services, deed: Deed, v: number) {
  return {
    ...deedKey(deed.accountId, deed.at, deed.actionId),
    v,
    data: deed,
    gsi1pk: index.deeds(deed.accountId, deed.ruleId),
    gsi1sk: `${deed.at}#${deed.actionId}`,
    ttl: historyTtl(ctx),
  };
}
