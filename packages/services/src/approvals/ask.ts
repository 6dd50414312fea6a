import { hash } from "node:crypto";
import { deriveId } from "@showrunner/core/ids.ts";
import { approvalAskKey, approvalTokenKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import { getAccount } from "../accounts/accounts.ts";
import { requestNotices } from "../act/notices.ts";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { getSettings } from "../timing/settings.ts";
import type { Approval } from "./approvals.ts";

/** What a person was asked about a rule's runs that wait: one question at a time, however many runs there are. */
const Ask = z.object({
  id: z.string(),
  /** The link's secret, until the question has been sent. */
  token: z.string().nullable(),
  tokenHash: z.string(),
  expiresAt: z.number(),
  /** The hashes of the links before it that are still kept: until when, epoch ms. */
  former: z.array(z.object({ hash: z.string(), until: z.number() })).default([]),
});
type Ask = z.infer<typeof Ask>;

/** What a link stands for. It answers once, for the runs of the rule that wait then. */
export const ApprovalToken = z.object({
  accountId: z.string(),
  ruleId: z.string(),
  askId: z.string(),
  expiresAt: z.number(),
  answer: z.enum(["yes", "no"]).nullable(),
  answeredAt: z.string().nullable(),
});
export type ApprovalToken = z.infer<typeof ApprovalToken>;

export const tokenHashOf = (token: string): string => hash("sha256", token, "hex");

/** Asks the person about a rule's waiting runs, unless the question stands already. */
export async function ask(ctx: Services, approval: Approval): Promise<void> {
  const { value } = await openAsk(ctx, approval);
  // Sent before: the secret is not kept longer than that.
  if (value.token === null) return;
  const now = ctx.clock.now();
  const token: ApprovalToken = {
    accountId: approval.accountId,
    ruleId: approval.ruleId,
    askId: value.id,
    expiresAt: value.expiresAt,
    answer: null,
    answeredAt: null,
  };
  await ctx.store.put(
    { ...approvalTokenKey(value.tokenHash), v: 1, data: token, ttl: Math.ceil(value.expiresAt / 1000) },
    { kind: "absent" },
  );
  await tell(ctx, approval, value, value.token);
  const key = approvalAskKey(approval.accountId, approval.ruleId);
  const known = await load(ctx.store, Ask, key);
  if (known?.value.id !== value.id || known.value.token === null || value.expiresAt <= now) return;
  await ctx.store.put(
    { ...key, v: known.v + 1, data: { ...known.value, token: null } },
    { kind: "version", v: known.v },
  );
}

/** The question that stands; a new one where there is none, it is too old, or its link was used. */
async function openAsk(ctx: Services, { accountId, ruleId, id, expiresAt }: Approval): Promise<Stored<Ask>> {
  const key = approvalAskKey(accountId, ruleId);
  for (;;) {
    const known = await load(ctx.store, Ask, key);
    if (known !== undefined && known.value.expiresAt > ctx.clock.now() && !(await isUsed(ctx, known.value)))
      return known;
    const token = ctx.random.id("apr");
    const fresh: Ask = {
      id: deriveId("apr", ["ask", id]),
      token,
      tokenHash: tokenHashOf(token),
      expiresAt,
      former: known === undefined ? [] : formerOf(known.value, ctx.clock.now()),
    };
    const v = (known?.v ?? 0) + 1;
    const condition = known === undefined ? { kind: "absent" as const } : { kind: "version" as const, v: known.v };
    const item = { ...key, v, data: fresh, ttl: Math.ceil(expiresAt / 1000) };
    if (await ctx.store.put(item, condition)) return { value: fresh, v };
  }
}

function formerOf({ former, tokenHash, expiresAt }: Ask, now: number): Ask["former"] {
  return [...former, { hash: tokenHash, until: expiresAt }].filter(({ until }) => until > now);
}

async function isUsed(ctx: Services, { tokenHash }: Ask): Promise<boolean> {
  const token = await load(ctx.store, ApprovalToken, approvalTokenKey(tokenHash));
  return token !== undefined && token.value.answer !== null;
}

async function tell(ctx: Services, approval: Approval, { id, expiresAt }: Ask, token: string): Promise<void> {
  const account = await getAccount(ctx, approval.accountId);
  const { approvals_channel: channel } = await getSettings(ctx, approval.accountId);
  const until = new Date(expiresAt).toISOString().slice(0, 16).replace("T", " ");
  const link = ctx.site === undefined ? undefined : `${ctx.site}/approvals/${token}`;
  const things = approval.actions === 1 ? "1 thing" : `${approval.actions} things`;
  const how = `Say so with \`showrunner approvals yes --rule ${approval.ruleId}\`, or no${link === undefined ? "" : ", or by the link"}.`;
  await requestNotices(
    ctx,
    account,
    `approval ${id}`,
    {
      title: `"${approval.ruleName}" waits for your yes`,
      body: `It would do ${things} for “${approval.about}”, which is more than it may do by itself. ${how} Without an answer by ${until} UTC nothing is done. What else it would do meanwhile waits, too.`,
      ...(link === undefined ? {} : { url: link }),
    },
    channel,
  );
}
