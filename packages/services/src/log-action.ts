import type { ActionRecord } from "@showrunner/core/records.ts";
import type { Services } from "./context.ts";

export function logAction(
  ctx: Services,
  action: ActionRecord,
  state: "done" | "retry" | "dead" | "unsure",
  message: string,
): void {
  ctx.log({
    kind: "action",
    accountId: action.accountId,
    who: action.username,
    actionId: action.id,
    rule: action.ruleName,
    verb: action.request.do,
    state,
    message,
  });
}
