import { accountPk, ruleHealthKey, ruleHealthPrefix } from "@showrunner/core/keys.ts";
import type { Account, Run } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { load, loadAll } from "../stored.ts";

/** The runs of a rule that failed one after another; there is none while it works. */
const RuleHealth = z.object({ ruleId: z.string(), failed: z.array(z.string()), since: z.string() });
type RuleHealth = z.infer<typeof RuleHealth>;

/** What is known of the rules of one person that failed last, by rule; shared by the runs of a batch. */
export type KnownHealth = Map<string, { v: number; value: RuleHealth }>;

export async function loadHealth(ctx: Services, accountId: string): Promise<KnownHealth> {
  const found = await loadAll(ctx.store, RuleHealth, accountPk(accountId), ruleHealthPrefix);
  return new Map(found.map((one) => [one.value.ruleId, one]));
}

/**
 * Counts a run that failed, or ends the count with one that did not. The last of too many in a row is told, once until
 * the rule works again. Counting a run twice changes nothing.
 */
export async function noteHealth(
  ctx: Services,
  account: Account,
  run: Pick<Run, "id" | "ruleId" | "at" | "trace">,
  rule: { name: string },
  health: KnownHealth,
): Promise<void> {
  // One that was suppressed says nothing of the rule.
  if (run.trace.outcome === "suppressed") return;
  if (run.trace.outcome !== "failed") return await worked(ctx, account.id, run, health);
  const { failed, since } = await counted(ctx, account.id, run, health);
  if (failed.length < ctx.settings.failingRuns) return;
  const draft = {
    type: "rule.failing" as const,
    subject: `rule:${run.ruleId}`,
    time: run.at,
    identity: `${run.ruleId}@${failed[0] ?? run.id}`,
    data: {
      rule_id: run.ruleId,
      rule_name: rule.name,
      failures: failed.length,
      reason: run.trace.reason.slice(0, longestReason),
      since,
    },
  };
  // The run was made by who consumes the queue of events.
  await recordEvents(ctx, account, [{ draft }], { sending: "later" });
}

const longestReason = 500;

type Noted = Pick<Run, "id" | "ruleId" | "at">;

async function worked(ctx: Services, accountId: string, run: Noted, health: KnownHealth): Promise<void> {
  const known = health.get(run.ruleId);
  if (known === undefined || run.at < known.value.since) return;
  health.delete(run.ruleId);
  await ctx.store.delete(ruleHealthKey(accountId, run.ruleId), { kind: "version", v: known.v });
}

/** The failures in a row with this one, which is counted once; of more than are told of, the first. */
async function counted(ctx: Services, accountId: string, run: Noted, health: KnownHealth): Promise<RuleHealth> {
  const key = ruleHealthKey(accountId, run.ruleId);
  for (;;) {
    const known = health.get(run.ruleId);
    const former = known?.value ?? { ruleId: run.ruleId, failed: [], since: run.at };
    if (former.failed.includes(run.id) || former.failed.length >= ctx.settings.failingRuns) return former;
    const value = { ...former, failed: [...former.failed, run.id] };
    const v = (known?.v ?? 0) + 1;
    const saved = await ctx.store.put(
      { ...key, v, data: value },
      known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
    );
    // Somebody else counted meanwhile, or the rule worked.
    const now = saved ? { v, value } : await load(ctx.store, RuleHealth, key);
    if (now === undefined) health.delete(run.ruleId);
    else health.set(run.ruleId, now);
    if (saved) return value;
  }
}
