import { getAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";

/**
 * Whether an account's person runs the place: one of those named, or, where nobody is named, whoever connected first.
 * User names at Trakt may be spelled in any case.
 */
export async function runsThePlace(
  ctx: Services,
  accountId: string,
  operators: readonly string[] | undefined,
): Promise<boolean> {
  if (operators === undefined) return (await listAccounts(ctx))[0]?.id === accountId;
  const { username } = await getAccount(ctx, accountId);
  return operators.some((one) => one.toLowerCase() === username.toLowerCase());
}
