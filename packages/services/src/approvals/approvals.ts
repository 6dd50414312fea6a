import { Problem } from "@showrunner/core/errors.ts";
import { deriveId, spread } from "@showrunner/core/ids.ts";
import { accountPk, approvalKey, index, runKey, sortableTime } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { Run } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { requestOf } from "../rules/run-actions.ts";
import { load, loadAll, parseItem, type Stored } from "../stored.ts";
import { historyTtl } from "../ttl.ts";
import { ApprovalState } from "./approval-state.ts";
import { ask } from "./ask.ts";

/** A run that waits, or waited, for the person's yes: more than its limits allow would be done by it. */
export const Approval = z.object({
  id: z.string(),
  accountId: z.string(),
  runId: z.string(),
  ruleId: z.string(),
  ruleName: z.string(),
  /** What the run's event was. */
  about: z.string(),
  actions: z.int(),
  askedAt: z.string(),
  /** Epoch ms. */
  expiresAt: z.number(),
  /** `approved`: said, and its actions are about to be asked for; `done`: they were. */
  state: ApprovalState,
  decidedAt: z.string().nullable(),
});
export type Approval = z.infer<typeof Approval>;

/** The one approval that a run can need. */
export function approvalIdOf(runId: string): string {
  return deriveId("apr", [runId]);
}

function itemOf(ctx: Services, approval: Approval, v: number): Item {
  const dueAt =
    approval.state === "waiting" ? approval.expiresAt : approval.state === "approved" ? ctx.clock.now() : undefined;
  const where =
    dueAt === undefined
      ? {}
      : {
          gsi1pk: index.due(spread(approval.id, ctx.settings.shards)),
          gsi1sk: `${sortableTime(dueAt)}#${approval.id}`,
        };
  return { ...approvalKey(approval.accountId, approval.id), v, data: approval, ttl: historyTtl(ctx), ...where };
}

const Named = z.object({ name: z.string() });

/** Asks for what a run decided on; one that needs a yes waits for it, and its person is asked. */
export async function goOn(ctx: Services, run: Run): Promise<void> {
  if (run.approvalId == null) {
    await requestOf(ctx, run);
    return;
  }
  const approval: Approval = {
    id: run.approvalId,
    accountId: run.accountId,
    runId: run.id,
    ruleId: run.ruleId,
    ruleName: Named.parse(run.rule).name,
    about: run.about,
    actions: run.actions.length,
    askedAt: run.at,
    expiresAt: Date.parse(run.at) + ctx.settings.approvalMs,
    state: "waiting",
    decidedAt: null,
  };
  await ctx.store.put(itemOf(ctx, approval, 1), { kind: "absent" });
  const known = await load(ctx.store, Approval, approvalKey(run.accountId, approval.id));
  if (known?.value.state === "waiting") await ask(ctx, known.value);
}

/** A person's approvals, the newest first; only those that wait, unless all are asked for. */
export async function listApprovals(ctx: Services, accountId: string, all = false): Promise<Approval[]> {
  const found = await loadAll(ctx.store, Approval, accountPk(accountId), "APPROVAL#");
  return found
    .map((one) => one.value)
    .filter((one) => all || isWaiting(ctx, one))
    .toSorted((a, b) => (a.askedAt < b.askedAt ? 1 : -1));
}

function isWaiting(ctx: Services, approval: Approval): boolean {
  return approval.state === "waiting" && approval.expiresAt > ctx.clock.now();
}

export const Answer = z.enum(["yes", "no"]);
export type Answer = z.infer<typeof Answer>;

/**
 * Answers for one run: after a yes its actions are asked for, once; after a no, or when it is too late, never. Throws
 * `approval.unknown`, or `approval.decided` when it was answered otherwise before, or is too old.
 */
