import { isDelivery } from "@showrunner/core/actions.ts";
import { spread } from "@showrunner/core/ids.ts";
import { actionKey, index, sortableTime } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import { ActionRecord, type DeliveryTry } from "@showrunner/core/records.ts";
import type { Hold } from "@showrunner/core/timing.ts";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { enterBundle } from "../timing/held.ts";
import { clockText } from "../timing/clock-words.ts";
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
    case "WAITING":
      return Math.max(notBefore, action.hold?.until ?? 0);
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
      const isNew = await ctx.store.put(itemOf(ctx, action, 1), { kind: "absent" });
      const known = isNew ? undefined : await load(ctx.store, ActionRecord, actionKey(action.accountId, action.id));
      const now = isNew ? action : known?.value;
      if (now?.state === "WAITING") await wait(ctx, now);
      return now?.state === "PENDING";
    }),
  );
  await sendActions(
    ctx,
    actions.filter((_, at) => toSend[at]),
  );
}

/** Puts actions that are not there yet and leaves it to the sweeper to send them: for who must not send to their queue. */
export async function putActions(ctx: Services, actions: readonly ActionRecord[]): Promise<void> {
  await Promise.all(
    actions.map((action) =>
      ctx.store.put({ ...itemOf(ctx, action, 1), gsi1sk: `${action.createdAt}#${action.id}` }, { kind: "absent" }),
    ),
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
  // What waits is told by the sweeper, when it is due.
  if (action.state === "DONE" || action.state === "DEAD" || action.state === "WAITING") return undefined;
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

/** More tries than a schedule has are a replay's. */
const triesKept = 10;

function withTry(value: ActionRecord, tried: DeliveryTry | undefined): ActionRecord {
  return tried === undefined ? value : { ...value, tries: [...(value.tries ?? []), tried].slice(-triesKept) };
}

/** False when the claim ran out and another worker took the action over: then it is theirs to conclude. */
export async function finish(ctx: Services, claimed: Claim, outcome: string, tried?: DeliveryTry): Promise<boolean> {
  const { value } = claimed.stored;
  const saved = await save(ctx, claimed.stored, {
    ...withTry(value, tried),
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
  at: { dueAt: number; reason: string; unsure: boolean; tried?: DeliveryTry },
): Promise<boolean> {
  const { value } = claimed.stored;
  const saved = await save(ctx, claimed.stored, {
    ...withTry(value, at.tried),
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

/** Says when to try a claimed action that was not tried after all: its schedule goes on where it was. */
export async function delay(ctx: Services, claimed: Claim, at: { dueAt: number; reason: string }): Promise<void> {
  const { value } = claimed.stored;
  await save(ctx, claimed.stored, {
    ...value,
    state: "RETRY",
    owner: null,
    leaseUntil: null,
    dueAt: at.dueAt,
    resentAt: null,
    attempts: Math.max(0, value.attempts - 1),
    outcome: at.reason,
  });
}

/** The action as it is now, when another worker took it over after the claim ran out; undefined while it is ours. */
export async function takenOver(ctx: Services, claimed: Claim): Promise<ActionRecord | undefined> {
  const { accountId, id } = claimed.stored.value;
  const now = await load(ctx.store, ActionRecord, actionKey(accountId, id));
  return now === undefined || now.v === claimed.stored.v ? undefined : now.value;
}

export async function bury(ctx: Services, claimed: Claim, reason: string, tried?: DeliveryTry): Promise<void> {
  const { value } = claimed.stored;
  await save(ctx, claimed.stored, {
    ...withTry(value, tried),
    state: "DEAD",
    owner: null,
    leaseUntil: null,
    finishedAt: new Date(ctx.clock.now()).toISOString(),
    outcome: reason,
  });
}

/** Trakt's sets are safe to repeat. Plays, check-ins and lists that are made on the way are looked for first. */
export function isRepeatable({ do: verb }: Pick<ActionRecord["request"], "do">): boolean {
  return verb !== "history.add" && verb !== "list.add" && verb !== "checkin";
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
  const isLookedFor = !isRepeatable(value.request);
  const freeAt = isLookedFor ? now + ctx.settings.settleMs : now;
  if ((value.leaseUntil ?? 0) <= freeAt) return false;
  return (await save(ctx, held, { ...value, leaseUntil: freeAt, resentAt: null })) !== undefined;
}

/** Sends an action that fell due; written down first, so that the next sweep leaves it be while it is on its way. */
export async function resend(ctx: Services, due: Stored<ActionRecord>): Promise<void> {
  const noted = await save(ctx, due, { ...due.value, resentAt: ctx.clock.now() });
  if (noted !== undefined) await sendActions(ctx, [noted.value]);
}

/** Lets an action wait among those that it is told with; the last one that a digest waits for is due at once. */
async function wait(ctx: Services, action: ActionRecord): Promise<void> {
  const { isFull } = await enterBundle(ctx, action);
  if (!isFull) return;
  const stored = await load(ctx.store, ActionRecord, actionKey(action.accountId, action.id));
  const now = ctx.clock.now();
  if (stored?.value.state !== "WAITING" || stored.value.hold == null || stored.value.hold.until <= now) return;
  await save(ctx, stored, { ...stored.value, hold: { ...stored.value.hold, until: now } });
}

/** Puts a claimed action off: its time has not come after all. */
export async function postpone(ctx: Services, claimed: Claim, hold: Hold): Promise<void> {
  const { value } = claimed.stored;
  const waiting = await save(ctx, claimed.stored, {
    ...value,
    state: "WAITING",
    hold,
    owner: null,
    leaseUntil: null,
    resentAt: null,
    // It was not tried.
    attempts: Math.max(0, value.attempts - 1),
    outcome: hold.reason,
  });
  if (waiting !== undefined) await wait(ctx, waiting.value);
}

/** Ends an action's wait: it is done by itself. */
export async function release(ctx: Services, waiting: Stored<ActionRecord>): Promise<void> {
  const { value } = waiting;
  const pending = await save(ctx, waiting, { ...value, state: "PENDING", resentAt: ctx.clock.now() });
  if (pending !== undefined) await sendActions(ctx, [pending.value]);
}

/** Ends an action's wait: another message told of it. */
export async function settle(ctx: Services, waiting: Stored<ActionRecord>, outcome: string): Promise<void> {
  const finishedAt = new Date(ctx.clock.now()).toISOString();
  await save(ctx, waiting, { ...waiting.value, state: "DONE", finishedAt, outcome });
}

const movedWords = "; moved by changed settings to ";

/** Makes an action wait until another time (epoch ms); `zone` is the person's. */
export async function holdUntil(
  ctx: Services,
  waiting: Stored<ActionRecord>,
  until: number,
  zone: string,
): Promise<void> {
  const { hold } = waiting.value;
  if (hold == null) return;
  const [before = ""] = hold.reason.split(movedWords);
  const moved: Hold = { ...hold, until, reason: `${before}${movedWords}${clockText(zone, until)}` };
  await save(ctx, waiting, { ...waiting.value, hold: moved, outcome: moved.reason });
}

/**
 * Makes a finished action wait to be done again, its tries counted anew; the id stays, so receivers recognise it. False
 * when it was changed meanwhile.
 */
export async function revive(
  ctx: Services,
  finished: Stored<ActionRecord>,
  changes: Pick<ActionRecord, "replays" | "timing"> = {},
): Promise<boolean> {
  const alive: ActionRecord = {
    ...finished.value,
    ...changes,
    state: "RETRY",
    attempts: 0,
    dueAt: ctx.clock.now(),
    resentAt: null,
    finishedAt: null,
  };
  const waiting = await save(ctx, finished, alive);
  if (waiting !== undefined) await sendActions(ctx, [waiting.value]);
  return waiting !== undefined;
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
