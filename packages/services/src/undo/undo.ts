import { isDelivery } from "@showrunner/core/actions.ts";
import { type Deed, Undo, type UndoScope } from "@showrunner/core/deeds.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { actionKey, deedKey, runKey, undoKey } from "@showrunner/core/keys.ts";
import { type Account, ActionRecord, Run, untouched } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as z from "zod";
import { getAccount } from "../accounts/accounts.ts";
import { asPerson } from "../accounts/tokens.ts";
import { putActions } from "../act/actions.ts";
import { entomb } from "../act/ledger.ts";
import type { Services } from "../context.ts";
import { newTraceparent } from "../events/traceparent.ts";
import { load, parseItem, type Stored } from "../stored.ts";
import { deedsOf, type Planned, planUndo, undoingId } from "./plan.ts";
import { sendUndo, undoItem, type UndoNotice } from "./send.ts";
import { takenBackWords } from "./undos.ts";

/** One line of what would be, or is being, taken back. */
export const UndoLine = z.object({
  ruleId: z.string(),
  rule: z.string(),
  runIds: z.array(z.string()),
  /** When it was done, ISO 8601. */
  at: z.string(),
  /** How things stood then. */
  did: z.string(),
  /** Why it is not taken back; null where it is. */
  why: z.string().nullable(),
});
export type UndoLine = z.infer<typeof UndoLine>;

/** What an undo would do; nothing has been done. */
export interface UndoPreview {
  scope: UndoScope;
  takesBack: UndoLine[];
  leaves: UndoLine[];
  /** What cannot be taken back whatever is done: what people and servers were told. */
  told: string | null;
}

/** What would be taken back of a run, a rule or a day, what not, and why; reads at Trakt and changes nothing. */
export async function previewUndo(ctx: Services, account: Account, scope: UndoScope): Promise<UndoPreview> {
  const asked = await undoFor(ctx, account, scope);
  const deeds = await deedsOf(ctx, account.id, asked);
  const planned =
    deeds.length === 0 ? [] : await asPerson(ctx, account, (session) => planUndo(ctx, session, account, deeds));
  const lines = planned.map((one) => ({ line: lineOf(one), isTaken: one.verdict.kind === "take_back" }));
  return {
    scope,
    takesBack: lines.filter((one) => one.isTaken).map((one) => one.line),
    leaves: lines.filter((one) => !one.isTaken).map((one) => one.line),
    told: await toldBy(ctx, account.id, scope),
  };
}

function lineOf({ deeds, did, verdict }: Planned): UndoLine {
  const [first] = deeds;
  const last = deeds.at(-1) ?? first;
  return {
    ruleId: last.ruleId,
    rule: last.ruleName,
    runIds: [...new Set(deeds.map((deed) => deed.runId))],
    at: last.at,
    did,
    why: verdict.kind === "take_back" ? null : verdict.why,
  };
}

const waitingWords = "What still waits is not done.";

async function toldBy(ctx: Services, accountId: string, scope: UndoScope): Promise<string | null> {
  if (scope.what !== "run") return `What people and servers were told stays told. ${waitingWords}`;
  const run = await load(ctx.store, Run, runKey(accountId, scope.runId));
  const asked = run?.value.actions ?? [];
  const items = await ctx.store.getMany(asked.map(({ id }) => actionKey(accountId, id)));
  const actions = items.map((item) => parseItem(ActionRecord, item).value);
  const told = actions.filter(
    (action) => isDelivery(action.request) && action.state === "DONE" && action.outcome !== takenBackWords(action),
  ).length;
  const isAllDone =
    actions.length === asked.length && actions.every(({ state }) => state === "DONE" || state === "DEAD");
  const words = [
    ...(told === 0
      ? []
      : [told === 1 ? "1 message that was sent stays sent." : `${told} messages that were sent stay sent.`]),
    ...(isAllDone ? [] : [waitingWords]),
  ];
  return words.length === 0 ? null : words.join(" ");
}

/**
 * Takes back what rules did: written down first, then worked off beside the other writes, so that it is seen to its end
 * whatever happens meanwhile. What was not yet done is not done any more, and no rule does again what was taken back.
 */
export async function requestUndo(ctx: Services, account: Account, scope: UndoScope): Promise<Undo> {
  const undo = await undoFor(ctx, account, scope);
  const known = await load(ctx.store, Undo, undoKey(account.id, undo.id));
  if (known !== undefined) return known.value;
  await ctx.store.put(undoItem(ctx, undo, 1, ctx.clock.now() + ctx.settings.outboxGraceMs), { kind: "absent" });
  await sendUndo(ctx, undo);
  return undo;
}

