import { actionKey, profileKey, settingsKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { Account, ActionRecord } from "@showrunner/core/records.ts";
import { isDelivery } from "@showrunner/core/actions.ts";
import { holdUntil } from "../act/actions.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { moveRuleTimers } from "../schedule/move-rule-timers.ts";
import { heldIn } from "./held.ts";
import { dueBySettings, personTime } from "./placement.ts";

/** More than anybody lets wait. */
const mostHeld = 10_000;

/**
 * Moves what waits to the times of changed settings; `item` is the settings as they stand in the due index, which they
 * leave when that is done. Doing it again changes nothing.
 */
export async function moveHeld(ctx: Services, accountId: string, item: Item): Promise<void> {
  const account = await load(ctx.store, Account, profileKey(accountId));
  if (account !== undefined) {
    const time = await personTime(ctx, account.value);
    await moveRuleTimers(ctx, accountId, time.zone);
    const now = ctx.clock.now();
    for (const id of await heldIn(ctx, accountId, undefined, mostHeld)) {
      const stored = await load(ctx.store, ActionRecord, actionKey(accountId, id));
      if (stored === undefined || stored.value.state !== "WAITING" || !isDelivery(stored.value.request)) continue;
      const { hold } = stored.value;
      // What fell due is told, by whatever settings.
      if (hold == null || hold.until <= now) continue;
      const until = dueBySettings(time, hold, stored.value.request, now);
      if (until !== hold.until) await holdUntil(ctx, stored, until, time.zone);
    }
  }
  // Changed again meanwhile: then they are still in the index, and this is done again.
  await ctx.store.put({ ...settingsKey(accountId), data: item.data, v: item.v + 1 }, { kind: "version", v: item.v });
}
