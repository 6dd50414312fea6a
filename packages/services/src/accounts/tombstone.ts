import { Problem } from "@showrunner/core/errors.ts";
import { index, sortableTime, tombstoneKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";

/** Says that an account is being deleted, from when that was asked until nothing of it is left; then it goes itself. */
export const Tombstone = z.object({
  accountId: z.string(),
  /** Epoch ms. */
  askedAt: z.number(),
  /** When everything was erased, epoch ms: a worker that had something in hand may have written since. */
  erasedAt: z.number().nullable(),
});
export type Tombstone = z.infer<typeof Tombstone>;

/** As it is stored; it stands in an index of its own, by when to go on with it. */
export function tombstoneItem(tombstone: Tombstone, goOnAt: number, v: number): Item {
  return {
    ...tombstoneKey(tombstone.accountId),
    v,
    data: tombstone,
    gsi1pk: index.tombstones,
    gsi1sk: `${sortableTime(goOnAt)}#${tombstone.accountId}`,
  };
}

export function loadTombstone(ctx: Services, accountId: string): Promise<Stored<Tombstone> | undefined> {
  return load(ctx.store, Tombstone, tombstoneKey(accountId));
}

/** Throws Problem `account.being_deleted` while an account is: what is written for it now would go with the rest. */
export async function refuseWhileDeleted(ctx: Services, accountId: string): Promise<void> {
  const tombstone = await loadTombstone(ctx, accountId);
  if (tombstone === undefined) return;
  throw new Problem({
    code: "account.being_deleted",
    message: `the account ${accountId} is being deleted`,
    hint: "That ends by itself, within the hour as a rule. Sign in again then, to begin anew.",
    retry: { kind: "default" },
  });
}
