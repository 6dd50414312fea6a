import { definitionOf, type EventType, isEventType } from "@showrunner/core/events/catalogue.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { eventKey, runKey } from "@showrunner/core/keys.ts";
import { type Account, type RuleRecord, Run } from "@showrunner/core/records.ts";
import type { ConditionTrace } from "@showrunner/core/trace.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { Services } from "../context.ts";
import { type Deafness, deafTo } from "../rules/hears.ts";
import { compiled, listRules, nameOf } from "../rules/rules.ts";
import { load, parseItem } from "../stored.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { clockText } from "../timing/clock-words.ts";
import { type ActionStanding, standingsOf } from "./action-standing.ts";

/** A rule that ran on an event, and what came of it. */
export interface RunSeen {
  runId: string;
  rule: { id: string; name: string; version: number };
  outcome: Run["trace"]["outcome"];
  reason: string;
  /** The condition that turned it away, with what its names stood for. */
  failing: ConditionTrace | null;
  /** What was held, left out or waits, each a sentence. */
  timing: string[];
  actions: ActionStanding[];
}

/** A rule that did not run on an event. */
export interface RuleUnheard {
  rule: { id: string; name: string; version: number };
  /** What it waits for. */
  types: EventType[];
  why: Deafness | "not_yet";
  /** A sentence. */
  reason: string;
}

/** What became of an event: which rules ran on it, and which not and why. */
export interface EventExplanation {
  event: { id: string; type: string; about: string; time: string; recordedtime: string; appliedRule: string | null };
  runs: RunSeen[];
  unheard: RuleUnheard[];
  /** All of it for a person. */
  sentences: string[];
}

/** Explains an event of the person's. Throws `event.unknown`. */
export async function explainEvent(
  ctx: Services,
  account: Account,
  eventId: string,
): Promise<EventExplanation & { recorded: ChangeEvent }> {
  const event = await load(ctx.store, ChangeEvent, eventKey(account.id, eventId));
  if (event === undefined)
    throw new Problem({
      code: "event.unknown",
      message: `${account.username} has no event ${eventId}`,
      hint: "List the latest with `showrunner events`.",
    });
  const zone = zoneOf(account, await getSettings(ctx, account.id));
  return { ...(await explanationOf(ctx, event.value, await listRules(ctx, account.id), zone)), recorded: event.value };
}

/** The same, for whoever knows the event, the person's rules and their zone. */
export async function explanationOf(
  ctx: Services,
  event: ChangeEvent,
  rules: readonly RuleRecord[],
  zone: string,
): Promise<EventExplanation> {
  const ids = new Map(rules.map((rule) => [rule.id, deriveId("run", [rule.id, event.id])]));
  const items = await ctx.store.getMany([...ids.values()].map((id) => runKey(event.accountid, id)));
  const ran = items.map((item) => parseItem(Run, item).value);
  const runs = await Promise.all(ran.map((run) => runSeen(ctx, run, zone)));
  const unheard = rules
    .filter((rule) => !ran.some((run) => run.ruleId === rule.id))
    .map((rule) => unheardBy(rule, event, zone));
  const about = aboutOf(event.type, event.data);
  const at = clockText(zone, Date.parse(event.recordedtime));
  return {
    event: {
      id: event.id,
      type: event.type,
      about,
      time: event.time,
      recordedtime: event.recordedtime,
      appliedRule: event.appliedrule ?? null,
    },
    runs,
    unheard,
    sentences: [
      event.appliedrule === undefined
        ? `"${about}" (${event.type}) was seen ${at}.`
        : `"${about}" (${event.type}) was there already when a rule was applied to it ${at}.`,
      ...runs.flatMap(runWords),
      ...(runs.length === 0 ? [unheardWords(unheard, event.type)] : []),
    ],
  };
}

