import { Problem } from "@showrunner/core/errors.ts";
import { approvalTokenKey } from "@showrunner/core/keys.ts";
import { audited } from "../accounts/audit.ts";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { type Answer, type Approval, decideAll, listApprovals } from "./approvals.ts";
import { ApprovalToken, tokenHashOf } from "./ask.ts";

/** What a link asks about: the runs of one rule that wait now. Looking uses nothing up. */
export async function lookAtLink(ctx: Services, token: string): Promise<{ accountId: string; waiting: Approval[] }> {
  const { accountId, ruleId } = (await openToken(ctx, token)).value;
  const waiting = await listApprovals(ctx, accountId);
  return { accountId, waiting: waiting.filter((one) => one.ruleId === ruleId) };
}

/** Answers by a link, once, for all runs of its rule that wait. The same answer again ends what a crash cut off. */
export async function answerLink(ctx: Services, token: string, answer: Answer): Promise<Approval[]> {
  const { value, v } = await openToken(ctx, token, answer);
  const answeredAt = value.answeredAt ?? new Date(ctx.clock.now()).toISOString();
  if (value.answer === null) {
    const used = { ...approvalTokenKey(tokenHashOf(token)), v: v + 1, data: { ...value, answer, answeredAt } };
    const ttl = Math.ceil(value.expiresAt / 1000);
    // Somebody answered at the same time: then only the same answer goes on.
    if (!(await ctx.store.put({ ...used, ttl }, { kind: "version", v }))) await openToken(ctx, token, answer);
  }
  const by = { kind: "link" as const, name: "a link in a message" };
  const entry = { by, action: "approvals.decide", what: "answered what waited for a yes", about: answer };
  return await audited(ctx, value.accountId, entry, () =>
    decideAll(ctx, value.accountId, answer, { ruleId: value.ruleId, askedBy: answeredAt }),
  );
}

async function openToken(ctx: Services, token: string, answer?: Answer): Promise<Stored<ApprovalToken>> {
  const found = await load(ctx.store, ApprovalToken, approvalTokenKey(tokenHashOf(token)));
  const isOpen = found !== undefined && found.value.expiresAt > ctx.clock.now();
  if (isOpen && (found.value.answer === null || found.value.answer === answer)) return found;
  throw new Problem({
    code: "approval.link_used",
    message: "this link was used before, or is too old",
    hint: "What waits now is listed by `showrunner approvals`.",
  });
}
