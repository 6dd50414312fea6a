import { itemKey, type ActionRequest } from "@showrunner/core/actions.ts";
import { ledgerKey } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/**
 * The ledger: what rules added to a place, once each. Trakt takes a show off the watchlist when it is watched, and
 * people take things back by hand; what was added once is never added again, unless it was a rule that took it away.
 */
export const Entry = z.object({
  actionId: z.string(),
  ruleId: z.string(),
  ruleName: z.string(),
  at: z.string(),
  /** It was taken back: then no rule's taking it away lets rules add it again. */
  undone: z.boolean().nullish(),
});
export type Entry = z.infer<typeof Entry>;

interface Place {
  name: string;
  /** Rules add it once; otherwise only what was taken back is not added again. */
  once: boolean;
}

/** What an action adds, and where; undefined for what adds nothing that lasts. */
function placeOf(request: ActionRequest): Place | undefined {
  switch (request.do) {
    case "watchlist.add":
    case "favorites.add":
    case "collection.add":
      return { name: `${request.do.replace(".add", "")}#${itemKey(request.item)}`, once: true };
    case "list.add":
      return { name: `list:${request.list.toLowerCase()}#${itemKey(request.item)}`, once: true };
    case "hide":
      return { name: `hidden:${request.section}#${itemKey(request.item)}`, once: true };
    case "drop":
      return { name: `dropped#${itemKey(request.item)}`, once: true };
    case "rate":
      return { name: `rating#${itemKey(request.item)}`, once: false };
    case "history.add":
      return { name: `history#${itemKey(request.item)}@${request.watched_at.slice(0, 16)}`, once: false };
    default:
      return undefined;
  }
}

/** The name of the entry whose thing an action takes away. */
function releasedBy(request: ActionRequest): string | undefined {
  switch (request.do) {
    case "watchlist.remove":
    case "favorites.remove":
    case "collection.remove":
      return `${request.do.replace(".remove", "")}#${itemKey(request.item)}`;
    case "list.remove":
      return `list:${request.list.toLowerCase()}#${itemKey(request.item)}`;
    case "unhide":
      return `hidden:${request.section}#${itemKey(request.item)}`;
    case "undrop":
      return `dropped#${itemKey(request.item)}`;
    default:
      return undefined;
  }
}

/** Enters what an action is about to add; the entry that is there already, when another action added it before. */
export async function enterLedger(ctx: Services, action: ActionRecord): Promise<Entry | undefined> {
  const place = placeOf(action.request);
  // Taking back is the person's own word.
  if (place === undefined || action.undoes != null) return undefined;
  const key = ledgerKey(action.accountId, place.name);
  if (place.once && (await ctx.store.put({ ...key, v: 1, data: entryFor(ctx, action) }, { kind: "absent" })))
    return undefined;
  const known = await load(ctx.store, Entry, key);
  return known === undefined || known.value.actionId === action.id ? undefined : known.value;
}

function entryFor(ctx: Services, action: Pick<ActionRecord, "id" | "ruleId" | "ruleName">): Entry {
  const at = new Date(ctx.clock.now()).toISOString();
  return { actionId: action.id, ruleId: action.ruleId, ruleName: action.ruleName, at };
}

/** Takes an entry back: its action failed for good and added nothing. */
export async function leaveLedger(ctx: Services, action: ActionRecord): Promise<void> {
  const place = placeOf(action.request);
  if (place === undefined) return;
  const key = ledgerKey(action.accountId, place.name);
  const known = await load(ctx.store, Entry, key);
  if (known?.value.actionId === action.id && known.value.undone !== true)
    await ctx.store.delete(key, { kind: "version", v: known.v });
}

/** A rule took the thing away, not the person: rules may add it again. */
export async function releaseLedger(ctx: Services, action: ActionRecord): Promise<void> {
  const name = releasedBy(action.request);
  if (name === undefined || action.undoes != null) return;
  const key = ledgerKey(action.accountId, name);
  const known = await load(ctx.store, Entry, key);
  if (known !== undefined && known.value.undone !== true) await ctx.store.delete(key, { kind: "version", v: known.v });
}

/** Trakt's clocks and ours may differ, and a write is tried again for hours. */
const [skewMs, longestWriteMs] = [120_000, 86_400_000];

/** Whether what is in a place since `at` (ISO 8601) is what an entry tells of, and not put there anew by the person. */
export function isOf(entry: Entry | undefined, at: string | null | undefined): boolean {
  const since = at == null ? Number.NaN : Date.parse(at);
  const ruled = Date.parse(entry?.at ?? "");
  return entry?.undone !== true && since >= ruled - skewMs && since <= ruled + longestWriteMs;
}

/**
 * Why what is there is not a rule's doing, where the action takes away only that; undefined when it is. `at`: since when
 * it is there, as Trakt says, ISO 8601.
 */
export async function whyNotOurs(
  ctx: Services,
  { accountId, request }: Pick<ActionRecord, "accountId" | "request">,
  at: string | null | undefined,
): Promise<string | undefined> {
  const name = "whose" in request && request.whose === "rules" ? releasedBy(request) : undefined;
  if (name === undefined) return undefined;
  const known = (await load(ctx.store, Entry, ledgerKey(accountId, name)))?.value;
  return isOf(known, at) ? undefined : "left as it is: it was done by hand, and not by a rule";
}

/** Sees to it that what was taken back is not added again by any rule, whatever is still under way. */
export async function entomb(
  ctx: Services,
  deed: { accountId: string; actionId: string; ruleId: string; ruleName: string; request: ActionRequest },
): Promise<void> {
  const place = placeOf(deed.request);
  if (place === undefined) return;
  const key = ledgerKey(deed.accountId, place.name);
  for (;;) {
    const known = await load(ctx.store, Entry, key);
    if (known?.value.undone === true) return;
    // Under an id of its own, so that the action that was taken back is not let through either.
    const entry = { ...entryFor(ctx, { ...deed, id: `undone ${deed.actionId}` }), undone: true };
    const v = (known?.v ?? 0) + 1;
    if (
      await ctx.store.put(
        { ...key, v, data: entry },
        known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
      )
    )
      return;
  }
}

/** Why an action is left undone that would add what another added before. */
export function formerWords(former: Entry): string {
  const day = former.at.slice(0, 10);
  return former.undone === true
    ? `left as it is: what "${former.ruleName}" did here was taken back on ${day}, and is not done again`
    : `left as it is: "${former.ruleName}" added it on ${day} already, and what left the list since is not added again`;
}
