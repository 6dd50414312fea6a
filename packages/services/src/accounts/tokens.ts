import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Account, Connection } from "@showrunner/core/records.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { getConnection } from "./accounts.ts";
import type { Services } from "../context.ts";
import { isUnreadable, tellUnreadable } from "./needs-reconnect.ts";
import { refreshTokens } from "./refresh-tokens.ts";
import type { Stored } from "../stored.ts";

/** Past half of its life a token is renewed, while the old one still serves if that fails. */
export function isHalfSpent(connection: Connection, now: number): boolean {
  return now >= (connection.issuedAt + connection.expiresAt) / 2;
}

export function isUsable(connection: Connection, now: number): boolean {
  return connection.state !== "disconnected" && !connection.accessRefused && connection.expiresAt > now;
}

/** An account has no token that Trakt would take. */
export class NeedsReconnect extends Problem {
  constructor(account: Pick<Account, "username">, reason: string | null) {
    super({
      code: "connection.needs_reconnect",
      message: `Trakt must be connected again for ${account.username}: ${reason ?? "its tokens have run out"}`,
      hint: "Run `showrunner login` and sign in as the same person; nothing that is set up is lost.",
    });
  }
}

/** An account's token cannot be used now and is renewed by itself; there is nothing for the person to do. */
export class RenewalWaits extends Problem {
  constructor(account: Pick<Account, "username">, waitMs: number) {
    super({
      code: "connection.renewal_waits",
      message: `the tokens of ${account.username} are being renewed; nothing is sent to Trakt until then`,
      hint: "It goes on by itself.",
      retry: { kind: "after", afterMs: Math.max(waitMs, shortestWaitMs) },
    });
  }
}

const shortestWaitMs = 5000;

/** After a token that was refused although Trakt had just given it: knocking again at once would be refused again. */
const refusedAfreshMs = 3_600_000;

/** The account's access token, renewed first where it is due. Throws RenewalWaits or NeedsReconnect when there is none. */
async function accessToken(
  ctx: Services,
  account: Account,
  known: Stored<Connection>,
): Promise<{ token: Secret<string>; connection: Stored<Connection> }> {
  let connection = known;
  const now = ctx.clock.now();
  if (connection.value.state === "active" && (isHalfSpent(connection.value, now) || connection.value.accessRefused))
    connection = await refreshTokens(ctx, account, connection);
  // A pair that was given just now is tried, however short its life.
  const isNew = connection.value.state === "active" && connection.value.accessToken !== known.value.accessToken;
  if (!isUsable(connection.value, isNew ? 0 : ctx.clock.now())) {
    const { state, lease, reason } = connection.value;
    if (state === "active") throw new RenewalWaits(account, (lease?.until ?? 0) - ctx.clock.now());
    throw new NeedsReconnect(account, reason);
  }
  const place = { purpose: "tokens" as const, accountId: account.id, field: "accessToken" };
  try {
    return { token: await ctx.vault.open(place, connection.value.accessToken), connection };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const { value } = await tellUnreadable(ctx, account, connection);
    throw new NeedsReconnect(account, value.reason);
  }
}

/**
 * Does something at Trakt as a person. A token that Trakt refuses is never used again: it is marked, renewed
 * once, and the work is done with the new one; when there is none, the person must reconnect.
 */
export async function asPerson<T>(
  ctx: Services,
  account: Account,
  work: (session: TraktSession) => Promise<T>,
  known?: Stored<Connection>,
): Promise<T> {
  const found = known ?? (await getConnection(ctx, account.id));
  let connection = found;
  for (;;) {
    const access = await accessToken(ctx, account, connection);
    try {
      return await work(ctx.trakt.as({ key: account.id, accessToken: access.token }));
    } catch (error) {
      if (!isRefused(error)) throw error;
      const isNew = access.connection.value.accessToken !== found.value.accessToken;
      await refuse(ctx, account, access.connection, isNew ? refusedAfreshMs : 0);
      if (isNew) throw new RenewalWaits(account, refusedAfreshMs);
      connection = await getConnection(ctx, account.id);
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof TraktError && error.kind === "unauthorized";
}

/** Marks the access token as refused, to be renewed after a wait, unless it was replaced or marked meanwhile. */
async function refuse(ctx: Services, account: Account, used: Stored<Connection>, waitMs: number): Promise<void> {
  for (;;) {
    const { v, value } = await getConnection(ctx, account.id);
    if (value.accessToken !== used.value.accessToken || value.accessRefused) return;
    const lease = waitMs === 0 ? value.lease : { owner: "waiting", until: ctx.clock.now() + waitMs };
    const marked: Connection = { ...value, accessRefused: true, lease };
    const item = { ...connectionKey(account.id), v: v + 1, data: marked };
    if (await ctx.store.put(item, { kind: "version", v })) return;
  }
}
