import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { findAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";

/** The account named by --account; the only one there is when none is named. */
export async function chooseAccount(ctx: Services, wanted: string | undefined): Promise<Account> {
  if (wanted !== undefined) return await findAccount(ctx, wanted);
  const all = await listAccounts(ctx);
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  throw new Problem({
    code: all.length === 0 ? "account.none" : "account.unclear",
    message: all.length === 0 ? "no account is connected yet" : "several accounts are connected, and none is named",
    hint:
      all.length === 0
        ? "Connect one with `showrunner login`."
        : `Name one with --account: ${all.map((one) => one.username).join(", ")}.`,
  });
}

/** The accounts that a listing is about: the one named, or all. */
export async function chooseAccounts(ctx: Services, wanted: string | undefined): Promise<Account[]> {
  return wanted === undefined ? await listAccounts(ctx) : [await findAccount(ctx, wanted)];
}
