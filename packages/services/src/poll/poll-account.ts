import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { connectionKey, needsKey, pollCursorKey, pollPk, pollProfileKey, profileKey } from "@showrunner/core/keys.ts";
import { Account, Connection } from "@showrunner/core/records.ts";
import { getConnection } from "../accounts/accounts.ts";
import { brakeOn } from "../schedule/brake.ts";
import type { Services } from "../context.ts";
import { Needs, readsFor } from "./needs.ts";
import { poll } from "./poll.ts";
import { leaveSlot, PollCursor, savePollCursor } from "./poll-cursor.ts";
import { parseItem, type Stored } from "../stored.ts";
import { asPerson, NeedsReconnect } from "../accounts/tokens.ts";
import { enterWheel, leaveWheel, tierFor } from "../schedule/wheel.ts";

/** When the scheduler asked, and from which tier of the wheel. */
export interface PollRequest {
  minute: number;
  tierMinutes: number;
}

export type PollOutcome = "unchanged" | "changed" | "skipped" | "failed";

/**
 * Polls one account, as a person of its own: whatever goes wrong is told and leaves other accounts be. With a
 * `request` it is skipped when a younger one was sent, or when the account has left that slot of the wheel.
 */
export async function pollAccount(ctx: Services, accountId: string, request?: PollRequest): Promise<PollOutcome> {
  const { items } = await ctx.store.query({ pk: pollPk(accountId) });
  const bySortKey = new Map(items.map((item) => [item.sk, item]));
  // Who was connected before there were copies has none until they sign in again.
  const profile = bySortKey.get(pollProfileKey(accountId).sk) ?? (await ctx.store.get(profileKey(accountId)));
  const link = bySortKey.get(connectionKey(accountId).sk);
  const cursorItem = bySortKey.get(pollCursorKey(accountId).sk);
  if (profile === undefined || link === undefined || cursorItem === undefined) {
    if (request !== undefined) await leaveSlot(ctx, accountId, request.tierMinutes);
    return "skipped";
  }
  const account = parseItem(Account, profile).value;
  const cursor = parseItem(PollCursor, cursorItem);
  const needs = bySortKey.get(needsKey(accountId).sk);
  const reads = readsFor(needs === undefined ? undefined : parseItem(Needs, needs).value);

  const stale = request === undefined ? undefined : await staleness(ctx, accountId, cursor.value, request);
  if (stale !== undefined) {
    ctx.log({ kind: "poll.skipped", accountId, reason: stale });
    return "skipped";
  }
  try {
    const connection = parseItem(Connection, link);
    return await asPerson(ctx, account, (session) => poll(ctx, { account, session, cursor, reads }), connection);
  } catch (error) {
    await pollFailed(ctx, account, cursor, error);
    return "failed";
  }
}

async function staleness(
  ctx: Services,
  accountId: string,
  cursor: PollCursor,
  request: PollRequest,
): Promise<string | undefined> {
  if (request.tierMinutes !== cursor.tierMinutes) {
    await leaveSlot(ctx, accountId, request.tierMinutes);
    return `it is polled every ${cursor.tierMinutes} min now, not every ${request.tierMinutes}`;
  }
  const ageMinutes = Math.floor(ctx.clock.now() / 60_000) - request.minute;
  return ageMinutes > request.tierMinutes ? `a younger job was sent: this one waited ${ageMinutes} min` : undefined;
}

async function pollFailed(ctx: Services, account: Account, cursor: Stored<PollCursor>, error: unknown): Promise<void> {
  ctx.log({
    kind: "poll.failed",
    accountId: account.id,
    who: account.username,
    feed: null,
    code: error instanceof Problem ? error.code : "defect.poll",
    message: messageOf(error),
  });
  if (error instanceof NeedsReconnect) {
    await leaveWheel(ctx, account.id, cursor.value.tierMinutes);
    // The person may have connected again meanwhile.
    const { value } = await getConnection(ctx, account.id);
    if (value.state === "active") await enterWheel(ctx, account.id, cursor.value.tierMinutes);
    return;
  }
  await brakeOn(ctx, error);
  if (cursor.value.unsettled) return;
  // A poll that failed is tried again soon, not when a slow tier comes round.
  const next = { ...cursor.value, unsettled: true };
  next.tierMinutes = tierFor(next, ctx.clock.now(), ctx.settings.tiersMinutes);
  await savePollCursor(ctx, account.id, cursor, next);
}
