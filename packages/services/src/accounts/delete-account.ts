import { messageOf, Problem } from "@showrunner/core/errors.ts";
import {
  accountPk,
  connectionKey,
  dataKeyPrefix,
  index,
  pollPk,
  profileKey,
  sortableTime,
  tombstoneKey,
} from "@showrunner/core/keys.ts";
import type { Key } from "@showrunner/core/ports/store.ts";
import { Account } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { wheelKeys } from "../schedule/wheel.ts";
import { indexItems, load, parseItem, type Stored } from "../stored.ts";
import { inTurns } from "../views/in-turns.ts";
import { disconnectAccount } from "./disconnect.ts";
import { closeDoors } from "./doors.ts";
import { endSessions } from "./sessions.ts";
import { loadTombstone, Tombstone, tombstoneItem } from "./tombstone.ts";

/** Trakt may be out for so long; then the tokens are erased without telling it. */
const revokingMs = 24 * 3_600_000;
/** How often that is tried. */
const againMs = 15 * 60_000;
const deletesAtOnce = 16;

/**
 * Deletes an account with everything that is its own: rules, channels, history, tokens. The tokens are revoked at Trakt, all
 * rows keyed by the person are deleted with whatever leads to them (API keys, feeds, hooks, links that ask for a yes, a
 * household's other side), and last the keys that its secrets were sealed under. It may be called again
 * after a crash at any point, and `finishDeletions` goes on with it by itself.
 *
 * What workers have in hand meanwhile they may still write: the tombstone stays until nothing was found, a lease later.
 *
 * Throws Problem `connection.not_revoked` when Trakt could not be told: it is tried again for a day, and the account then
 * deleted all the same.
 */
export async function deleteAccount(ctx: Services, account: Pick<Account, "id">): Promise<void> {
  await askForDeletion(ctx, account);
  const stored = await loadTombstone(ctx, account.id);
  if (stored !== undefined) await goOn(ctx, stored);
}

/** Has an account deleted by whoever calls `finishDeletions` next: for who may not open tokens, or use the Trakt app. */
export async function askForDeletion(ctx: Services, account: Pick<Account, "id">): Promise<void> {
  const now = ctx.clock.now();
  const tombstone: Tombstone = { accountId: account.id, askedAt: now, erasedAt: null };
  await ctx.store.put(tombstoneItem(tombstone, now, 1), { kind: "absent" });
  // At once, though the rest takes its time; one that begins at this moment goes with the rest.
  await endSessions(ctx, account.id);
}

/**
 * Goes on with every deletion whose time has come. One that fails is told, and tried again.
 *
 * @returns how many accounts were looked at.
 */
export async function finishDeletions(ctx: Services): Promise<number> {
  let looks = 0;
  for await (const item of indexItems(ctx.store, index.tombstones, `${sortableTime(ctx.clock.now())}~`)) {
    looks += 1;
    try {
      await goOn(ctx, parseItem(Tombstone, item));
    } catch (error) {
      ctx.log({ kind: "defect", where: "delete-account", message: `${item.pk}: ${told(error)}` });
    }
  }
  return looks;
}

async function goOn(ctx: Services, stored: Stored<Tombstone>): Promise<void> {
  const { accountId, askedAt, erasedAt } = stored.value;
  if (erasedAt === null) await endConnection(ctx, stored);
  else if (ctx.clock.now() < erasedAt + ctx.settings.leaseMs) return;
  const found = await purge(ctx, accountId);
  await ctx.vault.forget(accountId);
  if (erasedAt !== null && found === 0) {
    await ctx.store.delete(tombstoneKey(accountId), { kind: "version", v: stored.v });
    return;
  }
  const now = ctx.clock.now();
  await update(ctx, stored, { accountId, askedAt, erasedAt: now }, now + ctx.settings.leaseMs);
}

/** Ends polling and revokes the tokens, unless that was tried for long enough. */
async function endConnection(ctx: Services, stored: Stored<Tombstone>): Promise<void> {
  const { accountId, askedAt } = stored.value;
  // Gone once everything was deleted, by whomever, and missing where a sign-in was cut off.
  const isGone = async (): Promise<boolean> => (await ctx.store.get(connectionKey(accountId))) === undefined;
  if (await isGone()) return;
  const profile = await load(ctx.store, Account, profileKey(accountId));
  try {
    await disconnectAccount(ctx, profile?.value ?? { id: accountId, username: accountId });
  } catch (error) {
    if (await isGone()) return;
    const now = ctx.clock.now();
    if (now - askedAt < revokingMs) {
      await update(ctx, stored, stored.value, now + againMs);
      throw error;
    }
    ctx.log({ kind: "defect", where: "delete-account", message: `deleted without revoking: ${told(error)}` });
  }
}

/** For the log, which is kept for longer than the account: a problem's message may name the person. */
function told(error: unknown): string {
  return error instanceof Problem ? error.code : messageOf(error);
}

/** Under its version: of several who are at it, each has done the same. */
async function update(ctx: Services, from: Stored<Tombstone>, to: Tombstone, goOnAt: number): Promise<void> {
  await ctx.store.put(tombstoneItem(to, goOnAt, from.v + 1), { kind: "version", v: from.v });
}

/** Deletes every row keyed by the account but its tombstone and its keys, and what leads to them; returns how many there were. */
async function purge(ctx: Services, accountId: string): Promise<number> {
  // First what makes it an account: whoever lists accounts finds them whole.
  const profile = profileKey(accountId);
  let found = (await ctx.store.get(profile)) === undefined ? 0 : 1;
  await ctx.store.delete(profile);
  await inTurns(wheelKeys(accountId, ctx.settings), deletesAtOnce, (key) => ctx.store.delete(key));
  const stays = ({ sk }: Key): boolean => sk === tombstoneKey(accountId).sk || sk.startsWith(dataKeyPrefix);
  for (const pk of [pollPk(accountId), accountPk(accountId)]) {
    let after: string | undefined;
    do {
      const page = await ctx.store.query({ pk, after });
      const going = page.items.filter((item) => !stays(item));
      await inTurns(going, deletesAtOnce, async (item) => {
        await closeDoors(ctx, accountId, item);
        await ctx.store.delete({ pk, sk: item.sk });
        // A key or a session that was just being made may have opened its door in between.
        await closeDoors(ctx, accountId, item);
      });
      found += going.length;
      after = page.next;
    } while (after !== undefined);
  }
  return found;
}
