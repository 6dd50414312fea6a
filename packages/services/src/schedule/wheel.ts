import { spread } from "@showrunner/core/ids.ts";
import { wheelPk } from "@showrunner/core/keys.ts";
import type { Key } from "@showrunner/core/ports/store.ts";
import type { Services, ServiceSettings } from "../context.ts";

/**
 * The wheel: an account of tier T (minutes) stands in one of T slots and is polled in every minute m with
 * m mod T = slot. The slot comes from the account's id, so the load spreads evenly and nothing is written for a poll.
 */
export function wheelKey(accountId: string, tierMinutes: number, shards: number): Key {
  return {
    pk: wheelPk(tierMinutes, spread(accountId, tierMinutes), spread(`shard ${accountId}`, shards)),
    sk: `ACC#${accountId}`,
  };
}

/** Every place where an account may stand: one in each tier, and in each shard, for their number may have been another. */
export function wheelKeys(accountId: string, settings: Pick<ServiceSettings, "tiersMinutes" | "shards">): Key[] {
  return settings.tiersMinutes.flatMap((tier) =>
    Array.from({ length: settings.shards }, (_, shard) => ({
      pk: wheelPk(tier, spread(accountId, tier), shard),
      sk: `ACC#${accountId}`,
    })),
  );
}

export async function enterWheel(ctx: Services, accountId: string, tierMinutes: number): Promise<void> {
  await ctx.store.put({
    ...wheelKey(accountId, tierMinutes, ctx.settings.shards),
    v: 1,
    data: { accountId, tierMinutes },
  });
}

export async function leaveWheel(ctx: Services, accountId: string, tierMinutes: number): Promise<void> {
  await ctx.store.delete(wheelKey(accountId, tierMinutes, ctx.settings.shards));
}

export interface Tempo {
  /** When the account last changed anything that we saw, epoch ms. */
  lastChangeAt: number;
  /** Until when Trakt says the person is watching something, epoch ms. */
  watchingUntil: number | null;
  /** A feed could not be read, or must be read again soon. */
  unsettled: boolean;
  /** What rules need has to be looked at this often, however quiet the account is. */
  slowestMinutes: number | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * How often an account is polled: someone at it now every minute, someone active today every 5 or 15, a quiet
 * account rarely. Steps are those of the settings.
 */
export function tierFor(tempo: Tempo, now: number, tiersMinutes: readonly number[]): number {
  const quietMs = now - tempo.lastChangeAt;
  const wanted =
    (tempo.watchingUntil !== null && tempo.watchingUntil > now) || quietMs < 30 * minuteMs
      ? 1
      : tempo.unsettled || quietMs < 6 * hourMs
        ? 5
        : quietMs < 24 * hourMs
          ? 15
          : quietMs < 14 * 24 * hourMs
            ? 60
            : 360;
  const slowest = Math.min(wanted, tempo.slowestMinutes ?? wanted);
  return tiersMinutes.findLast((tier) => tier <= slowest) ?? slowest;
}
