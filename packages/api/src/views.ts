import type { ActionRequest } from "@showrunner/core/actions.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { JsonObject } from "@showrunner/core/json.ts";
import type {
  Account,
  ActionRecord,
  ChannelRecord,
  ConnectionState,
  DeliveryTry,
  InboxMessage,
  RuleRecord,
  Run,
} from "@showrunner/core/records.ts";
import type { Trace } from "@showrunner/core/trace.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { Explanation } from "@showrunner/services/events/explain.ts";
import type { ActionStanding } from "@showrunner/services/explain/action-standing.ts";
import { shownConfig } from "@showrunner/services/house/shown-config.ts";
import type { Health } from "./health.ts";

/**
 * What the API shows of each record, field by field: a field that a record gains later, sealed or not, stays inside until
 * it is named here. Times are ISO 8601 in UTC.
 */
export interface AccountView {
  id: string;
  username: string;
  name: string | null;
  timezone: string;
  createdAt: string;
  connection: { state: ConnectionState | "connecting"; expiresAt: string | null; reason: string | null };
  tierMinutes: number | null;
  lastChangeAt: string | null;
  nextPollAt: string | null;
  unsettled: boolean;
  /** All of it in one line. */
  health: string;
}

export function accountView({ id, username, name, timezone, createdAt }: Account, health: Health): AccountView {
  const { connection, tierMinutes, unsettled } = health;
  const state = connection?.state ?? "connecting";
  const lastChangeAt = isoOrNull(health.lastChangeAt);
  const nextPollAt = isoOrNull(health.nextPollAt);
  const line = [
    connection?.reason == null ? state : `${state} (${connection.reason})`,
    tierMinutes === null ? undefined : `polled every ${tierMinutes} min`,
    lastChangeAt === null ? undefined : `last change ${lastChangeAt}`,
    nextPollAt === null ? "not polled now" : `next poll ${nextPollAt}`,
  ];
  return {
    id,
    username,
    name,
    timezone,
    createdAt,
    connection: { state, expiresAt: isoOrNull(connection?.expiresAt ?? null), reason: connection?.reason ?? null },
    tierMinutes,
    lastChangeAt,
    nextPollAt,
    unsettled,
    health: line.filter((part) => part !== undefined).join(", "),
  };
}

export interface EventView {
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  recordedtime: string;
  traceparent: string;
  accountid: string;
  /** One phrase for a person. */
  about: string;
  /** The rule's action that caused it, when one did. */
  origin: { actionid: string; ruleid: string; chain: string[] } | null;
  data: Record<string, unknown>;
}

export function eventView(event: ChangeEvent): EventView {
  const { id, source, type, subject, time, recordedtime, traceparent, accountid, origin, data } = event;
  return {
    id,
    source,
    type,
    subject,
    time,
    recordedtime,
    traceparent,
    accountid,
    about: aboutOf(type, data),
    origin: origin === undefined ? null : { actionid: origin.actionid, ruleid: origin.ruleid, chain: origin.chain },
    data,
  };
}

export interface RunView {
  id: string;
  at: string;
  account: { id: string; username: string };
  event: { id: string; type: string; subject: string; about: string };
  rule: { id: string; version: number; name: string };
  outcome: Trace["outcome"];
  reason: string;
  /** What it asked for. */
  actions: { id: string; request: ActionRequest }[];
}

export function runView(run: Run): RunView {
  const { id, at, trace } = run;
  return {
    id,
    at,
    account: { id: run.accountId, username: run.username },
    event: { id: run.eventId, type: run.eventType, subject: run.subject, about: run.about },
    rule: { id: run.ruleId, version: run.ruleVersion, name: ruleName(run.rule) },
    outcome: trace.outcome,
    reason: trace.reason,
    actions: run.actions.map((action) => ({ id: action.id, request: action.request })),
  };
}

export interface ActionView {
  id: string;
  request: ActionRequest;
  state: ActionRecord["state"];
  attempts: number;
  /** Attempts whose end is unknown. */
  unsure: number;
  /** When it is tried again. */
  dueAt: string | null;
  createdAt: string;
  finishedAt: string | null;
  outcome: string | null;
  rule: { id: string; name: string };
  /** Null for what no rule asked for: notices of Showrunner's own. */
  runId: string | null;
}

