import type { ActionRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";

/** Tells what came of an action's attempt; of a notification, which one it was. */
export function logAction(
  ctx: Services,
  action: ActionRecord,
  state: "done" | "waiting" | "retry" | "dead" | "unsure",
  message: string,
): void {
  const { request } = action;
  ctx.log({
    kind: "action",
    accountId: action.accountId,
    who: action.username,
    actionId: action.id,
    eventId: action.eventId,
    traceparent: action.traceparent,
    rule: action.ruleName,
    verb: request.do,
    ...("item" in request ? { title: request.item.title } : {}),
    state,
    message: request.do === "notify" ? `“${request.title}”: ${message}` : message,
  });
}
