import type { Undo } from "@showrunner/core/deeds.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { actionKey, runKey } from "@showrunner/core/keys.ts";
import { ActionRecord, Run } from "@showrunner/core/records.ts";
import { decide, listApprovals } from "../approvals/approvals.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { heldIn } from "../timing/held.ts";
import { openWaits, wakeWait } from "../timing/waits.ts";
import { withdraw } from "../timing/withdraw.ts";
import { isRunTakenBack, isTakenBack } from "./undos.ts";

/** Far more than anybody's quiet hours hold; what waits beyond is left when its time comes. */
const mostHeld = 10_000;

/**
 * Ends what waits of that which is taken back: messages for their hour or their digest, actions for a second look, and
 * runs for the person's yes. Whatever it misses finds that it was taken back when its time comes.
 */
export async function stopWaiting(ctx: Services, undo: Undo): Promise<void> {
  const { accountId } = undo;
  for (const id of await heldIn(ctx, accountId, undefined, mostHeld)) {
    const held = await load(ctx.store, ActionRecord, actionKey(accountId, id));
    if (held !== undefined && isTakenBack([undo], held.value)) await withdraw(ctx, held);
  }
  for (const wait of await openWaits(ctx, accountId)) {
    const run = await load(ctx.store, Run, runKey(accountId, wait.value.runId));
    // The second look says in the run what became of it: it is taken now.
    if (run !== undefined && isRunTakenBack([undo], run.value)) await wakeWait(ctx, wait);
  }
  for (const { id, runId, ruleId, askedAt } of await listApprovals(ctx, accountId)) {
    if (!isRunTakenBack([undo], { id: runId, ruleId, at: askedAt })) continue;
    try {
      await decide(ctx, accountId, id, "no");
    } catch (error) {
      // Somebody answered, or it became too late, meanwhile.
      if (!(error instanceof Problem) || error.code !== "approval.decided") throw error;
    }
  }
}
