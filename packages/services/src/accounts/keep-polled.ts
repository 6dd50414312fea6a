import type { Connection } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { loadPollCursor, type PollCursor, requestPoll, savePollCursor, startCursor } from "../poll/poll-cursor.ts";
import { enterWheel, tierFor, wheelKey } from "../schedule/wheel.ts";
import type { Stored } from "../stored.ts";
import { isUsable } from "./tokens.ts";

/**
 * Puts an account that is to be polled back on the wheel, where its cursor says, when it does not stand there. Whoever
 * connects an account, moves it, or takes it off does so in steps and may die between two, and an update may change the
 * wheel itself: this makes it good, so that nobody who is connected silently stops. Costs one read where all is right, and another where the cursor is not known.
 */
export async function keepPolled(
  ctx: Services,
  accountId: string,
  connection: Connection,
  known?: Stored<PollCursor>,
): Promise<void> {
  if (connection.state !== "active" && !isUsable(connection, ctx.clock.now())) return;
  const cursor = known ?? (await loadPollCursor(ctx, accountId));
  if (cursor === undefined) {
    await startCursor(ctx, accountId);
    await requestPoll(ctx, accountId);
    return;
  }
  const { tiersMinutes, shards } = ctx.settings;
  const { tierMinutes } = cursor.value;
  if (!tiersMinutes.includes(tierMinutes)) {
    const next = tierFor(cursor.value, ctx.clock.now(), tiersMinutes);
    await savePollCursor(ctx, accountId, cursor, { ...cursor.value, tierMinutes: next });
    return;
  }
  const place = await ctx.store.get(wheelKey(accountId, tierMinutes, shards));
  if (place === undefined) await enterWheel(ctx, accountId, tierMinutes);
}
