import { bundleKey } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import { settle } from "../act/actions.ts";
import { logAction } from "../act/log-action.ts";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { takenBackWords } from "../undo/undos.ts";
import { Bundle, leaveBundle } from "./held.ts";

/** Ends the wait of a message that was taken back: it is not told. What is being told with others is left to that. */
export async function withdraw(ctx: Services, held: Stored<ActionRecord>): Promise<void> {
  const { accountId, id, state, hold } = held.value;
  if (state === "WAITING") {
    if (hold?.bundle != null) {
      const row = await load(ctx.store, Bundle, bundleKey(accountId, hold.bundle));
      if (row?.value.sealed?.includes(id) === true) return;
    }
    const outcome = takenBackWords(held.value);
    await settle(ctx, held, outcome);
    logAction(ctx, held.value, "done", outcome);
  }
  await leaveBundle(ctx, accountId, hold?.bundle ?? null, id);
}
