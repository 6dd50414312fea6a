import { isTraktRequest } from "@showrunner/core/actions.ts";
import type { Undo } from "@showrunner/core/deeds.ts";
import { messageOf, retryOf } from "@showrunner/core/errors.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { getAccount } from "../accounts/accounts.ts";
import { bury, claim, type Claim, finish, isRepeatable, retryAt, takenOver } from "./actions.ts";
import { nextTryMs } from "./backoff.ts";
import { shareWithHousehold } from "../household/share.ts";
import { brakeOn } from "../schedule/brake.ts";
import { ActionNotice, consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { keepPlays, leaveDeed } from "./deeds.ts";
import { fadeEchoes, forgetEchoes } from "../events/echoes.ts";
import { enterLedger, formerWords, leaveLedger, releaseLedger } from "./ledger.ts";
import { logAction } from "./log-action.ts";
import { noteFull } from "./room.ts";
import { tellFull } from "./tell-full.ts";
import { prepare, type Verdict } from "./prepare.ts";
import { asPerson } from "../accounts/tokens.ts";
import { batchKey, write } from "./trakt-writes.ts";
import { UndoNotice } from "../undo/send.ts";
import { workUndo } from "../undo/undo.ts";
import { isTakenBack, undosOf } from "../undo/undos.ts";
import { endingWith, whileHeld } from "../while-held.ts";

/**
 * Does Trakt writes: each action is claimed, what it will change is written down with what is there before, then all of
 * one kind for one person go in one call. Trakt takes one write a second from a person; the client keeps to it.
 */
export async function writeTrakt(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  const { undoing, writing } = apart(messages);
  const taken = await consume(ctx, "undo", undoing, UndoNotice, (notice) => workUndo(ctx, notice));
  const batches = new Map<string, Claim[]>();
  const undos = undosOf(ctx);
  const result = await consume(ctx, "write-trakt", writing, ActionNotice, async ({ accountId, actionId }) => {
    const claimed = await claim(ctx, accountId, actionId);
    if (claimed === undefined) return;
    const action = claimed.stored.value;
    const { request } = action;
    if (!isTraktRequest(request) && request.do !== "household.share") return;
    const outcome = await whyLeftUndone(ctx, action, await undos(accountId));
    if (outcome !== undefined) {
      await finish(ctx, claimed, outcome);
      logAction(ctx, action, "done", outcome);
      return;
    }
    if (request.do === "household.share") {
      await share(ctx, claimed, request.with);
      return;
    }
    const key = `${accountId} ${batchKey(action)}`;
    batches.set(key, [...(batches.get(key) ?? []), claimed]);
  });
  await Promise.all([...batches.values()].map((batch) => writeBatch(ctx, batch)));
  return { failures: [...taken.failures, ...result.failures] };
}

/** What is to be taken back comes by the same queue as the writes that do it. */
function apart(messages: readonly Message[]): { undoing: Message[]; writing: Message[] } {
  const undoing = messages.filter(({ body }) => UndoNotice.safeParse(body).success);
  return { undoing, writing: messages.filter((message) => !undoing.includes(message)) };
}

async function share(ctx: Services, claimed: Claim, wanted: string): Promise<void> {
  const action = claimed.stored.value;
  try {
    const outcome = await shareWithHousehold(ctx, action, wanted);
    if (await finish(ctx, claimed, outcome)) logAction(ctx, action, "done", outcome);
  } catch (error) {
    await failed(ctx, claimed, error);
  }
}

async function whyLeftUndone(ctx: Services, action: ActionRecord, undos: readonly Undo[]): Promise<string | undefined> {
  // What may have been done already is seen to its end, and then taken back.
  if (action.unsure === 0 && isTakenBack(undos, action)) return "not done: it was taken back before";
  const former = await enterLedger(ctx, action);
  return former === undefined ? undefined : formerWords(former);
}

async function writeBatch(ctx: Services, batch: readonly Claim[]): Promise<void> {
  const first = batch[0]?.stored.value;
  if (first === undefined) return;
  const actions = batch.map((one) => one.stored.value);
  try {
    const account = await getAccount(ctx, first.accountId);
    const verdicts = await whileHeld(ctx, batch, (signal) =>
      asPerson(ctx, account, (session) => work(ctx, endingWith(session, signal), actions)),
    );
    for (const claimed of batch) await conclude(ctx, claimed, verdicts.get(claimed.stored.value.id));
  } catch (error) {
    await brakeOn(ctx, error);
    for (const claimed of batch) await failed(ctx, claimed, error);
  }
}

async function work(
  ctx: Services,
  session: TraktSession,
  actions: readonly ActionRecord[],
): Promise<Map<string, Verdict>> {
  const { toWrite, verdicts, place } = await prepare(ctx, session, actions);
  const [first] = toWrite;
  if (first === undefined) return verdicts;
  try {
    return new Map([...verdicts, ...(await write(ctx, session, toWrite))]);
  } catch (error) {
    if (!(error instanceof TraktError) || error.kind !== "account_limit") throw error;
    const requests = toWrite.flatMap(({ action }) => (isTraktRequest(action.request) ? [action.request] : []));
    const full = await noteFull(ctx, session, requests, place, error);
    if (full === undefined) throw error;
    await tellFull(ctx, first.action, full);
    for (const { action } of toWrite.slice(full.room))
      verdicts.set(action.id, { kind: "refused", detail: full.detail });
    // Trakt took none of them: those that there is room for go by themselves.
    const fitting = toWrite.slice(0, full.room);
    return new Map([...verdicts, ...(fitting.length === 0 ? [] : await write(ctx, session, fitting))]);
  }
}

async function conclude(ctx: Services, claimed: Claim, verdict: Verdict | undefined): Promise<void> {
  const action = claimed.stored.value;
  if (verdict?.kind === "not_found" || verdict?.kind === "refused") {
    await giveUp(ctx, claimed, verdict.detail);
    return;
  }
  if (verdict?.kind === "wait") {
    const at = { dueAt: ctx.clock.now() + verdict.waitMs, reason: verdict.detail, unsure: false };
    if (await retryAt(ctx, claimed, at)) logAction(ctx, action, "retry", verdict.detail);
    return;
  }
  if (verdict?.kind === "nothing_to_do") {
    await fadeEchoes(ctx, action);
    await leaveDeed(ctx, action);
  }
  if (verdict?.kind === "done") {
    if (verdict.earlier === true) await fadeEchoes(ctx, action);
    if (verdict.plays !== undefined) await keepPlays(ctx, action, verdict.plays);
    await releaseLedger(ctx, action);
  }
  const outcome = verdict?.detail ?? "done";
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
  const waitMs = unsure && !isRepeatable(action.request) ? Math.max(inMs, ctx.settings.settleMs) : inMs;
  if (await retryAt(ctx, claimed, { dueAt: ctx.clock.now() + waitMs, reason, unsure }))
    logAction(ctx, action, unsure ? "unsure" : "retry", `${reason}; again in ${Math.round(waitMs / 1000)} s`);
  else await standBack(ctx, claimed);
}

/** Whether Trakt may have done what it was asked: it is certain only of what was never sent, or refused. */
function mayBeDone(error: unknown): boolean {
  if (!(error instanceof TraktError)) return true;
  return error.method !== "GET" && error.sent && (error.status === null || error.status < 400 || error.status >= 500);
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
  await leaveDeed(ctx, action);
  await bury(ctx, claimed, reason);
  logAction(ctx, action, "dead", reason);
}
