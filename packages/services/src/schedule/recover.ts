import { index } from "@showrunner/core/keys.ts";
import { ActionRecord } from "@showrunner/core/records.ts";
import { abandon } from "../act/actions.ts";
import type { Services } from "../context.ts";
import { indexItems, parseItem } from "../stored.ts";

/**
 * Ends the claims of workers that are known to be dead, for where the only worker is starting: what they had in hand
 * need not wait for its lease. The next claim counts each as an attempt whose end is unknown.
 *
 * @returns how many actions were released.
 */
export async function releaseAbandoned(ctx: Services): Promise<number> {
  let released = 0;
  for (let shard = 0; shard < ctx.settings.shards; shard++)
    for await (const item of indexItems(ctx.store, index.due(shard))) {
      if (!item.sk.startsWith("ACTION#")) continue;
      if (await abandon(ctx, parseItem(ActionRecord, item))) released += 1;
    }
  return released;
}