export function actionView(action: ActionRecord): ActionView {
  const { id, request, state, attempts, unsure, createdAt, finishedAt, outcome } = action;
  return {
    id,
    request,
    state,
    attempts,
    unsure,
    dueAt: isoOrNull(action.dueAt),
    createdAt,
    finishedAt,
    outcome,
    rule: { id: action.ruleId, name: action.ruleName },
    runId: action.runId === "" ? null : action.runId,
  };
}

export interface DeliveryView extends ActionView {
  replays: number;
  tries: (Omit<DeliveryTry, "isReplay"> & { isReplay: boolean })[];
}

export function deliveryView(action: ActionRecord): DeliveryView {
  const tries = (action.tries ?? []).map((one) => ({ ...one, isReplay: one.isReplay === true }));
  return { ...actionView(action), replays: action.replays ?? 0, tries };
}

export interface ExplanationView extends Omit<RunView, "event" | "rule" | "actions"> {
  /** Null when it is no longer kept; `about` of the run's own event says what it was. */
  event: EventView | null;
  about: string;
  eventId: string;
  eventType: string;
  /** The rule as it was. */
  rule: RunView["rule"] & { source: JsonObject };
  conditions: Trace["conditions"];
  timing: string[];
  looks: { actionId: string; at: string; trace: Trace }[];
  /** Rules that led here, this one last. */
  chain: string[];
  traceparent: string;
  /** `record` is null until an action is written down. */
  actions: {
    id: string;
    request: ActionRequest;
    effect: string;
    state: ActionStanding["state"];
    until: string | null;
    standing: string;
    waitsUntil: string | null;
    record: ActionView | null;
  }[];
}

/** `standings` are those of the run's actions, in their order. */
export function explanationView(
  { run, event, actions }: Explanation,
  standings: readonly ActionStanding[],
): ExplanationView {
  const { id, at, account, rule, outcome, reason } = runView(run);
  const records = new Map(actions.map((action) => [action.id, actionView(action)]));
  return {
    id,
    at,
    account,
    about: run.about,
    eventId: run.eventId,
    eventType: run.eventType,
    event: event === null ? null : eventView(event),
    rule: { ...rule, source: run.rule },
    outcome,
    reason,
    conditions: run.trace.conditions.map(({ text, result, values, error }) => ({
      text,
      values,
      ...(result === undefined ? {} : { result }),
      ...(error === undefined ? {} : { error }),
    })),
    timing: run.trace.timing ?? [],
    looks: (run.looks ?? []).map(({ actionId, at: lookedAt, trace }) => ({ actionId, at: lookedAt, trace })),
    chain: run.chain,
    traceparent: run.traceparent,
    actions: standings.map(({ id: actionId, request, effect, state, until, words }) => ({
      id: actionId,
      request,
      effect,
      state,
      until,
      standing: words,
      waitsUntil: run.actions.find((action) => action.id === actionId)?.waitsUntil ?? null,
      record: records.get(actionId) ?? null,
    })),
  };
}

export interface RuleView {
  id: string;
  name: string;
  version: number;
  enabled: boolean;
  enabledAt: string | null;
  updatedAt: string;
  source: JsonObject;
}

export function ruleView(rule: RuleRecord): RuleView {
  const { id, version, enabled, enabledAt, updatedAt, source } = rule;
  return { id, name: ruleName(source), version, enabled, enabledAt, updatedAt, source };
}

/** The name that a rule had, whatever else of it a newer version would refuse. */
export function ruleName(source: JsonObject): string {
  const { name } = source;
  return typeof name === "string" ? name : "a rule without a name";
}

export interface InboxMessageView {
  id: string;
  at: string;
  title: string;
  body: string;
  url: string | null;
}

export function inboxMessageView({ id, at, title, body, url }: InboxMessage): InboxMessageView {
  return { id, at, title, body, url };
}

export interface ChannelView {
  id: string;
  name: string;
  kind: string;
  config: JsonObject;
  createdAt: string;
}

export function channelView({ id, name, kind, config, createdAt }: ChannelRecord): ChannelView {
  return { id, name, kind, config: shownConfig(config), createdAt };
}

function isoOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
