import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, profileKey, ruleHealthKey, ruleKey, ruleVersionKey } from "@showrunner/core/keys.ts";
import { Account, RuleRecord } from "@showrunner/core/records.ts";
import { compileRule, type CompiledRule } from "@showrunner/rules/compile.ts";
import { compileSource } from "@showrunner/rules/compile-source.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { ruleFileLimits } from "@showrunner/rules/rule-file.ts";
import * as z from "zod";
import { findChannel } from "../act/channels.ts";
import type { Services } from "../context.ts";
import { changeNeeds, type Wants } from "../poll/needs.ts";
import { requestPoll } from "../poll/poll-cursor.ts";
import { dropRuleTimer, setRuleTimer } from "../schedule/rule-timer.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { load, loadAll } from "../stored.ts";
import { enterTrigger, leaveTrigger } from "./triggers.ts";

/** Twice as many as one file holds, so that any file's can take the place of another's. */
const mostRules = 2 * ruleFileLimits.rules;

export async function listRules(ctx: Services, accountId: string): Promise<RuleRecord[]> {
  const found = await loadAll(ctx.store, RuleRecord, accountPk(accountId), "RULE#");
  const named = found.map(({ value }) => ({ value, name: nameOf(value) }));
  return named.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ value }) => value);
}

/** Of a rule that was checked when it was saved. */
const Named = z.object({ name: z.string() });

export function nameOf(rule: Pick<RuleRecord, "source">): string {
  return Named.parse(rule.source).name;
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
 * A rule of the same name, or with the id, gets a new version; the former ones are kept. `check` is called with the
 * version that it replaces, and throws where that is not the one that was meant.
 */
export async function saveRule(
  ctx: Services,
  accountId: string,
  source: unknown,
  options: { enabled: boolean; id?: string | undefined; check?: (former: RuleRecord | undefined) => void },
): Promise<RuleRecord> {
  const { definition } = compileSource(source);
  for (const action of definition.then) if ("channel" in action) await findChannel(ctx, accountId, action.channel);
  const rules = await listRules(ctx, accountId);
  const former = formerOf(rules, definition.name, options.id);
  options.check?.(former);
  if (former === undefined && rules.length >= mostRules)
    throw new Problem({
      code: "rule.too_many",
      message: `there are ${rules.length} rules already, and no account may have more`,
      hint: "Remove those that you no longer need.",
    });
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

/** Throws Problem `rule.unknown`, or `rule.exists` when another rule has the name. */
function formerOf(rules: readonly RuleRecord[], name: string, id: string | undefined): RuleRecord | undefined {
  const named = rules.find((one) => nameOf(one) === name);
  if (id === undefined) return named;
  const found = rules.find((one) => one.id === id);
  if (found === undefined)
    throw new Problem({
      code: "rule.unknown",
      message: `there is no rule ${id}`,
      hint: "Leave the id out for a new rule.",
    });
  if (named === undefined || named.id === id) return found;
  throw new Problem({
    code: "rule.exists",
    message: `there is another rule "${name}" already`,
    hint: "Choose another name, or change that one.",
  });
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
  await dropRuleTimer(ctx, rule.accountId, rule.id);
  await ctx.store.delete(ruleHealthKey(rule.accountId, rule.id));
  await renewNeeds(ctx, rule.accountId);
}

async function write(ctx: Services, rule: RuleRecord, former: RuleRecord | undefined): Promise<void> {
  const key = ruleKey(rule.accountId, rule.id);
  const stored = await load(ctx.store, RuleRecord, key);
  if (stored !== undefined && stored.value.version !== former?.version) throw changedMeanwhile(rule);
  const fresh = compileRule(RuleDefinition.parse(rule.source));
  const { scope, types, timing } = fresh;
  const triggers = rule.enabled && scope === "all" ? types : [];
  if (rule.enabled) {
    // What it waits for is looked for before it is there, so that a crash leaves no rule that never hears of anything.
    for (const type of triggers)
      await enterTrigger(ctx, rule.accountId, rule.id, { type, minutes: timing.offsetMinutes });
    await renewNeeds(ctx, rule.accountId, [fresh]);
    if (timing.cron !== undefined) await timeRule(ctx, rule, timing.cron);
    // At once, so that what happened before the rule was switched on is seen as that, and feeds are seeded now.
    await requestPoll(ctx, rule.accountId);
  }
  await ctx.store.put({ ...ruleVersionKey(rule.accountId, rule.id, rule.version), v: 1, data: rule });
  const saved = await ctx.store.put(
    { ...key, v: (stored?.v ?? 0) + 1, data: rule },
    stored === undefined ? { kind: "absent" } : { kind: "version", v: stored.v },
  );
  if (!saved) throw changedMeanwhile(rule);
  if (!rule.enabled || timing.cron === undefined) await dropRuleTimer(ctx, rule.accountId, rule.id);
  for (const type of former === undefined ? [] : triggersOf(former))
    if (!triggers.includes(type)) await leaveTrigger(ctx, rule.accountId, rule.id, type);
  await renewNeeds(ctx, rule.accountId);
}

/** What came before now is the past, also of a rule that is saved again. */
async function timeRule(ctx: Services, rule: RuleRecord, cron: string): Promise<void> {
  const { accountId, id: ruleId } = rule;
  const account = await load(ctx.store, Account, profileKey(accountId));
  const timezone = account === undefined ? "UTC" : zoneOf(account.value, await getSettings(ctx, accountId));
  while (!(await setRuleTimer(ctx, { accountId, ruleId, cron, timezone }, ctx.clock.now())));
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
async function renewNeeds(ctx: Services, accountId: string, more: readonly CompiledRule[] = []): Promise<void> {
  await changeNeeds(ctx, accountId, async () => {
    const enabled = (await listRules(ctx, accountId)).filter((rule) => rule.enabled).map(compiled);
    return wantsOf([...more, ...enabled]);
  });
}

function wantsOf(rules: readonly CompiledRule[]): Wants {
  // The calendars of all are read for everybody: nothing of the account's is needed for them.
  const own = rules.filter((rule) => rule.scope !== "all");
  return {
    types: own.flatMap((rule) => rule.types),
    offsets: own.flatMap(({ types, timing: { offsetMinutes: minutes } }) =>
      minutes === 0 ? [] : types.map((type) => ({ type, minutes })),
    ),
    stalls: own.flatMap(({ timing }) => (timing.stalledMinutes === undefined ? [] : [timing.stalledMinutes])),
    facts: rules.flatMap((rule) => [...rule.needs, ...rule.needsEver]),
  };
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
