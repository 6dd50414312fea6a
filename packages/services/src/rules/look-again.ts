import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { eventKey, runKey } from "@showrunner/core/keys.ts";
import { type Look, Run, type RuleRecord } from "@showrunner/core/records.ts";
import type { Trace } from "@showrunner/core/trace.ts";
import { requestActions } from "../act/actions.ts";
import type { Services } from "../context.ts";
import { load, parseItem } from "../stored.ts";
import { zoneOf } from "../timing/settings.ts";
import { isRunTakenBack, listUndos } from "../undo/undos.ts";
import { deferWait, endWait, openWait, type Wait } from "../timing/waits.ts";
import { withMedia } from "../hooks/find-media.ts";
import { eventFacts, keptFor } from "./event-facts.ts";
import { isWorthWaiting, type Wish } from "./facts-jobs.ts";
import { compiled, nameOf } from "./rules.ts";
import { placeNow, recordOf, type Who } from "./run-actions.ts";

const firstWaitMs = 60_000;
const longestWaitMs = 3_600_000;

/**
 * Looks again at an action whose wait is over: by the rule as it was, the facts of now and the action's own conditions.
 * What comes of it is kept in the run, under its version, before anything is asked for. Returns what must be read as the
 * person first, if so: then it waits for that.
 */
export async function lookAgain(
  ctx: Services,
  who: Who,
  rules: readonly RuleRecord[],
  waitId: string,
): Promise<Wish | undefined> {
  const wait = await openWait(ctx, who.account.id, waitId);
  if (wait === undefined) return undefined;
  const { value } = wait;
  try {
    const decided = await decidedLook(ctx, who, rules, value);
    if (decided !== undefined && "missing" in decided) {
      // It has its next turn, so that a message that is lost, or a reading that fails, costs time only.
      await deferWait(ctx, wait, ctx.clock.now() + pauseOf(value));
      return { accountId: value.accountId, waitId, facts: decided.missing, from: decided.from };
    }
    if (decided !== undefined) {
      const { run, look } = decided;
      const action = run.actions.find(({ id }) => id === waitId);
      if (look.request !== null && action !== undefined)
        await requestActions(ctx, [recordOf(run, { ...action, request: look.request, hold: look.hold }, look.at)]);
    }
    await endWait(ctx, wait);
    return undefined;
  } catch (error) {
    // It stands in the due index, as what nobody foresaw does too: a queue counts its receives.
    const asked = error instanceof Problem && error.retry.kind === "after" ? error.retry.afterMs : 0;
    const inMs = Math.max(asked, pauseOf(value));
    await deferWait(ctx, wait, ctx.clock.now() + inMs);
    ctx.log({
      kind: "defect",
      where: "look-again",
      message: `${waitId} waits ${Math.round(inMs / 1000)} s more for facts: ${messageOf(error)}`,
    });
    return undefined;
  }
}

const pauseOf = ({ tries }: Wait): number => Math.min(firstWaitMs * 2 ** tries, longestWaitMs);

/** Facts that must be read as the person first, not before `from` (epoch ms). */
interface Missing {
  missing: readonly string[];
  from: number;
}

/** What was decided when it was looked at first: a run keeps one look at each action. Undefined when the run is gone. */
async function decidedLook(
  ctx: Services,
  who: Who,
  rules: readonly RuleRecord[],
  wait: Wait,
): Promise<{ run: Run; look: Look } | Missing | undefined> {
  let fresh: Look | undefined;
  for (;;) {
    const item = await ctx.store.get(runKey(wait.accountId, wait.runId));
    if (item === undefined) return undefined;
    const { value: run, v } = parseItem(Run, item);
    const known = run.looks?.find(({ actionId }) => actionId === wait.actionId);
    if (known !== undefined) return { run, look: known };
    if (fresh === undefined) {
      const looked = await lookNow(ctx, who, rules, run, wait);
      if ("missing" in looked) return looked;
      fresh = looked;
    }
    const looked: Run = { ...run, looks: [...(run.looks ?? []), fresh] };
    if (await ctx.store.put({ ...item, v: v + 1, data: looked }, { kind: "version", v })) {
      tell(ctx, looked, fresh);
      return { run: looked, look: fresh };
    }
  }
}