async function undoFor(ctx: Services, account: Account, scope: UndoScope): Promise<Undo> {
  const askedAt = new Date(ctx.clock.now()).toISOString();
  const id = deriveId("und", [account.id, JSON.stringify(scope), askedAt]);
  const undo: Undo = { id, accountId: account.id, scope, askedAt, state: "going" };
  switch (scope.what) {
    case "rule":
      return undo;
    case "run":
      if ((await load(ctx.store, Run, runKey(account.id, scope.runId))) === undefined)
        throw new Problem({
          code: "run.unknown",
          message: `${account.username} has no run ${scope.runId}`,
          hint: "List the latest with `showrunner runs`.",
        });
      return undo;
    case "day": {
      // Who works on undos is told the times, and needs no calendar.
      const [{ Temporal }, { instantAt }, { getSettings, zoneOf }] = await Promise.all([
        import("temporal-polyfill"),
        import("../timing/wall-clock.ts"),
        import("../timing/settings.ts"),
      ]);
      const zone = zoneOf(account, await getSettings(ctx, account.id));
      const day = Temporal.PlainDate.from(scope.day);
      const [from, to] = [day, day.add({ days: 1 })].map((date) => instantAt(zone, date, "00:00"));
      return { ...undo, from: from ?? 0, to: to ?? 0 };
    }
  }
}

/**
 * Works on an undo: asks for what takes back what is there to be taken back now. It is looked at again once everything that
 * was in workers' hands when it was asked for has come to its end.
 */
export async function workUndo(ctx: Services, { accountId, undoId }: UndoNotice): Promise<void> {
  const stored = await load(ctx.store, Undo, undoKey(accountId, undoId));
  if (stored === undefined || stored.value.state === "done") return;
  const undo = stored.value;
  const startedAt = ctx.clock.now();
  const account = await getAccount(ctx, accountId);
  const { stopWaiting } = await import("./stop-waiting.ts");
  await stopWaiting(ctx, undo);
  const deeds = (await deedsOf(ctx, accountId, undo)).filter((deed) => deed.undoneBy == null);
  await inChunks(deeds, (deed) => entomb(ctx, deed));
  try {
    if (deeds.length > 0) await asPerson(ctx, account, (session) => takeBack(ctx, session, account, deeds));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // It stands in the due index: a queue counts its receives, and an outage is longer than those.
    ctx.log({ kind: "defect", where: "undo", message: `${undo.id} waits: ${error.message}` });
    return;
  }
  await moveOn(ctx, stored, startedAt);
}

async function takeBack(ctx: Services, session: TraktSession, account: Account, deeds: readonly Deed[]): Promise<void> {
  await inChunks(await planUndo(ctx, session, account, deeds), async (planned) => {
    // What rules had taken back among themselves: taken one by one it would come back.
    if (planned.verdict.kind === "nothing" && planned.deeds.length > 1) await markUndone(ctx, planned.deeds, []);
    if (planned.verdict.kind !== "take_back") return;
    const last = planned.deeds.at(-1) ?? planned.deeds[0];
    const actions = planned.verdict.requests.map((request) => undoing(ctx, account, last, request));
    // The queue is the one that this was received from: the sweeper sends them.
    await putActions(ctx, actions);
    await markUndone(
      ctx,
      planned.deeds,
      actions.map((action) => action.id),
    );
  });
}

/** Some at a time: a rule may have done thousands of things. */
async function inChunks<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += 25) await Promise.all(all.slice(at, at + 25).map(work));
}

/** Marks deeds as taken back by these actions. */
export async function markUndone(ctx: Services, deeds: readonly Deed[], undoneBy: string[]): Promise<void> {
  for (const deed of deeds) {
    const item = await ctx.store.get(deedKey(deed.accountId, deed.at, deed.actionId));
    if (item === undefined || deed.undoneBy != null) continue;
    await ctx.store.put({ ...item, v: item.v + 1, data: { ...item.data, undoneBy } }, { kind: "version", v: item.v });
  }
}

/** The action that takes back a part of what another did. */
export function undoing(
  ctx: Services,
  account: Pick<Account, "id" | "username">,
  deed: Deed,
  request: Parameters<typeof undoingId>[1],
): ActionRecord {
  return {
    id: undoingId(deed.actionId, request),
    accountId: account.id,
    runId: deed.runId,
    ruleId: deed.ruleId,
    ruleName: deed.ruleName,
    username: account.username,
    eventId: "",
    chain: [deed.ruleId],
    traceparent: newTraceparent(ctx.random),
    request,
    undoes: {
      actionId: deed.actionId,
      ...(deed.request.do === "rate" ? { rating: deed.request.rating } : {}),
    },
    ...untouched,
    createdAt: new Date(ctx.clock.now()).toISOString(),
  };
}

async function moveOn(ctx: Services, { value: undo, v }: Stored<Undo>, startedAt: number): Promise<void> {
  const settledAt = Date.parse(undo.askedAt) + ctx.settings.leaseMs + ctx.settings.settleMs;
  // Somebody else may have moved it on meanwhile; they do what is left.
  const next =
    startedAt < settledAt
      ? undoItem(ctx, undo, v + 1, settledAt)
      : undoItem(ctx, { ...undo, state: "done" }, v + 1, null);
  await ctx.store.put(next, { kind: "version", v });
}
