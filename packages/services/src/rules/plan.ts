import { Problem } from "@showrunner/core/errors.ts";
import type { RuleRecord } from "@showrunner/core/records.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { type FiledRule, ruleText, writeRuleFile } from "@showrunner/rules/rule-file.ts";
import { structuredPatch } from "diff";
import { findChannel } from "../act/channels.ts";
import type { Services } from "../context.ts";
import { findRule, listRules, nameOf, removeRule, saveRule } from "./rules.ts";

/** What applying a file would do to one rule. */
export type PlannedChange =
  | { kind: "add"; name: string; enabled: boolean; diff: string }
  /** `renamedFrom` and `switched` are null where nothing of the kind happens; `diff` is empty where only the switch moves. */
  | {
      kind: "change";
      id: string;
      name: string;
      version: number;
      renamedFrom: string | null;
      switched: "on" | "off" | null;
      diff: string;
    }
  | { kind: "remove"; id: string; name: string; version: number; diff: string }
  | { kind: "same"; id: string; name: string }
  /** It is not in the file, and stays: only pruning removes. */
  | { kind: "left"; id: string; name: string };

export interface RulePlan {
  changes: PlannedChange[];
  /** How many rules would be different. */
  count: number;
}

export interface PlanOptions {
  /** Remove what is not in the file. */
  prune: boolean;
}

/**
 * What it would take to make an account's rules those of a file. Throws Problem when the file names a rule or channel that
 * is not there, or two rules would have one name.
 */
export async function planRules(
  ctx: Services,
  accountId: string,
  filed: readonly FiledRule[],
  { prune }: PlanOptions,
): Promise<RulePlan> {
  const rules = await listRules(ctx, accountId);
  const channels = new Set(
    filed.flatMap(({ definition }) => definition.then.flatMap((one) => ("channel" in one ? [one.channel] : []))),
  );
  for (const channel of channels) await findChannel(ctx, accountId, channel);
  const met = new Set<string>();
  const changes = filed.map((one): PlannedChange => {
    const former = formerOf(rules, one);
    if (former !== undefined) met.add(former.id);
    return changeOf(one, former);
  });
  for (const rule of rules) {
    if (met.has(rule.id)) continue;
    const name = nameOf(rule);
    const taken = filed.some(({ definition }) => definition.name === name);
    if (taken && !prune) throw nameTaken(name);
    changes.push(
      prune
        ? {
            kind: "remove",
            id: rule.id,
            name,
            version: rule.version,
            diff: diffOf(name, ruleText(definitionOf(rule)), ""),
          }
        : { kind: "left", id: rule.id, name },
    );
  }
  return { changes, count: changes.filter(({ kind }) => kind !== "same" && kind !== "left").length };
}

/**
 * Makes a plan so, rule by rule; told of each as it is done. A rule that somebody changed since the plan was made is not
 * overwritten: it ends with Problem `rule.changed_meanwhile`, and planning again shows what is left to do.
 */
export async function applyRules(
  ctx: Services,
  accountId: string,
  filed: readonly FiledRule[],
  plan: RulePlan,
  done: (change: PlannedChange) => void = () => undefined,
): Promise<void> {
  // Removed first, so that their names are free; renamed ones before those that take over a name.
  const order = (change: PlannedChange): number => ["remove", "change", "add"].indexOf(change.kind);
  for (const change of plan.changes.toSorted((a, b) => order(a) - order(b))) {
    if (change.kind === "same" || change.kind === "left") continue;
    if (change.kind !== "add") await unchangedSince(ctx, accountId, change);
    if (change.kind === "remove") await removeRule(ctx, await findRule(ctx, accountId, change.id));
    else {
      const wanted = filed.find(({ definition }) => definition.name === change.name);
      if (wanted === undefined) throw new Error(`the plan is not of this file: it has no rule ${change.name}`);
      const id = change.kind === "change" ? { id: change.id } : {};
      await saveRule(ctx, accountId, wanted.definition, { enabled: wanted.enabled, ...id });
    }
    done(change);
  }
}

/** An account's rules as a file: applying it again changes nothing. */
export async function exportRules(ctx: Services, accountId: string): Promise<string> {
  const rules = await listRules(ctx, accountId);
  return writeRuleFile(rules.map((rule) => ({ definition: definitionOf(rule), id: rule.id, enabled: rule.enabled })));
}

function formerOf(rules: readonly RuleRecord[], { definition, id }: FiledRule): RuleRecord | undefined {
  if (id === undefined) return rules.find((one) => nameOf(one) === definition.name);
  const found = rules.find((one) => one.id === id);
  // A file from elsewhere: its ids mean nothing here, its names do.
  return found ?? rules.find((one) => nameOf(one) === definition.name);
}

function changeOf({ definition, enabled }: FiledRule, former: RuleRecord | undefined): PlannedChange {
  const { name } = definition;
  const after = ruleText(definition);
  if (former === undefined) return { kind: "add", name, enabled, diff: diffOf(name, "", after) };
  const { id, version } = former;
  const before = ruleText(definitionOf(former));
  if (before === after && former.enabled === enabled) return { kind: "same", id, name };
  const formerName = nameOf(former);
  return {
    kind: "change",
    id,
    name,
    version,
    renamedFrom: formerName === name ? null : formerName,
    switched: former.enabled === enabled ? null : enabled ? "on" : "off",
    diff: before === after ? "" : diffOf(name, before, after),
  };
}

/** Three lines around each change, `…` between places that are apart. */
function diffOf(name: string, before: string, after: string): string {
  const { hunks } = structuredPatch(name, name, before, after, undefined, undefined, { context: 3 });
  return hunks.map(({ lines }) => lines.join("\n")).join("\n …\n");
}

async function unchangedSince(
  ctx: Services,
  accountId: string,
  change: { id: string; version: number },
): Promise<void> {
  const now = await findRule(ctx, accountId, change.id);
  if (now.version === change.version) return;
  throw new Problem({
    code: "rule.changed_meanwhile",
    message: `the rule "${nameOf(now)}" was changed since the plan was made`,
    hint: "Plan again, and look at what is different.",
  });
}

function nameTaken(name: string): Problem {
  return new Problem({
    code: "rule.exists",
    message: `the file gives another rule the name "${name}", which a rule that is not in the file has`,
    hint: "Choose another name, or add --prune to remove what is not in the file.",
  });
}

const definitionOf = (rule: RuleRecord): RuleDefinition => RuleDefinition.parse(rule.source);
