import { connectionKey, pollCursorKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { type Account, ActionRecord, Connection } from "@showrunner/core/records.ts";
import { keepPolled } from "../accounts/keep-polled.ts";
import { isHeld } from "../act/actions.ts";
import type { Services } from "../context.ts";
import { PollCursor } from "../poll/poll-cursor.ts";
import { leaveWheel } from "../schedule/wheel.ts";
import { load } from "../stored.ts";
import { checkWhole, loadMark, setMark } from "./mark.ts";
import { inOutbox, overlookedEvents } from "./overlooked.ts";
import { isParked, parked, type Parking, unparked } from "./parked.ts";
import { itemsOf } from "./rows.ts";

export interface LeaveOptions {
  /** Nobody else works on this store: what somebody seems to have in hand is abandoned. */
  alone: boolean;
  reason: string;
}

/** Workers look at what they hold no longer than this before they go on. */
const lookAgainMs = 5000;

/**
 * Puts an account of this house to sleep: from now on nothing is polled, fired, evaluated, written or sent for it here. Its
 * tokens stay good at Trakt, and everything stays here, to be taken up again by `comeBack`. May be repeated after a crash.
 *
 * Where others work on the same store, it waits until what they have in hand is done, so that nothing is done in both houses.
 *
 * Throws Problem `house.arriving` for one that is only half here.
 *
 * @returns how many rows were put to sleep.
 */
export async function leave(ctx: Services, account: Account, options: LeaveOptions): Promise<number> {
  await checkWhole(ctx, account.id);
  const archive = (await loadMark(ctx, account.id))?.value.archive ?? null;
  await setMark(ctx, account.id, { archive, stage: "leaving", mode: "mirror" });
  const startedAt = ctx.clock.now();
  const parking: Parking = { reason: options.reason, since: new Date(startedAt).toISOString() };
  // Whoever had read a rule or a connection before it slept is done with it after this.
  const quietAt = options.alone ? startedAt : startedAt + ctx.settings.leaseMs;
  let total = 0;
  for (;;) {
    const { moved, held } = await parkAll(ctx, account, parking, options.alone);
    total += moved;
    if (held === 0 && moved === 0 && ctx.clock.now() >= quietAt) break;
    if (options.alone) continue;
    const quietInMs = quietAt - ctx.clock.now();
    await ctx.clock.sleep(held === 0 && quietInMs > 0 ? quietInMs : lookAgainMs);
  }
  await setMark(ctx, account.id, { archive, stage: "left", mode: "mirror" });
  return total;
}

async function parkAll(
  ctx: Services,
  account: Account,
  parking: Parking,
  alone: boolean,
): Promise<{ moved: number; held: number }> {
  const cursor = await load(ctx.store, PollCursor, pollCursorKey(account.id));
  if (cursor !== undefined) await leaveWheel(ctx, account.id, cursor.value.tierMinutes);
  const unheard = await overlookedEvents(ctx, account.id);
  let moved = 0;
  let held = 0;
  for await (const item of itemsOf(ctx.store, { kind: "account", accountId: account.id }, ctx.clock.now())) {
    const asleep = parked(unheard.has(item.sk) && !isParked(item) ? inOutbox(ctx, item) : item, parking);
    if (asleep === item) continue;
    if (!alone && isInHand(item, ctx.clock.now())) {
      held += 1;
      continue;
    }
    if (await ctx.store.put(asleep, { kind: "version", v: item.v })) moved += 1;
    // Somebody wrote it meanwhile: it is looked at again.
    else held += 1;
  }
  return { moved, held };
}

/** A worker renews these tokens, or does this action, right now. */
function isInHand({ sk, data }: Item, now: number): boolean {
  if (sk === connectionKey("").sk) {
    const { lease } = Connection.parse(data);
    return lease !== null && lease.owner !== "waiting" && lease.until > now;
  }
  return sk.startsWith("ACTION#") && isHeld(ActionRecord.parse(data), now);
}

/** Sort keys in the order in which they wake; what is not named wakes last. */
const wakingOrder = ["RULE#", connectionKey("").sk, "TRIGGER#"];

/**
 * Wakes an account of this house: every row is what it was when it went to sleep, or left the other house. May be
 * repeated after a crash; what is awake already is left as it is.
 *
 * Rules wake before what they wait for, and the connection before what writes to Trakt, so that nothing that falls due
 * meanwhile goes unheard.
 *
 * @returns how many rows woke.
 */
export async function comeBack(ctx: Services, account: Pick<Account, "id">): Promise<number> {
  const asleep: Item[] = [];
  for await (const item of itemsOf(ctx.store, { kind: "account", accountId: account.id }, ctx.clock.now()))
    if (isParked(item)) asleep.push(item);
  const turnOf = ({ sk }: Item): number => {
    const turn = wakingOrder.findIndex((prefix) => sk.startsWith(prefix));
    return turn === -1 ? wakingOrder.length : turn;
  };
  let woken = 0;
  for (const item of asleep.toSorted((a, b) => turnOf(a) - turnOf(b)))
    if (await ctx.store.put({ ...unparked(item), v: item.v + 1 }, { kind: "version", v: item.v })) woken += 1;
  const link = await load(ctx.store, Connection, connectionKey(account.id));
  if (link !== undefined) await keepPolled(ctx, account.id, link.value);
  return woken;
}

/** Takes an account up again that left this house and did not arrive in another. False when it is not away. */
export async function takeBack(ctx: Services, account: Account): Promise<boolean> {
  const mark = await loadMark(ctx, account.id);
  if (mark?.value.stage !== "leaving" && mark?.value.stage !== "left") return false;
  await comeBack(ctx, account);
  await setMark(ctx, account.id, { archive: mark.value.archive, stage: "home", mode: "mirror" });
  return true;
}
