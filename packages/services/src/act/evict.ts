import { isTraktRequest, itemKey } from "@showrunner/core/actions.ts";
import { Deed } from "@showrunner/core/deeds.ts";
import { actionKey, index } from "@showrunner/core/keys.ts";
import { ActionRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { indexItems, parseItem } from "../stored.ts";
import { inverseOf } from "../undo/inverse.ts";
import { markUndone, undoing } from "../undo/undo.ts";
import { putActions } from "./actions.ts";
import type { Place } from "./standings.ts";

/**
 * Takes what a rule added first off the watchlist again, as many things as are wanted: never what the person put there. True
 * when something makes way, or is on its way off.
 */
export async function evictOldest(
  ctx: Services,
  asking: ActionRecord,
  ruleId: string,
  place: Place,
  wanted: number,
): Promise<boolean> {
  let leaving = 0;
  for await (const item of indexItems(ctx.store, index.deeds(asking.accountId, ruleId))) {
    if (leaving >= wanted) break;
    const deed = parseItem(Deed, item).value;
    const { request } = deed;
    if (!isTraktRequest(request) || request.do !== "watchlist.add") continue;
    const row = place.rows.get(itemKey(request.item));
    if (row === undefined) continue;
    if (deed.undoneBy != null) {
      if (await isUnderWay(ctx, asking.accountId, deed.undoneBy)) leaving += 1;
      continue;
    }
    const [done] = (await ctx.store.getMany([actionKey(asking.accountId, deed.actionId)])).map(
      (one) => parseItem(ActionRecord, one).value,
    );
    if (done?.state !== "DONE") continue;
    const doneAt = Date.parse(done.finishedAt ?? deed.at);
    const verdict = inverseOf({ deeds: [deed], doneAt, settled: true }, { there: true, at: row.at });
    if (verdict.kind !== "take_back") continue;
    const actions = verdict.requests.map((one) =>
      undoing(ctx, { id: asking.accountId, username: asking.username }, deed, one),
    );
    await putActions(ctx, actions);
    await markUndone(
      ctx,
      [deed],
      actions.map((action) => action.id),
    );
    leaving += 1;
  }
  return leaving > 0;
}

async function isUnderWay(ctx: Services, accountId: string, actionIds: readonly string[]): Promise<boolean> {
  const items = await ctx.store.getMany(actionIds.map((id) => actionKey(accountId, id)));
  return items.some((item) => {
    const { state, finishedAt } = parseItem(ActionRecord, item).value;
    // Trakt's reads may show it for a while yet.
    const isJustDone = finishedAt !== null && ctx.clock.now() - Date.parse(finishedAt) < ctx.settings.settleMs;
    return state === "DEAD" ? false : state !== "DONE" || isJustDone;
  });
}
