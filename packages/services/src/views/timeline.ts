import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { eventKey, index } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { Services } from "../context.ts";
import type { HistoryPage, PageAsked } from "../events/explain.ts";
import { parseItem } from "../stored.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { hasActed, RunRow, runsOfEvents, type TimelineRun, toldRuns } from "./timeline-runs.ts";
import { thingOf, type TimelineThing } from "./timeline-thing.ts";

/** Something that happened, and what the rules made of it. Times are ISO 8601. */
export interface Happening {
  id: string;
  type: string;
  /** When it happened at Trakt, and when it was seen here. */
  time: string;
  recordedtime: string;
  /** One phrase for a person. */
  about: string;
  thing: TimelineThing | null;
  /** The rule's action that caused it, when one did. */
  causedBy: { ruleId: string; actionId: string } | null;
  /** The rule that was applied to it, where it was there already. */
  appliedRule: string | null;
  /** Those that acted first. */
  runs: TimelineRun[];
  /** How many runs there were, those left out included. */
  runCount: number;
}

export interface TimelineAsked extends PageAsked {
  /** Only events of this type. */
  type?: string | undefined;
  /** Only what this rule made of them, by its id. */
  ruleId?: string | undefined;
  /** Only where a rule asked for something. */
  acted?: boolean | undefined;
}

/** Of each event: the others are in its explanation. */
const runsShown = 8;
/** Of a filter that finds little, so many pages are looked through for one. */
const mostPages = 20;

/**
 * What happened to a person and what their rules made of it, the newest first. A page that is filtered may have fewer than
 * `limit`, even none, and still a `next`: so much is looked through and no more. Throws Problem `store.cursor_invalid`.
 */
export async function timeline(ctx: Services, account: Account, asked: TimelineAsked): Promise<HistoryPage<Happening>> {
  const settings = getSettings(ctx, account.id);
  const { rows, next } =
    asked.acted === true || asked.ruleId !== undefined
      ? await byRuns(ctx, account.id, asked)
      : await byEvents(ctx, account.id, asked);
  const zone = zoneOf(account, await settings);
  const shown = rows.map(({ event, runs }) => ({ event, count: runs.length, runs: mostTelling(runs) }));
  const told = await toldRuns(
    ctx,
    account.id,
    shown.flatMap(({ runs }) => runs),
    zone,
  );
  const items = shown.map(({ event, runs, count }) => ({
    ...happening(event),
    runs: runs.map((run) => told.get(run.id)).filter((run) => run !== undefined),
    runCount: count,
  }));
  return { items, next };
}

interface Row {
  event: ChangeEvent;
  runs: RunRow[];
}

interface Rows {
  rows: Row[];
  next: string | null;
}

async function byEvents(ctx: Services, accountId: string, asked: TimelineAsked): Promise<Rows> {
  const { found, next } = await lookThrough(ctx, index.timeline(accountId), asked, (data) =>
    asked.type === undefined || data["type"] === asked.type ? ChangeEvent.parse(data) : undefined,
  );
  const runs = await runsOfEvents(ctx, accountId, found, asked.after === undefined);
  return { rows: found.map((event) => ({ event, runs: runs.get(event.id) ?? [] })), next };
}

async function byRuns(ctx: Services, accountId: string, asked: TimelineAsked): Promise<Rows> {
  const { found, next } = await lookThrough(ctx, index.runs(accountId), asked, (data) => {
    if (asked.ruleId !== undefined && data["ruleId"] !== asked.ruleId) return undefined;
    if (asked.type !== undefined && data["eventType"] !== asked.type) return undefined;
    const run = RunRow.parse(data);
    return asked.acted === true && !hasActed(run) ? undefined : run;
  });
  const byEvent = Map.groupBy(found, ({ eventId }) => eventId);
  const items = await ctx.store.getMany([...byEvent.keys()].map((id) => eventKey(accountId, id)));
  const events = new Map(items.map((item) => [item.sk, parseItem(ChangeEvent, item).value]));
  const rows = [...byEvent].flatMap(([id, runs]) => {
    const event = events.get(eventKey(accountId, id).sk);
    // It may have been forgotten a moment before its runs.
    return event === undefined ? [] : [{ event, runs }];
  });
  return { rows, next };
}

async function lookThrough<T>(
  ctx: Services,
  gsi1pk: string,
  { limit, after }: PageAsked,
  take: (data: Readonly<Record<string, unknown>>) => T | undefined,
): Promise<{ found: T[]; next: string | null }> {
  const found: T[] = [];
  let next = after;
  for (let pages = 0; pages < mostPages; pages++) {
    // Never more than are wanted yet: the next page begins after the last that was looked at.
    const page = await ctx.store.queryIndex({ gsi1pk, descending: true, limit: limit - found.length, after: next });
    for (const item of page.items) {
      const one = take(item.data);
      if (one !== undefined) found.push(one);
    }
    next = page.next;
    if (next === undefined || found.length >= limit) break;
  }
  return { found, next: next ?? null };
}

/** Those that acted, then what failed, then the rest, the newest first of each. */
function mostTelling(runs: readonly RunRow[]): RunRow[] {
  const rank = (run: RunRow): number => (hasActed(run) ? 0 : run.trace.outcome === "failed" ? 1 : 2);
  return runs.toSorted((a, b) => rank(a) - rank(b) || (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, runsShown);
}

function happening(event: ChangeEvent): Omit<Happening, "runs" | "runCount"> {
  const { id, type, time, recordedtime, origin, data } = event;
  return {
    id,
    type,
    time,
    recordedtime,
    about: aboutOf(type, data),
    thing: thingOf(data),
    causedBy: origin === undefined ? null : { ruleId: origin.ruleid, actionId: origin.actionid },
    appliedRule: event.appliedrule ?? null,
  };
}
