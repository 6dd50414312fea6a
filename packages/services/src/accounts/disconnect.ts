import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Account, Connection } from "@showrunner/core/records.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { getConnection } from "./accounts.ts";
import type { Services } from "../context.ts";
import { loadPollCursor } from "../poll/poll-cursor.ts";
import { leaveWheel } from "../schedule/wheel.ts";
import type { Stored } from "../stored.ts";

/**
 * Ends an account's link to Trakt: from now on nothing is polled or written for it, its tokens are revoked at Trakt and
 * forgotten here. Rules, channels and history stay, and signing in again takes them up. Doing it twice, or again after a
 * crash, comes to the same.
 *
 * Throws Problem `connection.not_revoked` when Trakt could not be told: then the tokens are kept, so that it can be tried
 * again, and used for nothing else.
 */
export async function disconnectAccount(ctx: Services, account: Pick<Account, "id" | "username">): Promise<void> {
  const ended = await change(ctx, account.id, (value) => ({ ...value, state: "disconnected", lease: null }));
  const cursor = await loadPollCursor(ctx, account.id);
  if (cursor !== undefined) await leaveWheel(ctx, account.id, cursor.value.tierMinutes);
  if (ended.value.accessToken === "") return;
  // Either token ends the whole grant at Trakt.
  for (const field of ["refreshToken", "accessToken"] as const) {
    const place = { purpose: "tokens" as const, accountId: account.id, field };
    const token = await openIfReadable(() => ctx.vault.open(place, ended.value[field]));
    if (token === undefined) continue;
    try {
      await ctx.trakt.oauth.revoke(token);
    } catch (error) {
      if (!(error instanceof TraktError)) throw error;
      // What Trakt refuses is no longer good there.
      if (error.retry.kind === "never") continue;
      throw new Problem({
        code: "connection.not_revoked",
        message: `${account.username} is no longer polled, but Trakt could not be told that the tokens are to end`,
        hint: "Run it again when Trakt answers, or remove the app in Trakt's settings.",
        retry: error.retry,
        cause: error,
      });
    }
  }
  await change(ctx, account.id, (value) =>
    value.refreshToken === ended.value.refreshToken ? { ...value, accessToken: "", refreshToken: "" } : value,
  );
}

async function openIfReadable<T>(open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Problem && error.code === "vault.unreadable") return undefined;
    throw error;
  }
}

async function change(
  ctx: Services,
  accountId: string,
  to: (from: Connection) => Connection,
): Promise<Stored<Connection>> {
  for (;;) {
    const { v, value } = await getConnection(ctx, accountId);
    const next = { v: v + 1, value: to(value) };
    const item = { ...connectionKey(accountId), v: next.v, data: next.value };
    if (await ctx.store.put(item, { kind: "version", v })) return next;
  }
}