export async function decide(ctx: Services, accountId: string, approvalId: string, answer: Answer): Promise<Approval> {
  for (;;) {
    const known = await load(ctx.store, Approval, approvalKey(accountId, approvalId));
    if (known === undefined)
      throw new Problem({
        code: "approval.unknown",
        message: `nothing waits for a yes under ${approvalId}`,
        hint: "List what waits with `showrunner approvals`.",
      });
    const wanted = answer === "yes" ? "approved" : "refused";
    const { state } = known.value;
    if (state === wanted || (state === "done" && wanted === "approved")) return await carryOut(ctx, known);
    if (!isWaiting(ctx, known.value))
      throw new Problem({
        code: "approval.decided",
        message: `"${known.value.ruleName}" is not waiting there any more: ${stateWords[state]}`,
        hint: "What waits now is listed by `showrunner approvals`.",
      });
    const decided: Approval = { ...known.value, state: wanted, decidedAt: new Date(ctx.clock.now()).toISOString() };
    if (!(await ctx.store.put(itemOf(ctx, decided, known.v + 1), { kind: "version", v: known.v }))) continue;
    return await carryOut(ctx, { value: decided, v: known.v + 1 });
  }
}

const stateWords: Record<ApprovalState, string> = {
  waiting: "it took too long",
  approved: "you said yes",
  done: "you said yes",
  refused: "you said no",
  expired: "nobody answered in time",
};

/** Answers for every run that waits; of one rule, where it is named, and of those that waited by then. */
export async function decideAll(
  ctx: Services,
  accountId: string,
  answer: Answer,
  { ruleId, askedBy }: { ruleId?: string; askedBy?: string } = {},
): Promise<Approval[]> {
  const waiting = (await listApprovals(ctx, accountId)).filter(
    (one) => (ruleId === undefined || one.ruleId === ruleId) && (askedBy === undefined || one.askedAt <= askedBy),
  );
  const decided: Approval[] = [];
  for (const { id } of waiting) decided.push(await decide(ctx, accountId, id, answer));
  return decided;
}

/** Asks for the actions of a run that may go on; they have ids of their own, so asking twice changes nothing. */
async function carryOut(ctx: Services, { value: approval, v }: Stored<Approval>): Promise<Approval> {
  if (approval.state !== "approved") return approval;
  const run = await load(ctx.store, Run, runKey(approval.accountId, approval.runId));
  if (run !== undefined) {
    await requestOf(ctx, run.value);
    await noteInTrace(ctx, run, `you said yes at ${approval.decidedAt ?? "some time"}`);
  }
  const done: Approval = { ...approval, state: "done" };
  await ctx.store.put(itemOf(ctx, done, v + 1), { kind: "version", v });
  return done;
}

async function noteInTrace(ctx: Services, { value: run, v }: Stored<Run>, note: string): Promise<void> {
  const timing = run.trace.timing ?? [];
  if (timing.includes(note)) return;
  const item = await ctx.store.get(runKey(run.accountId, run.id));
  if (item?.v !== v) return;
  const data = { ...run, trace: { ...run.trace, timing: [...timing, note] } };
  await ctx.store.put({ ...item, v: v + 1, data }, { kind: "version", v });
}

/** An approval that fell due: said yes to, and perhaps not carried out, or never answered; for the sweeper. */
export async function sweepApproval(ctx: Services, item: Item): Promise<void> {
  const stored = parseItem(Approval, item);
  const { value: approval, v } = stored;
  if (approval.state === "approved") {
    await carryOut(ctx, stored);
    return;
  }
  if (approval.state !== "waiting" || approval.expiresAt > ctx.clock.now()) return;
  const decidedAt = new Date(ctx.clock.now()).toISOString();
  const expired: Approval = { ...approval, state: "expired", decidedAt };
  if (!(await ctx.store.put(itemOf(ctx, expired, v + 1), { kind: "version", v }))) return;
  const run = await load(ctx.store, Run, runKey(approval.accountId, approval.runId));
  if (run !== undefined) await noteInTrace(ctx, run, "nobody answered in time: nothing was done");
}
