import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Account, Connection } from "@showrunner/core/records.ts";
import type { Tokens } from "@showrunner/trakt/oauth.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { getConnection, sealTokens } from "./accounts.ts";
import type { Services } from "../context.ts";
import { withDeadline } from "../deadline.ts";
import { isUnreadable, tellNeedsReconnect, tellUnreadable } from "./needs-reconnect.ts";
import type { Stored } from "../stored.ts";

/**
 * Renews an account's tokens. Trakt's refresh tokens serve once, so one worker does it at a time, under a lease and
 * the connection's version; that it is about to be used is written down first, so that an attempt whose end
 * nobody saw is known and counted.
 *
 * @returns the connection as it is afterwards: renewed by us or by another, or as it was when renewing must wait.
 */
export async function refreshTokens(
  ctx: Services,
  account: Account,
  known: Stored<Connection>,
): Promise<Stored<Connection>> {
  const leased = await takeLease(ctx, account, known);
  if (leased === undefined) return await getConnection(ctx, account.id);
  const place = { purpose: "tokens" as const, accountId: account.id, field: "refreshToken" };
  const redirectUri = leased.value.redirectUri ?? undefined;
  let tokens: Tokens;
  try {
    const refreshToken = await ctx.vault.open(place, leased.value.refreshToken);
    // Over well before the lease is: nobody else may be at it while the answer is still to come.
    const untilMs = (leased.value.lease?.until ?? 0) - ctx.settings.leaseMs / 2;
    tokens = await withDeadline(ctx.clock, untilMs, (signal) =>
      ctx.trakt.oauth.refresh(refreshToken, { signal, ...(redirectUri === undefined ? {} : { redirectUri }) }),
    );
  } catch (error) {
    return await refreshFailed(ctx, account, leased, error);
  }
  return await saveRenewed(ctx, account, leased, tokens);
}

/**
 * Saves the pair that Trakt gave. Our lease may have run out and others gone on: it is the only pair that lives all the
 * same, unless the stored refresh token is no longer the one that we used.
 */
async function saveRenewed(
  ctx: Services,
  account: Account,
  leased: Stored<Connection>,
  tokens: Tokens,
): Promise<Stored<Connection>> {
  const renewed: Connection = {
    ...(await sealTokens(ctx, account.id, tokens)),
    state: "active",
    redirectUri: leased.value.redirectUri,
    signIn: leased.value.signIn,
    accessRefused: false,
    lease: null,
    refreshAttempts: 0,
    reason: null,
    reasonSince: null,
  };
  for (let from = leased; ; from = await getConnection(ctx, account.id)) {
    // Somebody who went meanwhile is not brought back, and leaves nothing behind at Trakt.
    if (from.value.state === "disconnected") await ctx.trakt.oauth.revoke(tokens.accessToken);
    if (from.value.state === "disconnected" || from.value.refreshToken !== leased.value.refreshToken) return from;
    const saved = await replace(ctx, account.id, from, renewed);
    if (saved === undefined) continue;
    ctx.log({
      kind: "connection",
      accountId: account.id,
      who: account.username,
      state: "refreshed",
      message: `tokens renewed, good until ${new Date(renewed.expiresAt).toISOString()}`,
    });
    return saved;
  }
}

async function takeLease(
  ctx: Services,
  account: Account,
  known: Stored<Connection>,
): Promise<Stored<Connection> | undefined> {
  const now = ctx.clock.now();
  const { lease } = known.value;
  if (lease !== null && lease.until > now) return undefined;
  return await replace(ctx, account.id, known, {
    ...known.value,
    lease: { owner: ctx.worker, until: now + ctx.settings.leaseMs },
    refreshAttempts: known.value.refreshAttempts + 1,
  });
}

async function refreshFailed(
  ctx: Services,
  account: Account,
  leased: Stored<Connection>,
  error: unknown,
): Promise<Stored<Connection>> {
  const refused = error instanceof TraktError && error.kind === "invalid_grant";
  if (refused) {
    const now = await getConnection(ctx, account.id);
    if (now.value.state === "disconnected" || now.value.refreshToken !== leased.value.refreshToken) return now;
    return await tellNeedsReconnect(
      ctx,
      account,
      now,
      leased.value.refreshAttempts > 1
        ? "Trakt refused the refresh token; an earlier renewal ended without an answer, and Trakt may have used it up"
        : "Trakt refused the refresh token",
    );
  }
  if (isUnreadable(error)) return await tellUnreadable(ctx, account, leased);
  // What was never sent, or turned away before the token was looked at, has not used it up; of anything else we cannot
  // know.
  const untouched =
    !(error instanceof TraktError) || !error.sent || error.kind === "rate_limited" || error.kind === "edge_blocked";
  const refreshAttempts = leased.value.refreshAttempts - (untouched ? 1 : 0);
  const now = ctx.clock.now();
  const isUrgent = leased.value.accessRefused || leased.value.expiresAt <= now;
  const waited = await replace(ctx, account.id, leased, {
    ...leased.value,
    // The lease stays as the wait before the next try, owned by nobody who could still be at work.
    lease: { owner: "waiting", until: now + retryMs(error, refreshAttempts, isUrgent) },
    refreshAttempts,
  });
  ctx.log({
    kind: "poll.failed",
    accountId: account.id,
    who: account.username,
    feed: null,
    code: "connection.refresh_failed",
    message: `the tokens could not be renewed now: ${messageOf(error)}`,
  });
  return waited ?? (await getConnection(ctx, account.id));
}

const minuteMs = 60_000;

/**
 * Each unclear attempt doubles the wait, up to an hour. While the old token still serves there is time. What was asked
 * for may hold everybody up: it is tripled, so that others are served before the next try.
 */
function retryMs(error: unknown, attempts: number, isUrgent: boolean): number {
  const asked = error instanceof Problem && error.retry.kind === "after" ? 3 * error.retry.afterMs : 0;
  const doubled = (isUrgent ? 1 : 5) * minuteMs * 2 ** Math.max(0, attempts - 1);
  return Math.max(asked, Math.min(doubled, 60 * minuteMs));
}

async function replace(
  ctx: Services,
  accountId: string,
  from: Stored<Connection>,
  to: Connection,
): Promise<Stored<Connection> | undefined> {
  const v = from.v + 1;
  const done = await ctx.store.put({ ...connectionKey(accountId), v, data: to }, { kind: "version", v: from.v });
  return done ? { v, value: to } : undefined;
}
