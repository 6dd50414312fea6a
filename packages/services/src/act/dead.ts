import { Problem } from "@showrunner/core/errors.ts";
import { actionKey, index } from "@showrunner/core/keys.ts";
import { ActionRecord } from "@showrunner/core/records.ts";
import { revive } from "./actions.ts";
import type { Services } from "../context.ts";
import { forgetFull } from "./room.ts";
import { indexItems, load, parseItem } from "../stored.ts";

/** A person's actions that failed for good, oldest first. */
export async function listDead(ctx: Services, accountId: string): Promise<ActionRecord[]> {
  const dead: ActionRecord[] = [];
  for await (const item of indexItems(ctx.store, index.dead(accountId))) dead.push(parseItem(ActionRecord, item).value);
  return dead;
}

/** Does a dead action again, under the id that it had. */
export async function retryDead(ctx: Services, accountId: string, actionId: string): Promise<void> {
  const found = await load(ctx.store, ActionRecord, actionKey(accountId, actionId));
  if (found === undefined || found.value.state !== "DEAD")
    throw new Problem({
      code: "action.not_dead",
      message: `there is no dead action ${actionId}`,
      hint: "List them with `showrunner dead list`.",
    });
  await forgetFull(ctx, found.value);
  await revive(ctx, found);
}
