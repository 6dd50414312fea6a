import { messageOf } from "@showrunner/core/errors.ts";
import { listAccounts, getConnection } from "./accounts.ts";
import type { Services } from "../context.ts";
import { refreshTokens } from "./refresh-tokens.ts";
import { isHalfSpent } from "./tokens.ts";

/**
 * Renews the tokens that are past half of their life, so that an account that is polled rarely does not lose its own.
 *
 * @returns how many accounts were due.
 */
export async function refreshDueTokens(ctx: Services): Promise<number> {
  let due = 0;
  for (const account of await listAccounts(ctx)) {
    try {
      const connection = await getConnection(ctx, account.id);
      if (connection.value.state !== "active" || !isHalfSpent(connection.value, ctx.clock.now())) continue;
      due += 1;
      await refreshTokens(ctx, account, connection);
    } catch (error) {
      // One account's trouble is no reason to let the others' tokens run out.
      ctx.log({ kind: "defect", where: "refresh-due", message: `${account.id}: ${messageOf(error)}` });
    }
  }
  return due;
}
