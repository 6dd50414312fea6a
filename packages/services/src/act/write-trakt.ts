import { isDelivery } from "@showrunner/core/actions.ts";
import { messageOf, retryOf } from "@showrunner/core/errors.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { getAccount } from "../accounts/accounts.ts";
import { bury, claim, type Claim, finish, retryAt, takenOver } from "./actions.ts";
import { nextTryMs } from "./backoff.ts";
import { brakeOn } from "../schedule/brake.ts";
import { ActionNotice, consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { expectEchoes, fadeEchoes, forgetEchoes } from "../events/echoes.ts";
import { enterLedger, leaveLedger } from "./ledger.ts";
import { logAction } from "./log-action.ts";
import { asPerson } from "../accounts/tokens.ts";
import { batchKey, type Effect, write } from "./trakt-writes.ts";
import { endingWith, whileHeld } from "../while-held.ts";

/**
 * Does Trakt writes: each action is claimed, what it will change is written down, then all of one kind for one person
 * go in one call. Trakt takes one write a second from a person; the client keeps to it.
 */
export async function writeTrakt(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  const batches = new Map<string, Claim[]>();
  const result = await consume(ctx, "write-trakt", messages, ActionNotice, async ({ accountId, actionId }) => {
    const claimed = await claim(ctx, accountId, actionId);
    if (claimed === undefined || isDelivery(claimed.stored.value.request)) return;
    const action = claimed.stored.value;
    const former = await enterLedger(ctx, action);
    if (former !== undefined) {
      const outcome = `left as it is: "${former.ruleName}" added it on ${former.at.slice(0, 10)} already, and what left the list since is not added again`;
      await finish(ctx, claimed, outcome);
      logAction(ctx, action, "done", outcome);
      return;
    }
    await expectEchoes(ctx, action);
    const key = `${accountId} ${batchKey(action.request)}`;
    batches.set(key, [...(batches.get(key) ?? []), claimed]);
  });
  await Promise.all([...batches.values()].map((batch) => writeBatch(ctx, batch)));
  return result;
}

async function writeBatch(ctx: Services, batch: readonly Claim[]): Promise<void> {
  const first = batch[0]?.stored.value;
  if (first === undefined) return;
  const actions = batch.map((one) => one.stored.value);
  try {
    const account = await getAccount(ctx, first.accountId);
    const effects = await whileHeld(ctx, batch, (signal) =>
      asPerson(ctx, account, (session) => write(ctx, endingWith(session, signal), actions)),
    );
    for (const claimed of batch) await conclude(ctx, claimed, effects.get(claimed.stored.value.id));
  } catch (error) {
    await brakeOn(ctx, error);
    for (const claimed of batch) await failed(ctx, claimed, error);
  }
}

async function conclude(ctx: Services, claimed: Claim, effect: Effect | undefined): Promise<void> {
  const action = claimed.stored.value;
  if (effect?.kind === "not_found") {
    await giveUp(ctx, claimed, effect.detail);
    return;
  }
  if (effect?.kind === "nothing_to_do") await fadeEchoes(ctx, action);
  const outcome = effect?.detail ?? "done";
  if (await finish(ctx, claimed, outcome)) logAction(ctx, action, "done", outcome);
  else await standBack(ctx, claimed);
}

/**
 * Another worker took the action over. Once it is done nothing more comes back of it, and what this one wrote down as
 * expected would be taken for ours when the person does it.
 */
async function standBack(ctx: Services, claimed: Claim): Promise<void> {
  const now = await takenOver(ctx, claimed);
  if (now?.state === "DONE" || now?.state === "DEAD") await fadeEchoes(ctx, now);
}

async function failed(ctx: Services, claimed: Claim, error: unknown): Promise<void> {
  const action: ActionRecord = claimed.stored.value;
  const inMs = nextTryMs(ctx.settings.writeRetrySeconds, action.attempts, retryOf(error), ctx.random);
  const reason = messageOf(error);
  if (inMs === undefined) {
    await giveUp(ctx, claimed, reason);
    return;
  }
  // Trakt may have done what it did not answer well. Sets are safe to repeat; what is no set is looked for before it is
  // added again, and not before reads show it.
  const unsure = mayBeDone(error);
  const isSet = action.request.do !== "history.add" && action.request.do !== "list.add";
  const waitMs = unsure && !isSet ? Math.max(inMs, ctx.settings.settleMs) : inMs;
  if (await retryAt(ctx, claimed, { dueAt: ctx.clock.now() + waitMs, reason, unsure }))
    logAction(ctx, action, unsure ? "unsure" : "retry", `${reason}; again in ${Math.round(waitMs / 1000)} s`);
  else await standBack(ctx, claimed);
}

/** Whether Trakt may have done what it was asked: it is certain only of what was never sent, or refused. */
function mayBeDone(error: unknown): boolean {
  if (!(error instanceof TraktError)) return true;
  return error.sent && (error.status === null || error.status < 400 || error.status >= 500);
}

async function giveUp(ctx: Services, claimed: Claim, reason: string): Promise<void> {
  // What another worker did stays done: its echo and its entry in the ledger are not ours to take back.
  if ((await takenOver(ctx, claimed)) !== undefined) {
    await standBack(ctx, claimed);
    return;
  }
  const action = claimed.stored.value;
  await forgetEchoes(ctx, action);
  await leaveLedger(ctx, action);
  await bury(ctx, claimed, reason);
  logAction(ctx, action, "dead", reason);
}
