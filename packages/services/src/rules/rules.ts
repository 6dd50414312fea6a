import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, ruleKey, ruleVersionKey } from "@showrunner/core/keys.ts";
import { RuleRecord } from "@showrunner/core/records.ts";
import { compileRule, type CompiledRule, type Fact } from "@showrunner/rules/compile.ts";
import { compileSource } from "@showrunner/rules/compile-source.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { findChannel } from "../act/channels.ts";
import type { Services } from "../context.ts";
import { changeNeeds } from "../poll/needs.ts";
import { requestPoll } from "../poll/poll-cursor.ts";
import { load, loadAll } from "../stored.ts";
import { enterTrigger, leaveTrigger } from "./triggers.ts";

export async function listRules(ctx: Services, accountId: string): Promise<RuleRecord[]> {
  const found = await loadAll(ctx.store, RuleRecord, accountPk(accountId), "RULE#");
  return found.map((one) => one.value).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export function nameOf(rule: RuleRecord): string {
  return RuleDefinition.parse(rule.source).name;
}

/** The rule that a person means: its id, or its name. */
export async function findRule(ctx: Services, accountId: string, wanted: string): Promise<RuleRecord> {
  const rules = await listRules(ctx, accountId);
  const found = rules.find((one) => one.id === wanted) ?? rules.find((one) => nameOf(one) === wanted);
  if (found === undefined)
    throw new Problem({
      code: "rule.unknown",
      message: `there is no rule "${wanted}"`,
      hint:
        rules.length === 0 ? "Add one with `showrunner rules add FILE`." : `Rules: ${rules.map(nameOf).join(", ")}.`,
    });
  return found;
}

/**
 * Saves a rule: refused, with the place, when it does not parse or type-check, or names a channel that is not there.
 * A rule of the same name gets a new version; the former ones are kept.
 */
export async function saveRule(
  ctx: Services,
  accountId: string,
  source: unknown,
  options: { enabled: boolean },
): Promise<RuleRecord> {
  const { definition } = compileSource(source);
  for (const action of definition.then)
    if (action.do === "notify" || action.do === "webhook") await findChannel(ctx, accountId, action.channel);
  const former = (await listRules(ctx, accountId)).find((one) => nameOf(one) === definition.name);
  const now = new Date(ctx.clock.now()).toISOString();
  const rule: RuleRecord = {
    id: former?.id ?? ctx.random.id("rul"),
    accountId,
    version: (former?.version ?? 0) + 1,
    enabled: options.enabled,
    enabledAt: options.enabled ? (former?.enabled === true ? former.enabledAt : now) : null,
    source: RuleRecord.shape.source.parse(definition),
    updatedAt: now,
  };
  await write(ctx, rule, former);
  return rule;
}

export async function setEnabled(ctx: Services, rule: RuleRecord, enabled: boolean): Promise<RuleRecord> {
  if (rule.enabled === enabled) return rule;
  const now = new Date(ctx.clock.now()).toISOString();
  const changed: RuleRecord = { ...rule, enabled, enabledAt: enabled ? now : null, updatedAt: now };
  await write(ctx, changed, rule);
  return changed;
}

export async function removeRule(ctx: Services, rule: RuleRecord): Promise<void> {
  for (const type of triggersOf(rule)) await leaveTrigger(ctx, rule.accountId, rule.id, type);
  await ctx.store.delete(ruleKey(rule.accountId, rule.id));
  await renewNeeds(ctx, rule.accountId);
}

async function write(ctx: Services, rule: RuleRecord, former: RuleRecord | undefined): Promise<void> {
  const key = ruleKey(rule.accountId, rule.id);
  const stored = await load(ctx.store, RuleRecord, key);
  if (stored !== undefined && stored.value.version !== former?.version) throw changedMeanwhile(rule);
  const { scope, types, needs } = compileRule(RuleDefinition.parse(rule.source));
  const triggers = rule.enabled && scope === "all" ? types : [];
  if (rule.enabled) {
    // What it waits for is looked for before it is there, so that a crash leaves no rule that never hears of anything.
    for (const type of triggers) await enterTrigger(ctx, rule.accountId, rule.id, type);
    await renewNeeds(ctx, rule.accountId, { types: scope === "all" ? [] : types, facts: needs });
    // At once, so that what happened before the rule was switched on is seen as that, and feeds are seeded now.
    await requestPoll(ctx, rule.accountId);
  }
  await ctx.store.put({ ...ruleVersionKey(rule.accountId, rule.id, rule.version), v: 1, data: rule });
  const saved = await ctx.store.put(
    { ...key, v: (stored?.v ?? 0) + 1, data: rule },
    stored === undefined ? { kind: "absent" } : { kind: "version", v: stored.v },
  );
  if (!saved) throw changedMeanwhile(rule);
  for (const type of former === undefined ? [] : triggersOf(former))
    if (!triggers.includes(type)) await leaveTrigger(ctx, rule.accountId, rule.id, type);
  await renewNeeds(ctx, rule.accountId);
}

function changedMeanwhile(rule: RuleRecord): Problem {
  return new Problem({
    code: "rule.changed_meanwhile",
    message: `the rule "${nameOf(rule)}" was changed by somebody else at the same time`,
    hint: "Look at it again, then repeat your change.",
    retry: { kind: "default" },
  });
}

function triggersOf(rule: RuleRecord): readonly EventType[] {
  if (!rule.enabled) return [];
  const { scope, types } = compiled(rule);
  return scope === "all" ? types : [];
}

/** Makes an account's needs what its enabled rules wait for and ask for, and `more`. */
async function renewNeeds(
  ctx: Services,
  accountId: string,
  more: { types: readonly EventType[]; facts: ReadonlySet<Fact> } = { types: [], facts: new Set() },
): Promise<void> {
  await changeNeeds(ctx, accountId, async () => {
    const enabled = (await listRules(ctx, accountId)).filter((rule) => rule.enabled).map(compiled);
    return {
      types: [...more.types, ...enabled.filter((rule) => rule.scope !== "all").flatMap((rule) => rule.types)],
      facts: [...more.facts, ...enabled.flatMap((rule) => [...rule.needs])],
    };
  });
}

const cache = new Map<string, CompiledRule>();
const cacheLimit = 2000;

/** A saved rule, compiled once for each version. */
export function compiled(rule: RuleRecord): CompiledRule {
  const key = `${rule.id}#${rule.version}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const fresh = compileRule(RuleDefinition.parse(rule.source));
  const oldest = cache.keys().next();
  if (cache.size >= cacheLimit && oldest.done !== true) cache.delete(oldest.value);
  cache.set(key, fresh);
  return fresh;
}
