import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { findAccount, getAccount } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Who } from "../who-asks.ts";

/**
 * The account that a path names: `me`, an id, or a user name. For a key or a session there is only its own: what is another's looks like
 * what does not exist. Throws Problem `account.unknown`.
 */
export async function accountMeant(ctx: Services, wanted: string, who: Who): Promise<Account> {
  if (!("accountId" in who)) return await findAccount(ctx, wanted);
  const own = await getAccount(ctx, who.accountId);
  if (wanted === "me" || wanted === own.id || wanted.toLowerCase() === own.username.toLowerCase()) return own;
  throw new Problem({
    code: "account.unknown",
    message: `there is no account "${wanted}" for whoever asks`,
    hint: "A key or a session opens its own account only: say `me`.",
  });
}
