import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { definitionOf, type EventType, isEventType } from "@showrunner/core/events/catalogue.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { eventKey, index, profileKey, runKey } from "@showrunner/core/keys.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import { Account, Run, type RuleRecord } from "@showrunner/core/records.ts";
import type { Trace } from "@showrunner/core/trace.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { Evaluation } from "@showrunner/rules/compile.ts";
import * as z from "zod";
import { approvalIdOf, goOn } from "../approvals/approvals.ts";
import { overLimit } from "../approvals/limits.ts";
import { consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { deferEvent, keepWaiting, waitsOf } from "../events/defer-event.ts";
import { type KnownHealth, loadHealth, noteHealth } from "../health/failing-rules.ts";
import { withMedia } from "../hooks/find-media.ts";
import { eventFacts, type EventFacts, findFacts, keptFor, type PersonFacts } from "./event-facts.ts";
import { askForFacts, isWorthWaiting, type Wish } from "./facts-jobs.ts";
import { type Moment, momentOf } from "./kept-facts.ts";
import { deafTo } from "./hears.ts";
import { lookAgain } from "./look-again.ts";
import { compiled, listRules, nameOf } from "./rules.ts";
import { placed, type Who } from "./run-actions.ts";
import { load } from "../stored.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { WaitNotice } from "../timing/waits.ts";
import { historyTtl } from "../ttl.ts";

const EventNotice = z.object({ accountId: z.string(), eventId: z.string() });

const Notice = z.union([EventNotice, WaitNotice]);

/**
 * Applies each account's rules to its new events: one run for each rule that waits for the event's type. What waited to be
 * looked at again comes the same way. It has nobody's token: what only a person's can read is asked of who polls them, and
 * the event waits for it.
 */
export async function applyRules(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  // The accounts and rules of one batch are read once for all of its events.
  const known = new Map<string, Promise<Person | undefined>>();
  const wishes: Wish[] = [];
  const result = await consume(ctx, "apply-rules", messages, Notice, async (notice) => {
    const { accountId } = notice;
    const person = known.get(accountId) ?? personOf(ctx, accountId);
    known.set(accountId, person);
    if ("waitId" in notice) {
      const { who, rules } = (await person) ?? {};
      if (who !== undefined && rules !== undefined) {
        const wish = await lookAgain(ctx, who, rules, notice.waitId);
        if (wish !== undefined) wishes.push(wish);
      }
      return;
    }
    const { eventId } = notice;
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
  who: Who;
  rules: RuleRecord[];
  health: KnownHealth;
  facts(moment: Moment): PersonFacts;
}

async function personOf(ctx: Services, accountId: string): Promise<Person | undefined> {
  const [account, rules, settings, health] = await Promise.all([
    load(ctx.store, Account, profileKey(accountId)),
    listRules(ctx, accountId),
    getSettings(ctx, accountId),
    loadHealth(ctx, accountId),
  ]);
  if (account === undefined) return undefined;
  return { who: { account: account.value, settings }, rules, health, facts: keptFor(ctx, accountId) };
}

/** Runs the rules that can be; returns the facts that the others wait for. */
async function applyToEvent(ctx: Services, person: Person | undefined, eventId: string): Promise<string[]> {
  if (person === undefined) return [];
  const { who, rules, health } = person;
  const stored = await load(ctx.store, ChangeEvent, eventKey(who.account.id, eventId));
  // Deleted since: there is nothing left to do for it.
  if (stored === undefined) return [];
  const event = stored.value;
  const happening: Happening = { who, event, known: knownOf(ctx, person, event), waits: waitsOf(stored.v) };
  const ends = await Promise.allSettled(
    rules
      .filter((rule) => waitsFor(rule, event))
      .map(async (rule) => {
        await ctx.turn?.(who.account.id, compiled(rule).cost);
        const end = await runRule(ctx, rule, happening);
        if ("missing" in end) return end.missing;
        if (end.run !== undefined) await noteHealth(ctx, who.account, end.run, { name: nameOf(rule) }, health);
        return [];
      }),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return [...new Set(ends.flatMap((end) => (end.status === "fulfilled" ? end.value : [])))];
}

/** An event whose turn it is, with what its rules know of it. */
interface Happening {
  who: Who;
  event: ChangeEvent;
  /** The event, with the thing found that a hook's sender named where a rule wants it, and what is known of it. */
  known(wantsItem: boolean): Promise<Known>;
  /** How often it waited for facts. */
  waits: number;
}

interface Known {
  named: ChangeEvent;
  facts: EventFacts;
}

/** What a rule waits for before it can be run. */
interface Missing {
  missing: readonly string[];
}

/** What came of a rule: its run, unless that was deleted meanwhile, or what it waits for. */
type End = { run: Run | undefined } | Missing;

/** Of one event the same is looked for once, however many rules ask. */
function knownOf(ctx: Services, person: Person, event: ChangeEvent): Happening["known"] {
  const found = new Map<boolean, Promise<Known>>();
  const look = async (wantsItem: boolean): Promise<Known> => {
    const named = await withMedia(ctx, event, wantsItem);
    return { named, facts: eventFacts(ctx, named, person.facts(momentOf(event))) };
  };
  return (wantsItem) => {
    const isOther = wantsItem && event.type === "hook.received";
    const known = found.get(isOther) ?? look(isOther);
    found.set(isOther, known);
    return known;
  };
}

/** Whether a rule, as it is given, is to be run on an event. */
export function waitsFor(rule: RuleRecord, event: ChangeEvent): boolean {
  return deafTo(rule, event) === undefined;
}

/** Switching a rule on never fires for the past, also not for what the next poll finds of it. */
function happenedBefore(rule: RuleRecord, event: ChangeEvent): boolean {
  if (rule.enabledAt === null || !isEventType(event.type)) return false;
  // The person asked for it.
  if (event.appliedrule !== undefined) return false;
  const enabledAt = Date.parse(rule.enabledAt) - clockSkewMs;
  if (event.movedtime !== undefined && Date.parse(event.movedtime) < enabledAt) return true;
  // These carry the time that the person, or their media server, gave: they are entered late, and theirs is when they came.
  if (definitionOf(event.type).family === "watching" || datedByPeople.has(event.type)) return false;
  // Trakt gives some times to the minute only: the minute of switching on counts as after it.
  return happenedAt(event) < rule.enabledAt.slice(0, 16);
}

/** What is told so long after it aired happened when it aired. */
function happenedAt({ time, data }: ChangeEvent): string {
  const minutes = data["offset_minutes"];
  if (typeof minutes !== "number" || minutes <= 0) return time;
  return new Date(Date.parse(time) - minutes * 60_000).toISOString();
}

const datedByPeople: ReadonlySet<string> = new Set<EventType>(["collection.item_added", "item.rated"]);

/** Trakt's clocks and ours may differ by seconds. */
const clockSkewMs = 5000;

/** Runs a rule, unless it waits for facts: then says which. */
async function runRule(ctx: Services, rule: RuleRecord, happening: Happening): Promise<End> {
  const { who, event } = happening;
  const { account } = who;
  // One run for a rule and an event, whatever version the rule has: a message that comes twice, with an edit of
  // the rule in between, must not act twice.
  const id = deriveId("run", [rule.id, event.id]);
  const known = await load(ctx.store, Run, runKey(account.id, id));
  if (known !== undefined) {
    await goOn(ctx, known.value);
    return { run: known.value };
  }
  const now = ctx.clock.now();
  const decided = await evaluate(ctx, rule, happening);
  if ("missing" in decided) return decided;
  const { trace, requests, places } = decided;
  const asked = requests.map((request, at) => ({
    id: deriveId("act", [rule.id, rule.version, event.id, at]),
    request,
    place: places[at] ?? at,
  }));
  const { actions, notes } = await placed(ctx, who, rule, event, asked);
  const over = await overLimit(ctx, rule, id, asked);
  if (over !== undefined) notes.push(over);
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
    trace: notes.length === 0 ? trace : { ...trace, timing: notes },
    actions,
    ...(over === undefined ? {} : { approvalId: approvalIdOf(id) }),
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
  if (first !== undefined) await goOn(ctx, first);
  if (!isNew) return { run: first };
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
  return { run: made };
}

async function evaluate(
  ctx: Services,
  rule: RuleRecord,
  { who: { account, settings }, event, known, waits }: Happening,
): Promise<Evaluation | Missing> {
  const chain = event.origin?.chain ?? [];
  if (chain.includes(rule.id)) return suppressed("this change is the effect of this same rule");
  if (event.origin?.undoes !== undefined) return suppressed("this change takes back what a rule had done");
  if (chain.length >= ctx.settings.maxRuleChain)
    return suppressed(`this change is the effect of ${chain.length} rules in a row, and no more may follow`);
  if (happenedBefore(rule, event))
    return suppressed(`it happened at ${event.time}, before this rule was switched on at ${rule.enabledAt}`);
  const { wants, wantsItem, evaluate: decide } = compiled(rule);
  // What may pass is tried again, for a day; what never will is the run's result, for the person to read.
  const mayWait = isWorthWaiting(ctx.clock.now() - Date.parse(event.recordedtime), waits);
  try {
    const { named, facts } = await known(wantsItem);
    const input = { event: named, facts: facts.known, now: ctx.clock.now(), timezone: zoneOf(account, settings) };
    const missing = await findFacts(facts, (had) => wants(input, had));
    if (missing.length === 0) return decide(input);
    return mayWait ? { missing } : failed(await facts.whyNot(missing));
  } catch (error) {
    if (!(error instanceof Problem) || (error.retry.kind !== "never" && mayWait)) throw error;
    return failed(error.message);
  }
}

function failed(reason: string): Evaluation {
  const trace: Trace = { outcome: "failed", reason: `the facts could not be had: ${reason}`, conditions: [] };
  return { trace, requests: [], places: [] };
}

function suppressed(reason: string): Evaluation {
  const trace: Trace = { outcome: "suppressed", reason, conditions: [] };
  return { trace, requests: [], places: [] };
}
