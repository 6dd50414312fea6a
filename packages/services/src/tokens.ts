import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Account, Connection } from "@showrunner/core/records.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { getConnection } from "./accounts.ts";
import type { Services } from "./context.ts";
import { refreshTokens } from "./refresh-tokens.ts";
import type { Stored } from "./stored.ts";

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

/** The account's access token, renewed first where it is due. Throws NeedsReconnect when there is none. */
async function accessToken(
  ctx: Services,
  account: Account,
  known: Stored<Connection>,
): Promise<{ token: Secret<string>; connection: Stored<Connection> }> {
  let connection = known;
  const now = ctx.clock.now();
  if (connection.value.state === "active" && (isHalfSpent(connection.value, now) || connection.value.accessRefused))
    connection = await refreshTokens(ctx, account, connection);
  if (!isUsable(connection.value, ctx.clock.now())) throw new NeedsReconnect(account, connection.value.reason);
  const place = { purpose: "tokens" as const, accountId: account.id, field: "accessToken" };
  return { token: await ctx.vault.open(place, connection.value.accessToken), connection };
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
  const first = await accessToken(ctx, account, known ?? (await getConnection(ctx, account.id)));
  try {
    return await work(ctx.trakt.as({ key: account.id, accessToken: first.token }));
  } catch (error) {
    if (!(error instanceof TraktError) || error.kind !== "unauthorized") throw error;
    await refuse(ctx, account, first.connection);
    const second = await accessToken(ctx, account, await getConnection(ctx, account.id));
    return await work(ctx.trakt.as({ key: account.id, accessToken: second.token }));
  }
}

/** Marks the access token as refused, unless it was replaced meanwhile. */
async function refuse(ctx: Services, account: Account, used: Stored<Connection>): Promise<void> {
  const now = await getConnection(ctx, account.id);
  if (now.value.accessToken !== used.value.accessToken || now.value.accessRefused) return;
  await ctx.store.put(
    { ...connectionKey(account.id), v: now.v + 1, data: { ...now.value, accessRefused: true } },
    { kind: "version", v: now.v },
  );
}
