import { itemKey } from "@showrunner/core/actions.ts";
import { ledgerKey } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/**
 * The ledger: what rules added to a list, once each. Trakt takes a show off the watchlist when it is watched, and
 * people take things off by hand; what was added once is never added again.
 */
const Entry = z.object({ actionId: z.string(), ruleId: z.string(), ruleName: z.string(), at: z.string() });
export type Entry = z.infer<typeof Entry>;

function entryOf(action: ActionRecord): string | undefined {
  const { request } = action;
  if (request.do === "watchlist.add") return `watchlist#${itemKey(request.item)}`;
  if (request.do === "list.add") return `list:${request.list.toLowerCase()}#${itemKey(request.item)}`;
  return undefined;
}

/** Enters what an action is about to add; the entry that is there already, when another action added it before. */
export async function enterLedger(ctx: Services, action: ActionRecord): Promise<Entry | undefined> {
  const name = entryOf(action);
  if (name === undefined) return undefined;
  const key = ledgerKey(action.accountId, name);
  const at = new Date(ctx.clock.now()).toISOString();
  const entry: Entry = { actionId: action.id, ruleId: action.ruleId, ruleName: action.ruleName, at };
  if (await ctx.store.put({ ...key, v: 1, data: entry }, { kind: "absent" })) return undefined;
  const known = await load(ctx.store, Entry, key);
  return known === undefined || known.value.actionId === action.id ? undefined : known.value;
}

/** Takes an entry back: its action failed for good and added nothing. */
export async function leaveLedger(ctx: Services, action: ActionRecord): Promise<void> {
  const name = entryOf(action);
  if (name !== undefined) await ctx.store.delete(ledgerKey(action.accountId, name));
}