async function lookNow(
  ctx: Services,
  who: Who,
  rules: readonly RuleRecord[],
  run: Run,
  wait: Wait,
): Promise<Look | Missing> {
  const at = new Date(ctx.clock.now()).toISOString();
  const not = (outcome: Trace["outcome"], reason: string): Look => ({
    actionId: wait.actionId,
    at,
    trace: { outcome, reason, conditions: [] },
    request: null,
  });
  const rule = rules.find(({ id }) => id === run.ruleId);
  if (rule === undefined) return not("suppressed", "not done: the rule was removed while this waited");
  if (!rule.enabled || rule.enabledAt === null || rule.enabledAt > run.at)
    return not("suppressed", "not done: the rule was switched off while this waited");
  if (isRunTakenBack(await listUndos(ctx, wait.accountId), run))
    return not("suppressed", "not done: it was taken back while this waited");
  const event = (await load(ctx.store, ChangeEvent, eventKey(wait.accountId, run.eventId)))?.value;
  const place = run.actions.find(({ id }) => id === wait.actionId)?.place;
  if (event === undefined || place == null) return not("failed", "not done: its event is no longer kept");
  const from = Date.parse(run.actions.find(({ id }) => id === wait.actionId)?.waitsUntil ?? at);
  const mayWait = isWorthWaiting(ctx.clock.now() - from, wait.tries);
  // The rule may have new versions since: what waits stays with its own.
  const then: RuleRecord = { ...rule, version: run.ruleVersion, source: run.rule };
  try {
    const { lookAgain: decide, needsLater, wantsItem } = compiled(then);
    const needs = needsLater(place);
    const now = ctx.clock.now();
    const named = await withMedia(ctx, event, wantsItem);
    const fresh: ChangeEvent = { ...named, data: without(named.data, needs.stale) };
    const facts = eventFacts(
      ctx,
      fresh,
      keptFor(ctx, wait.accountId)({ id: wait.actionId, knownAt: from, notBefore: from }),
    );
    const missing = await facts.find(needs.facts);
    if (missing.length > 0 && mayWait) return { missing, from };
    if (missing.length > 0)
      return not("failed", `not done: it could not be looked at again: ${await facts.whyNot(missing)}`);
    const { trace, requests } = decide(place, {
      event: fresh,
      facts: facts.known,
      now,
      timezone: zoneOf(who.account, who.settings),
    });
    const [request] = requests;
    if (request === undefined) return { actionId: wait.actionId, at, trace, request: null };
    const { leftOut, hold } = await placeNow(ctx, who, then, event, { id: wait.actionId, request, place });
    const timing = leftOut === undefined ? hold?.reason : `left out, ${leftOut}`;
    return {
      actionId: wait.actionId,
      at,
      trace: { ...trace, ...(timing === undefined ? {} : { timing: [timing] }) },
      request: leftOut === undefined ? request : null,
      ...(hold === undefined ? {} : { hold }),
    };
  } catch (error) {
    const isFinal = error instanceof Problem && error.retry.kind === "never";
    if (!isFinal && mayWait) throw error;
    return not("failed", `not done: it could not be looked at again: ${messageOf(error)}`);
  }
}

function without(data: ChangeEvent["data"], keys: ReadonlySet<string>): ChangeEvent["data"] {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !keys.has(key)));
}

function tell(ctx: Services, run: Run, { trace }: Look): void {
  ctx.log({
    kind: "run",
    accountId: run.accountId,
    who: run.username,
    runId: run.id,
    eventId: run.eventId,
    traceparent: run.traceparent,
    rule: nameOf({ source: run.rule }),
    about: `looked again: ${run.about}`,
    outcome: trace.outcome,
    reason: trace.reason,
  });
}
