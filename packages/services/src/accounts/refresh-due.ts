import { messageOf } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import { type Account, Connection } from "@showrunner/core/records.ts";
import { listAccounts } from "./accounts.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { keepPolled } from "./keep-polled.ts";
import { refreshTokens } from "./refresh-tokens.ts";
import { isHalfSpent } from "./tokens.ts";

/**
 * Looks at every connection: renews the tokens that are past half of their life, so that an account that is polled
 * rarely does not lose its own, and sees that who is connected is polled.
 *
 * @returns how many accounts' tokens were due.
 */
export async function refreshDueTokens(ctx: Services): Promise<number> {
  let due = 0;
  for (const account of await listAccounts(ctx)) {
    try {
      if (await lookAfter(ctx, account)) due += 1;
    } catch (error) {
      // One account's trouble is no reason to let the others' tokens run out.
      ctx.log({ kind: "defect", where: "refresh-due", message: `${account.id}: ${messageOf(error)}` });
    }
  }
  return due;
}

async function lookAfter(ctx: Services, account: Account): Promise<boolean> {
  const connection = await load(ctx.store, Connection, connectionKey(account.id));
  // Between an account's making and its connection's; for good where a sign-in was cut off there.
  if (connection === undefined) return false;
  await keepPolled(ctx, account.id, connection.value);
  if (connection.value.state !== "active" || !isHalfSpent(connection.value, ctx.clock.now())) return false;
  await refreshTokens(ctx, account, connection);
  return true;
}
