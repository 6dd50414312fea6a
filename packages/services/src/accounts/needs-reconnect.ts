import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Account, Connection } from "@showrunner/core/records.ts";
import { getConnection } from "./accounts.ts";
import { requestNotices } from "../act/notices.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import type { Stored } from "../stored.ts";

/** What makes one loss of one pair of tokens the same loss, however often it is found. */
export function lossOf(connection: Connection): string {
  return `connection:${connection.refreshToken}`;
}

/**
 * Trakt no longer renews an account's tokens: the person is told on every channel that they have, whatever their
 * rules say, and rules see `connection.needs_reconnect`. The old access token is used to its end.
 */
export async function tellNeedsReconnect(
  ctx: Services,
  account: Account,
  known: Stored<Connection>,
  reason: string,
): Promise<Stored<Connection>> {
  const since = new Date(ctx.clock.now()).toISOString();
  const marked: Connection = {
    ...known.value,
    state: "needs_reconnect",
    lease: null,
    reason,
    reasonSince: since,
  };
  // Told first, marked last: a crash in between tells again under the same ids, which changes nothing.
  const identity = lossOf(known.value);
  await recordEvents(ctx, account, [
    {
      draft: {
        type: "connection.needs_reconnect",
        subject: "account",
        time: since,
        identity,
        data: { reason, since },
      },
    },
  ]);
  await requestNotices(ctx, account, identity, {
    title: "Trakt must be connected again",
    body: `${reason}. Nothing new is seen or done for ${account.username} until you run \`showrunner login\` and sign in as the same person. Your rules and their history stay as they are.`,
  });
  const v = known.v + 1;
  const done = await ctx.store.put({ ...connectionKey(account.id), v, data: marked }, { kind: "version", v: known.v });
  if (!done) return await getConnection(ctx, account.id);
  ctx.log({
    kind: "connection",
    accountId: account.id,
    who: account.username,
    state: "needs_reconnect",
    message: reason,
  });
  return { v, value: marked };
}

/** Whether what is stored of the tokens can be opened no more: the keys are others, or the store was meddled with. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof Problem && error.code === "vault.unreadable";
}

/** No wait brings such tokens back: the person is told at once, and they are not tried again. */
export function tellUnreadable(
  ctx: Services,
  account: Account,
  known: Stored<Connection>,
): Promise<Stored<Connection>> {
  const lost = { v: known.v, value: { ...known.value, accessRefused: true } };
  return tellNeedsReconnect(ctx, account, lost, "The stored tokens can no longer be opened: the key file is another");
}
