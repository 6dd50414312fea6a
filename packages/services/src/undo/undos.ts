import { Undo } from "@showrunner/core/deeds.ts";
import { accountPk } from "@showrunner/core/keys.ts";
import type { ActionRecord, Run } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { loadAll } from "../stored.ts";

/** What a person asked to be taken back. */
export async function listUndos(ctx: Services, accountId: string): Promise<Undo[]> {
  return (await loadAll(ctx.store, Undo, accountPk(accountId), "UNDO#")).map((one) => one.value);
}

/** The same, read once for each account in the life of the returned function. */
export function undosOf(ctx: Services): (accountId: string) => Promise<Undo[]> {
  const known = new Map<string, Promise<Undo[]>>();
  return (accountId) => {
    const found = known.get(accountId) ?? listUndos(ctx, accountId);
    known.set(accountId, found);
    return found;
  };
}

type Asked = Pick<ActionRecord, "undoes" | "runId" | "ruleId" | "createdAt" | "timing">;

/** Whether an action was among what was to be taken back: done or not yet, it is not done any more. */
export function isTakenBack(undos: readonly Undo[], action: Asked): boolean {
  // A message that tells of several things is not that of one rule alone.
  if (action.undoes != null || action.runId === "" || action.timing?.merges !== undefined) return false;
  return undos.some((undo) => {
    const { scope } = undo;
    if (scope.what === "run") return scope.runId === action.runId;
    if (action.createdAt > undo.askedAt) return false;
    if (scope.what === "rule") return scope.ruleId === action.ruleId;
    const at = Date.parse(action.createdAt);
    return at >= (undo.from ?? 0) && at < (undo.to ?? 0);
  });
}

/** Whether all that a run asks for was to be taken back, whenever it asks for it. */
export function isRunTakenBack(undos: readonly Undo[], { id, ruleId, at }: Pick<Run, "id" | "ruleId" | "at">): boolean {
  return isTakenBack(undos, { runId: id, ruleId, createdAt: at });
}

/** What becomes of a message that was taken back before it was told. */
export function takenBackWords({ unsure }: Pick<ActionRecord, "unsure">): string {
  return unsure === 0 ? "not told: it was taken back" : "not told again: it was taken back";
}
