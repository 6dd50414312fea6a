import { isDelivery } from "@showrunner/core/actions.ts";
import { spread } from "@showrunner/core/ids.ts";
import { actionKey, index, sortableTime } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import { ActionRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

/**
 * An action's life: put if absent, claimed under a lease, done, and finished, each step under its version. While it is
 * not finished it stands in the due index, so that a message that got lost, or a worker that died, is made good.
 */
function itemOf(ctx: Services, action: ActionRecord, v: number): Item {
  const due = waitingUntil(ctx, action);
  const where =
    action.state === "DEAD"
      ? { gsi1pk: index.dead(action.accountId), gsi1sk: `${action.finishedAt ?? action.createdAt}#${action.id}` }
      : due === undefined
        ? {}
        : { gsi1pk: index.due(spread(action.id, ctx.settings.shards)), gsi1sk: `${sortableTime(due)}#${action.id}` };
  return {
    ...actionKey(action.accountId, action.id),
    v,
    data: action,
    ttl: historyTtl(ctx),
    ...where,
  };
}

/** When the sweeper must look at an action that nobody has finished. */
function waitingUntil(ctx: Services, action: ActionRecord): number | undefined {
  const notBefore = action.resentAt === null ? 0 : action.resentAt + ctx.settings.leaseMs;
  switch (action.state) {
    case "PENDING":
      return Math.max(notBefore, Date.parse(action.createdAt) + ctx.settings.outboxGraceMs);
    case "INFLIGHT":
      // Where it stood before it was claimed, which spares the index a write: the sweeper leaves be what is held.
      return Math.max(notBefore, action.dueAt ?? Date.parse(action.createdAt) + ctx.settings.outboxGraceMs);
    case "RETRY":
      return Math.max(notBefore, action.dueAt ?? 0);
    case "DONE":
    case "DEAD":
      return undefined;
  }
}

export function queueOf(action: Pick<ActionRecord, "request">): QueueName {
  return isDelivery(action.request) ? "Deliveries" : "TraktWrites";
}

/** Puts actions that are not there yet, and sends those that are new or still wait to be done. */
export async function requestActions(ctx: Services, actions: readonly ActionRecord[]): Promise<void> {
  if (actions.length === 0) return;
  const toSend = await Promise.all(
    actions.map(async (action) => {
      if (await ctx.store.put(itemOf(ctx, action, 1), { kind: "absent" })) return true;
      const known = await load(ctx.store, ActionRecord, actionKey(action.accountId, action.id));
      return known?.value.state === "PENDING";
    }),
  );
  await sendActions(
    ctx,
    actions.filter((_, at) => toSend[at]),
  );
}

async function sendActions(ctx: Services, actions: readonly ActionRecord[]): Promise<void> {
  for (const queue of ["TraktWrites", "Deliveries"] as const) {
    const mine = actions.filter((action) => queueOf(action) === queue);
    if (mine.length === 0) continue;
    await ctx.queue.send(
      queue,
      mine.map((action) => ({
        body: { accountId: action.accountId, actionId: action.id },
        group: action.accountId,
      })),
    );
  }
}

export interface Claim {
  stored: Stored<ActionRecord>;
  /** A former attempt's end is unknown: its effect may be there already. */
  repeated: boolean;
}

/** Takes an action to do it; undefined when it is done, not due yet, or in another worker's hands. */
export async function claim(ctx: Services, accountId: string, actionId: string): Promise<Claim | undefined> {
  const found = await load(ctx.store, ActionRecord, actionKey(accountId, actionId));
  if (found === undefined) return undefined;
  const action = found.value;
  const now = ctx.clock.now();
  if (action.state === "DONE" || action.state === "DEAD") return undefined;
  if (action.state === "RETRY" && (action.dueAt ?? 0) > now) return undefined;
  if (isHeld(action, now)) return undefined;
  const abandoned = action.state === "INFLIGHT";
  const claimed: ActionRecord = {
    ...action,
    state: "INFLIGHT",
    owner: ctx.worker,
    leaseUntil: now + ctx.settings.leaseMs,
    // An attempt that a crash cut off is tried again, and takes nothing from the schedule of tries.
    attempts: action.attempts + (abandoned ? 0 : 1),
    unsure: action.unsure + (abandoned ? 1 : 0),
  };
  const stored = await save(ctx, found, claimed);
  return stored === undefined ? undefined : { stored, repeated: claimed.unsure > 0 };
}

/** False when the claim ran out and another worker took the action over: then it is theirs to conclude. */
export async function finish(ctx: Services, claimed: Claim, outcome: string): Promise<boolean> {
  const { value } = claimed.stored;
  const saved = await save(ctx, claimed.stored, {
    ...value,
    state: "DONE",
    owner: null,
    leaseUntil: null,
    finishedAt: new Date(ctx.clock.now()).toISOString(),
    outcome,
  });
  return saved !== undefined;
}

/**
 * Says when to try again; `unsure` when the attempt may have had its effect all the same. False when another worker
 * took the action over.
 */
export async function retryAt(
  ctx: Services,
  claimed: Claim,
  at: { dueAt: number; reason: string; unsure: boolean },
): Promise<boolean> {
  const { value } = claimed.stored;
  const saved = await save(ctx, claimed.stored, {
    ...value,
    state: "RETRY",
    owner: null,
    leaseUntil: null,
    dueAt: at.dueAt,
    resentAt: null,
    unsure: value.unsure + (at.unsure ? 1 : 0),
    outcome: at.reason,
  });
  return saved !== undefined;
}

/** The action as it is now, when another worker took it over after the claim ran out; undefined while it is ours. */
export async function takenOver(ctx: Services, claimed: Claim): Promise<ActionRecord | undefined> {
  const { accountId, id } = claimed.stored.value;
  const now = await load(ctx.store, ActionRecord, actionKey(accountId, id));
  return now === undefined || now.v === claimed.stored.v ? undefined : now.value;
}

export async function bury(ctx: Services, claimed: Claim, reason: string): Promise<void> {
  const { value } = claimed.stored;
  await save(ctx, claimed.stored, {
    ...value,
    state: "DEAD",
    owner: null,
    leaseUntil: null,
    finishedAt: new Date(ctx.clock.now()).toISOString(),
    outcome: reason,
  });
}

/** A worker has it in hand, and its lease runs. */
export function isHeld(action: ActionRecord, now: number): boolean {
  return action.state === "INFLIGHT" && (action.leaseUntil ?? 0) > now;
}

/**
 * Ends the claim of a worker that is known to be dead; false when there was none. What it may just have sent, and must
 * not be sent twice, is looked for only once Trakt's reads must show it.
 */
export async function abandon(ctx: Services, held: Stored<ActionRecord>): Promise<boolean> {
  const now = ctx.clock.now();
  const { value } = held;
  if (!isHeld(value, now)) return false;
  const isLookedFor = value.request.do === "history.add" || value.request.do === "list.add";
  const freeAt = isLookedFor ? now + ctx.settings.settleMs : now;
  if ((value.leaseUntil ?? 0) <= freeAt) return false;
  return (await save(ctx, held, { ...value, leaseUntil: freeAt, resentAt: null })) !== undefined;
}

/** Sends an action that fell due; written down first, so that the next sweep leaves it be while it is on its way. */
export async function resend(ctx: Services, due: Stored<ActionRecord>): Promise<void> {
  const noted = await save(ctx, due, { ...due.value, resentAt: ctx.clock.now() });
  if (noted !== undefined) await sendActions(ctx, [noted.value]);
}

/** Makes a dead action wait to be done again, its tries counted anew; the id stays, so receivers recognise it. */
export async function revive(ctx: Services, dead: Stored<ActionRecord>): Promise<void> {
  const alive: ActionRecord = {
    ...dead.value,
    state: "RETRY",
    attempts: 0,
    dueAt: ctx.clock.now(),
    finishedAt: null,
  };
  const waiting = await save(ctx, dead, alive);
  if (waiting !== undefined) await sendActions(ctx, [waiting.value]);
}

async function save(
  ctx: Services,
  from: Stored<ActionRecord>,
  to: ActionRecord,
): Promise<Stored<ActionRecord> | undefined> {
  const v = from.v + 1;
  const done = await ctx.store.put(itemOf(ctx, to, v), { kind: "version", v: from.v });
  return done ? { v, value: to } : undefined;
}
