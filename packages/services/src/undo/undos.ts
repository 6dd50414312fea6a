import { Undo } from "@showrunner/core/deeds.ts";
import { accountPk } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { loadAll } from "../stored.ts";

/** What a person asked to be taken back. */
export async function listUndos(ctx: Services, accountId: string): Promise<Undo[]> {
  return (await loadAll(ctx.store, Undo, accountPk(accountId), "UNDO#")).map((one) => one.value);
}

/** Whether an action was among what was to be taken back: done or not yet, it is not done any more. */
export function isTakenBack(undos: readonly Undo[], action: ActionRecord): boolean {
  if (action.undoes != null || action.runId === "") return false;
  return undos.some((undo) => {
    const { scope } = undo;
    if (scope.what === "run") return scope.runId === action.runId;
    if (action.createdAt > undo.askedAt) return false;
    if (scope.what === "rule") return scope.ruleId === action.ruleId;
    const at = Date.parse(action.createdAt);
    return at >= (undo.from ?? 0) && at < (undo.to ?? 0);
  });
}