async function runSeen(ctx: Services, run: Run, zone: string): Promise<RunSeen> {
  const { trace } = run;
  return {
    runId: run.id,
    rule: { id: run.ruleId, name: nameOf({ source: run.rule }), version: run.ruleVersion },
    outcome: trace.outcome,
    reason: trace.reason,
    failing: trace.conditions.find((one) => one.result === false || one.error !== undefined) ?? null,
    timing: trace.timing ?? [],
    actions: await standingsOf(ctx, run, zone),
  };
}

function runWords({ rule, outcome, reason, timing, actions }: RunSeen): string[] {
  const who = `Rule "${rule.name}" (version ${rule.version})`;
  if (outcome === "not_matched") return [`${who} did not act: ${reason}.`];
  if (outcome === "failed") return [`${who} failed: ${reason}.`];
  if (outcome === "suppressed") return [`${who} was held back: ${reason}.`];
  if (actions.length === 0) return [`${who} matched, and asked for nothing: ${[...timing, reason].join("; ")}.`];
  const leftOut = timing.filter((note) => note.includes("left out"));
  return [
    ...actions.map(({ request, words }) => `${who} matched: ${requestWords(request)} ${words}.`),
    ...leftOut.map((note) => `${who}: ${note}.`),
  ];
}

function requestWords(request: ActionStanding["request"]): string {
  if (request.do === "notify") return `“${request.title}” to ${request.channel}`;
  if (request.do === "webhook") return `the webhook ${request.channel}`;
  return "item" in request ? `${request.do} of ${request.item.title}` : request.do;
}

function unheardBy(rule: RuleRecord, event: ChangeEvent, zone: string): RuleUnheard {
  const name = nameOf(rule);
  const why = deafTo(rule, event) ?? "not_yet";
  return {
    rule: { id: rule.id, name, version: rule.version },
    types: compiled(rule).types,
    why,
    reason: `Rule "${name}" ${deafWords(rule, event, why, zone)}.`,
  };
}

function deafWords(rule: RuleRecord, event: ChangeEvent, why: RuleUnheard["why"], zone: string): string {
  const { types, scope, timing } = compiled(rule);
  switch (why) {
    case "other_type":
      return `waits for ${types.join(", ")}`;
    case "other_time":
      return timing.offsetMinutes === 0
        ? "wants it at another time than this"
        : `wants it ${Math.abs(timing.offsetMinutes)} min ${timing.offsetMinutes < 0 ? "before" : "after"} its time`;
    case "other_scope":
      return scope === "all"
        ? "listens to the calendar of all, and this is your own"
        : "listens to your own calendar only";
    case "other_rule":
      return "is not the one that this was for";
    case "disabled":
      return `is switched off, last changed ${clockText(zone, Date.parse(rule.updatedAt))}`;
    case "before_on":
      return `was switched on only ${clockText(zone, Date.parse(rule.enabledAt ?? rule.updatedAt))}, after it was seen`;
    case "not_yet":
      return "waits for it, and has not run yet: it needs facts that are being read, or its turn is to come";
  }
}

/** How near a rule is to hearing an event: the first is the nearest. */
const nearness: readonly RuleUnheard["why"][] = [
  "not_yet",
  "before_on",
  "disabled",
  "other_time",
  "other_scope",
  "other_rule",
  "other_type",
];

/** The rule that would have needed least to run on an event; of those for other types, one for the same family. */
function nearestOf(unheard: readonly RuleUnheard[], type: string): RuleUnheard | undefined {
  const family = isEventType(type) ? definitionOf(type).family : undefined;
  const rank = ({ why, types }: RuleUnheard): number =>
    nearness.indexOf(why) * 2 + (types.some((one) => definitionOf(one).family === family) ? 0 : 1);
  return unheard.toSorted((a, b) => rank(a) - rank(b))[0];
}

function unheardWords(unheard: readonly RuleUnheard[], type: string): string {
  const nearest = nearestOf(unheard, type);
  if (nearest === undefined) return "No rule ran on it: there are none.";
  return `No rule ran on it. ${unheard.length === 1 ? "" : "The nearest: "}${nearest.reason}`;
}
