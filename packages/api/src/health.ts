import { Problem } from "@showrunner/core/errors.ts";
import { spread } from "@showrunner/core/ids.ts";
import type { Account, Connection } from "@showrunner/core/records.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";

/** How an account fares; times are epoch milliseconds. */
export interface Health {
  /** Null in the moment between an account's making and its connection's. */
  connection: Pick<Connection, "state" | "expiresAt" | "reason" | "reasonSince"> | null;
  /** Polled every so many minutes; null before the first poll is planned. */
  tierMinutes: number | null;
  lastChangeAt: number | null;
  /** Its last poll that was noted: not each of those that find nothing is. */
  polledAt: number | null;
  /** Null while nothing is polled. */
  nextPollAt: number | null;
  /** Some feed could not be read, or not wholly, and is read again. */
  unsettled: boolean;
}

/** Looks an account over; `pausedUntil` is when Trakt may be called again (epoch ms). */
export async function healthOf(ctx: Services, account: Account, pausedUntil: number): Promise<Health> {
  const [connection, cursor] = await Promise.all([connectionOf(ctx, account.id), loadPollCursor(ctx, account.id)]);
  const tierMinutes = cursor?.value.tierMinutes ?? null;
  const now = ctx.clock.now();
  const isPolled = connection?.state === "active" && tierMinutes !== null;
  return {
    connection,
    tierMinutes,
    lastChangeAt: cursor?.value.lastChangeAt ?? null,
    polledAt: cursor?.value.polledAt ?? null,
    // The wheel catches up at once when a pause is over.
    nextPollAt: isPolled ? Math.max(pausedUntil, nextTurn(account.id, tierMinutes, now)) : null,
    unsettled: cursor?.value.unsettled ?? false,
  };
}

async function connectionOf(ctx: Services, accountId: string): Promise<Connection | null> {
  try {
    return (await getConnection(ctx, accountId)).value;
  } catch (error) {
    if (error instanceof Problem && error.code === "account.unknown") return null;
    throw error;
  }
}

const minuteMs = 60_000;

/** The start of the next minute in which the wheel comes to the account's slot, as services/wheel.ts lays them out. */
export function nextTurn(accountId: string, tierMinutes: number, now: number): number {
  const minute = Math.floor(now / minuteMs) + 1;
  const slot = spread(accountId, tierMinutes);
  return (minute + ((slot - (minute % tierMinutes) + tierMinutes) % tierMinutes)) * minuteMs;
}

/** The start of the last minute in which the wheel came to the account's slot. */
export function lastTurn(accountId: string, tierMinutes: number, now: number): number {
  return nextTurn(accountId, tierMinutes, now) - tierMinutes * minuteMs;
}
