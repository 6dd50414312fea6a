import { messageOf, Problem } from "@showrunner/core/errors.ts";
import type { Scope } from "@showrunner/core/events/calendar.ts";
import { definitionOf, type EventType, isEventType } from "@showrunner/core/events/catalogue.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { eventKey, index, profileKey, runKey } from "@showrunner/core/keys.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import { Account, type ActionRecord, Run, type RuleRecord, untouched } from "@showrunner/core/records.ts";
import type { Trace } from "@showrunner/core/trace.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { Evaluation } from "@showrunner/rules/compile.ts";
import * as z from "zod";
import { requestActions } from "../act/actions.ts";
import { consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { deferEvent, keepWaiting, waitsOf } from "../events/defer-event.ts";
import { eventFacts, type EventFacts, findFacts, keptFor, type PersonFacts } from "./event-facts.ts";
import { askForFacts, type Wish } from "./facts-jobs.ts";
import { type Moment, momentOf } from "./kept-facts.ts";
import { compiled, listRules, nameOf } from "./rules.ts";
import { load } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

const EventNotice = z.object({ accountId: z.string(), eventId: z.string() });

/**
 * Applies each account's rules to its new events: one run for each rule that waits for the event's type. It has nobody's
 * token: what only a person's can read is asked of who polls them, and the event waits for it.
 */
export async function applyRules(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  // The accounts and rules of one batch are read once for all of its events.
  const known = new Map<string, Promise<Person | undefined>>();
  const wishes: Wish[] = [];
  const result = await consume(ctx, "apply-rules", messages, EventNotice, async ({ accountId, eventId }) => {
    const person = known.get(accountId) ?? personOf(ctx, accountId);
    known.set(accountId, person);
    try {
      const facts = await applyToEvent(ctx, await person, eventId);
      if (facts.length === 0) return;
      await keepWaiting(ctx, accountId, eventId);
      wishes.push({ accountId, eventId, facts });
    } catch (error) {
      // Rules of the event that were run are known by their runs: they are not run again with the others.
      if (!(error instanceof Problem) || error.retry.kind === "never") throw error;
      await deferEvent(ctx, accountId, eventId, error);
    }
  });
  try {
    // Of many events at once, the same is asked for once.
    await askForFacts(ctx, wishes);
  } catch (error) {
    // They wait, and when the sweeper sends them again it is asked for again.
    ctx.log({ kind: "defect", where: "apply-rules", message: `facts could not be asked for: ${messageOf(error)}` });
  }
  return result;
}

interface Person {
  account: Account;
  rules: RuleRecord[];
  facts(moment: Moment): PersonFacts;
}

async function personOf(ctx: Services, accountId: string): Promise<Person | undefined> {
  const [account, rules] = await Promise.all([
    load(ctx.store, Account, profileKey(accountId)),
    listRules(ctx, accountId),
  ]);
  return account === undefined ? undefined : { account: account.value, rules, facts: keptFor(ctx, accountId) };
}

/** Runs the rules that can be; returns the facts that the others wait for. */
async function applyToEvent(ctx: Services, person: Person | undefined, eventId: string): Promise<string[]> {
  if (person === undefined) return [];
  const { account, rules } = person;
  const stored = await load(ctx.store, ChangeEvent, eventKey(account.id, eventId));
  // Deleted since: there is nothing left to do for it.
  if (stored === undefined) return [];
  const event = stored.value;
  const happening: Happening = {
    account,
    event,
    facts: eventFacts(ctx, event, person.facts(momentOf(event))),
    waits: waitsOf(stored.v),
  };
  const ends = await Promise.allSettled(
    rules.filter((rule) => waitsFor(rule, event)).map((rule) => runRule(ctx, rule, happening)),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return [...new Set(ends.flatMap((end) => (end.status === "fulfilled" ? end.value : [])))];
}

/** An event whose turn it is, with what its rules know of it. */
interface Happening {
  account: Account;
  event: ChangeEvent;
  facts: EventFacts;
  /** How often it waited for facts. */
  waits: number;
}

/** Whether a rule, as it is given, is to be run on an event. */
export function waitsFor(rule: RuleRecord, event: ChangeEvent): boolean {
  if (!rule.enabled || rule.enabledAt === null || !isEventType(event.type)) return false;
  const { types, scope } = compiled(rule);
  if (!types.includes(event.type)) return false;
  if (!hearsScope(scope, event.data["scope"])) return false;
  // What was recorded before is the past; what was recorded later may be too, which its run then says.
  return event.recordedtime >= rule.enabledAt;
}

/** Each rule listens to one calendar; what has no scope is the person's own. */
function hearsScope(scope: Scope | null, of: unknown): boolean {
  return (scope ?? "mine") === (of ?? "mine");
}

/** Switching a rule on never fires for the past, also not for what the next poll finds of it. */
function happenedBefore(rule: RuleRecord, event: ChangeEvent): boolean {
  if (rule.enabledAt === null || !isEventType(event.type)) return false;
  const enabledAt = Date.parse(rule.enabledAt) - clockSkewMs;
  if (event.movedtime !== undefined && Date.parse(event.movedtime) < enabledAt) return true;
  // These carry the time that the person, or their media server, gave: they are entered late, and theirs is when they came.
  if (definitionOf(event.type).family === "watching" || datedByPeople.has(event.type)) return false;
  // Trakt gives some times to the minute only: the minute of switching on counts as after it.
  return event.time < rule.enabledAt.slice(0, 16);
}

const datedByPeople: ReadonlySet<string> = new Set<EventType>(["collection.item_added", "item.rated"]);

/** Trakt's clocks and ours may differ by seconds. */
const clockSkewMs = 5000;

/** Runs a rule, unless it waits for facts: then returns which. */
async function runRule(ctx: Services, rule: RuleRecord, happening: Happening): Promise<readonly string[]> {
  const { account, event } = happening;
  // One run for a rule and an event, whatever version the rule has: a message that comes twice, with an edit of
  // the rule in between, must not act twice.
  const id = deriveId("run", [rule.id, event.id]);
  const known = await load(ctx.store, Run, runKey(account.id, id));
  if (known !== undefined) {
    await requestActions(ctx, actionsOf(known.value));
    return [];
  }
  const now = ctx.clock.now();
  const decided = await evaluate(ctx, rule, happening);
  if ("missing" in decided) return decided.missing;
  const { trace, requests } = decided;
  const at = new Date(now).toISOString();
  const made: Run = {
    id,
    accountId: account.id,
    username: account.username,
    ruleId: rule.id,
    ruleVersion: rule.version,
    rule: rule.source,
    eventId: event.id,
    eventType: event.type,
    subject: event.subject,
    about: isEventType(event.type) ? aboutOf(event.type, event.data) : event.type,
    at,
    trace,
    actions: requests.map((request, place) => ({
      id: deriveId("act", [rule.id, rule.version, event.id, place]),
      request,
    })),
    chain: [...(event.origin?.chain ?? []), rule.id],
    traceparent: event.traceparent,
  };
  const isNew = await ctx.store.put(
    {
      ...runKey(account.id, id),
      v: 1,
      data: made,
      gsi1pk: index.runs(account.id),
      gsi1sk: `${at}#${id}`,
      ttl: historyTtl(ctx),
    },
    { kind: "absent" },
  );
  // Another worker had the same message and was first: what it decided counts.
  const first = isNew ? made : (await load(ctx.store, Run, runKey(account.id, id)))?.value;
  if (first !== undefined) await requestActions(ctx, actionsOf(first));
  if (!isNew) return [];
  ctx.log({
    kind: "run",
    accountId: account.id,
    who: account.username,
    runId: id,
    eventId: event.id,
    traceparent: event.traceparent,
    rule: nameOf(rule),
    about: made.about,
    outcome: trace.outcome,
    reason: trace.reason,
  });
  return [];
}

async function evaluate(
  ctx: Services,
  rule: RuleRecord,
  { account, event, facts, waits }: Happening,
): Promise<Evaluation | { missing: readonly string[] }> {
  const chain = event.origin?.chain ?? [];
  if (chain.includes(rule.id)) return suppressed("this change is the effect of this same rule");
  if (chain.length >= ctx.settings.maxRuleChain)
    return suppressed(`this change is the effect of ${chain.length} rules in a row, and no more may follow`);
  if (happenedBefore(rule, event))
    return suppressed(`it happened at ${event.time}, before this rule was switched on at ${rule.enabledAt}`);
  const { wants, evaluate: decide } = compiled(rule);
  const input = { event, facts: facts.known, now: ctx.clock.now(), timezone: account.timezone };
  // What may pass is tried again, for a day; what never will is the run's result, for the person to read.
  const mayWait = ctx.clock.now() - Date.parse(event.recordedtime) < factsWaitMs && waits < mostWaits;
  try {
    const missing = await findFacts(facts, (had) => wants(input, had));
    if (missing.length === 0) return decide(input);
    return mayWait ? { missing } : failed(await facts.whyNot(missing));
  } catch (error) {
    if (!(error instanceof Problem) || (error.retry.kind !== "never" && mayWait)) throw error;
    return failed(error.message);
  }
}

/** Longer than Trakt was ever away; what cannot be had by then, as of a show that was deleted, never will. */
const factsWaitMs = 24 * 3_600_000;

/** Each wait is longer, up to ten minutes: more than these are no outage. */
const mostWaits = 200;

function failed(reason: string): Evaluation {
  const trace: Trace = { outcome: "failed", reason: `the facts could not be had: ${reason}`, conditions: [] };
  return { trace, requests: [] };
}

function suppressed(reason: string): Evaluation {
  const trace: Trace = { outcome: "suppressed", reason, conditions: [] };
  return { trace, requests: [] };
}

const Named = z.object({ name: z.string() });

function actionsOf(run: Run): ActionRecord[] {
  const { name } = Named.parse(run.rule);
  return run.actions.map(({ id, request }) => ({
    id,
    accountId: run.accountId,
    username: run.username,
    runId: run.id,
    ruleId: run.ruleId,
    ruleName: name,
    eventId: run.eventId,
    chain: run.chain,
    traceparent: run.traceparent,
    request,
    ...untouched,
    createdAt: run.at,
  }));
}
