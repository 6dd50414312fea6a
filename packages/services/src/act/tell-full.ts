import type { ActionRecord } from "@showrunner/core/records.ts";
import { getAccount } from "../accounts/accounts.ts";
import type { Services } from "../context.ts";
import { tellLimitReached } from "../health/tell.ts";
import { requestNotices } from "./notices.ts";

/** Tells a person, once each time, that Trakt takes no more in one of their lists, and what rules do about it. */
export async function tellFull(
  ctx: Services,
  action: Pick<ActionRecord, "accountId" | "ruleId" | "ruleName">,
  { title, limit, allowed, at, detail }: { title: string; limit: string; allowed: number; at: string; detail: string },
): Promise<void> {
  const account = await getAccount(ctx, action.accountId);
  const { ruleId, ruleName } = action;
  await tellLimitReached(ctx, account, { limit, reason: `Trakt takes no more in ${title}`, allowed, ruleId, ruleName });
  await requestNotices(ctx, account, `full ${title} ${at}`, {
    title: `Trakt takes no more in ${title}`,
    body: `"${action.ruleName}" wanted to add something. ${detail}. What could not be added is listed by \`showrunner dead\`, and can be done again once there is room.`,
  });
}
