import { messageOf } from "@showrunner/core/errors.ts";
import { connectionKey, index, pollCursorKey, pollPk } from "@showrunner/core/keys.ts";
import { Account, Connection } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { PollCursor } from "../poll/poll-cursor.ts";
import { indexItems, parseItem } from "../stored.ts";
import { keepPolled } from "./keep-polled.ts";
import { refreshTokens } from "./refresh-tokens.ts";
import { isHalfSpent } from "./tokens.ts";

/** Accounts looked at side by side: each waits for the store, and seldom for Trakt. */
const atOnce = 25;

/**
 * Looks at every connection: renews the tokens that are past half of their life, so that an account that is not polled
 * does not lose its own, and sees that who is connected is polled. Costs two reads an account where all is right.
 *
 * @returns how many accounts' tokens were due.
 */
export async function refreshDueTokens(ctx: Services): Promise<number> {
  let due = 0;
  let waiting: Account[] = [];
  const lookAtThem = async (): Promise<void> => {
    const looks = await Promise.all(waiting.map((account) => look(ctx, account)));
    due += looks.filter(Boolean).length;
    waiting = [];
  };
  // As they come, for there may be more of them than a function holds.
  for await (const item of indexItems(ctx.store, index.accounts)) {
    waiting.push(parseItem(Account, item).value);
    if (waiting.length === atOnce) await lookAtThem();
  }
  await lookAtThem();
  return due;
}

/** One account's trouble is no reason to let the others' tokens run out. */
async function look(ctx: Services, account: Account): Promise<boolean> {
  try {
    return await lookAfter(ctx, account);
  } catch (error) {
    ctx.log({ kind: "defect", where: "refresh-due", message: `${account.id}: ${messageOf(error)}` });
    return false;
  }
}

async function lookAfter(ctx: Services, account: Account): Promise<boolean> {
  const { items } = await ctx.store.query({ pk: pollPk(account.id) });
  const link = items.find(({ sk }) => sk === connectionKey(account.id).sk);
  // Between an account's making and its connection's; for good where a sign-in was cut off there.
  if (link === undefined) return false;
  const connection = parseItem(Connection, link);
  const cursor = items.find(({ sk }) => sk === pollCursorKey(account.id).sk);
  await keepPolled(ctx, account.id, connection.value, cursor === undefined ? undefined : parseItem(PollCursor, cursor));
  if (connection.value.state !== "active" || !isHalfSpent(connection.value, ctx.clock.now())) return false;
  await refreshTokens(ctx, account, connection);
  return true;
}
