import { Undo } from "@showrunner/core/deeds.ts";
import { spread } from "@showrunner/core/ids.ts";
import { index, sortableTime, undoKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

/** As it is stored; in the due index, unless nothing is to be done any more. */
export function undoItem(ctx: Services, undo: Undo, v: number, dueAt: number | null): Item {
  const due = {
    gsi1pk: index.due(spread(undo.id, ctx.settings.shards)),
    gsi1sk: `${sortableTime(dueAt ?? 0)}#${undo.id}`,
  };
  return {
    ...undoKey(undo.accountId, undo.id),
    v,
    data: undo,
    ttl: historyTtl(ctx),
    ...(dueAt === null ? {} : due),
  };
}

/** What the workers of Trakt writes are sent of an undo. */
export const UndoNotice = z.object({ accountId: z.string(), undoId: z.string() });
export type UndoNotice = z.infer<typeof UndoNotice>;

/** Has an undo worked on, beside the other writes. */
export async function sendUndo(ctx: Services, { accountId, id }: Undo): Promise<void> {
  await ctx.queue.send("TraktWrites", [{ body: { accountId, undoId: id } satisfies UndoNotice, group: accountId }]);
}

/** Sends an undo that fell due to be worked on; for the sweeper. */
export async function resendUndo(ctx: Services, item: Item): Promise<void> {
  const { value: undo, v } = parseItem(Undo, item);
  // What does not come to its end, since Trakt must be connected again, is tried ever more rarely.
  const ageMs = ctx.clock.now() - Date.parse(undo.askedAt);
  const again = ctx.clock.now() + Math.max(ctx.settings.leaseMs, ageMs / 2);
  // Written first, so that the next sweep leaves it be while it is on its way.
  if (await ctx.store.put(undoItem(ctx, undo, v + 1, again), { kind: "version", v })) await sendUndo(ctx, undo);
}
