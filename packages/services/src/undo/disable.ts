import type { Undo } from "@showrunner/core/deeds.ts";
import type { Account, RuleRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { setEnabled } from "../rules/rules.ts";
import { requestUndo } from "./undo.ts";

/** Switches a rule off and takes back what it did. Off first: what is taken back is then all there will be. */
export async function disableAndRevert(
  ctx: Services,
  account: Account,
  rule: RuleRecord,
): Promise<{ rule: RuleRecord; undo: Undo }> {
  const disabled = await setEnabled(ctx, rule, false);
  return { rule: disabled, undo: await requestUndo(ctx, account, { what: "rule", ruleId: rule.id }) };
}
