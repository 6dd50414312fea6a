import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, ruleVersionKey } from "@showrunner/core/keys.ts";
import { RuleRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { load, loadAll } from "../stored.ts";
import { saveRule } from "./rules.ts";

/** Every version that a rule had, the newest first. Times are ISO 8601. */
export async function listVersions(ctx: Services, rule: RuleRecord): Promise<RuleRecord[]> {
  const found = await loadAll(ctx.store, RuleRecord, accountPk(rule.accountId), `RULEVERSION#${rule.id}#`);
  return found.map((one) => one.value).toReversed();
}

/**
 * Makes an old version the newest: it is saved again, under a number of its own, and checked as if it were new. Whether
 * the rule is on stays as it is. Throws Problem `rule.no_version`, or as saving does.
 */
export async function restoreVersion(ctx: Services, rule: RuleRecord, version: number): Promise<RuleRecord> {
  const found = await load(ctx.store, RuleRecord, ruleVersionKey(rule.accountId, rule.id, version));
  if (found === undefined)
    throw new Problem({
      code: "rule.no_version",
      message: `the rule has no version ${version}`,
      hint: `It has 1 to ${rule.version}.`,
    });
  return await saveRule(ctx, rule.accountId, found.value.source, { enabled: rule.enabled, id: rule.id });
}
