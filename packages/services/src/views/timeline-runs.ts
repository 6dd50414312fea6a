import { deriveId } from "@showrunner/core/ids.ts";
import { accountPk, actionKey, approvalKey, index, runKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { Run } from "@showrunner/core/records.ts";
import { Outcome } from "@showrunner/core/trace.ts";
import * as z from "zod";
import { Approval } from "../approvals/approvals.ts";
import type { Services } from "../context.ts";
import { type ActionStanding, AskedAction, standingOf } from "../explain/action-standing.ts";
import { loadAll, parseItem } from "../stored.ts";
import { actionWords } from "./action-words.ts";

/** Of a run what a timeline tells: its conditions are its trace's. */
export const RunRow = z.object({
  id: z.string(),
  ruleId: z.string(),
  ruleVersion: z.int(),
  rule: z.object({ name: z.string() }),
  eventId: z.string(),
  eventType: z.string(),
  at: z.string(),
  trace: z.object({ outcome: Outcome, reason: z.string(), timing: z.array(z.string()).optional() }),
  actions: Run.shape.actions,
  looks: Run.shape.looks,
  approvalId: Run.shape.approvalId,
});
export type RunRow = z.infer<typeof RunRow>;

/** What a rule made of an event. Times are ISO 8601. */
export interface TimelineRun {
  id: string;
  at: string;
  rule: { id: string; name: string; version: number };
  outcome: Outcome;
  /** `acted`, `did not act`, `held back`, `failed`, `had nothing to do`. */
  verdict: string;
  /** One line. */
  reason: string;
  /** `effect`: `add Andor to the watchlist`; `standing`: `is held until …`. */
  actions: {
    id: string;
    do: ActionStanding["request"]["do"];
    effect: string;
    state: ActionStanding["state"];
    until: string | null;
    standing: string;
  }[];
}

const verdicts: Record<Outcome, string> = {
  matched: "acted",
  not_matched: "did not act",
  suppressed: "held back",
  failed: "failed",
};

/** Whether a run asked for anything. */
export const hasActed = (run: Pick<RunRow, "actions">): boolean => run.actions.length > 0;

const pageSize = 100;
/** So many runs are looked through for a page of events: what is beyond them is looked for by its key. */
const mostInSpan = 1000;
const mostKeys = 2000;

/** Events of which the runs are wanted, the newest first. */
export type EventRow = Readonly<Record<"id" | "type" | "recordedtime", string>>;

/** Runs come within moments of their event; what waits for facts comes later. */
const graceMs = 3_600_000;

/**
 * The runs of some events: those of their span of time, and by their keys those of rules that wait for such events and
 * ran later. A run is missing only where it came more than an hour late and its rule has been removed or changed since.
 */
export async function runsOfEvents(
  ctx: Services,
  accountId: string,
  events: readonly EventRow[],
  isNewest: boolean,
): Promise<Map<string, RunRow[]>> {
  const [newest] = events;
  const oldest = events.at(-1);
  if (newest === undefined || oldest === undefined) return new Map();
  const wanted = new Set(events.map(({ id }) => id));
  const found = new Map<string, RunRow>();
  const upTo = isNewest ? {} : { upTo: new Date(Date.parse(newest.recordedtime) + graceMs).toISOString() };
  let after: string | undefined;
  let looked = 0;
  let isSpanned = false;
  do {
    const page = await ctx.store.queryIndex({
      gsi1pk: index.runs(accountId),
      descending: true,
      limit: pageSize,
      after,
      ...upTo,
    });
    for (const item of page.items) if (wanted.has(eventIdIn(item))) keep(found, item);
    looked += page.items.length;
    const last = page.items.at(-1)?.gsi1sk ?? "";
    isSpanned = last < oldest.recordedtime || page.next === undefined;
    after = isSpanned || looked >= mostInSpan ? undefined : page.next;
  } while (after !== undefined);
  // All that ran since has been looked at: whatever came late is among it.
  if (isNewest && isSpanned) return Map.groupBy(found.values(), ({ eventId }) => eventId);
  const keys = (await waitingFor(ctx, accountId, events)).filter((id) => !found.has(id)).slice(0, mostKeys);
  for (const item of await ctx.store.getMany(keys.map((id) => runKey(accountId, id)))) keep(found, item);
  return Map.groupBy(found.values(), ({ eventId }) => eventId);
}

function keep(found: Map<string, RunRow>, item: Item): void {
  const run = parseItem(RunRow, item).value;
  found.set(run.id, run);
}

/** Cheaper than the whole: most runs of a span may be of other events. */
function eventIdIn({ data }: Item): string {
  const { eventId } = data;
  return typeof eventId === "string" ? eventId : "";
}

/** Of a rule that was checked when it was saved: what it waits for, without compiling it. */
const Waits = z.object({
  id: z.string(),
  source: z.object({ when: z.object({ event: z.union([z.string(), z.array(z.string())]) }) }),
});

/** The ids that the runs of the account's rules on these events have. */
async function waitingFor(ctx: Services, accountId: string, events: readonly EventRow[]): Promise<string[]> {
  const rules = await loadAll(ctx.store, Waits, accountPk(accountId), "RULE#");
  const byType = new Map<string, string[]>();
  for (const { value } of rules)
    for (const type of [value.source.when.event].flat()) byType.set(type, [...(byType.get(type) ?? []), value.id]);
  return events.flatMap(({ id, type }) => (byType.get(type) ?? []).map((ruleId) => deriveId("run", [ruleId, id])));
}

/** Runs as they are told, with how their actions stand; times in words are those of `zone`. */
export async function toldRuns(
  ctx: Services,
  accountId: string,
  runs: readonly RunRow[],
  zone: string,
): Promise<Map<string, TimelineRun>> {
  const keys = runs.flatMap((run) => [
    ...run.actions.map(({ id }) => actionKey(accountId, id)),
    ...(run.approvalId == null ? [] : [approvalKey(accountId, run.approvalId)]),
  ]);
  const items = new Map((await ctx.store.getMany(keys)).map((item) => [item.sk, item]));
  const told = runs.map((run): [string, TimelineRun] => {
    const approvalItem = run.approvalId == null ? undefined : items.get(approvalKey(accountId, run.approvalId).sk);
    const approval = approvalItem && parseItem(Approval, approvalItem).value;
    const actions = run.actions.map((action) => {
      const item = items.get(actionKey(accountId, action.id).sk);
      return standingOf(run, action, item && parseItem(AskedAction, item).value, approval, zone);
    });
    return [run.id, toldRun(run, actions)];
  });
  return new Map(told);
}

function toldRun(run: RunRow, actions: readonly ActionStanding[]): TimelineRun {
  const { outcome, reason, timing = [] } = run.trace;
  const isIdle = outcome === "matched" && actions.length === 0;
  return {
    id: run.id,
    at: run.at,
    rule: { id: run.ruleId, name: run.rule.name, version: run.ruleVersion },
    outcome,
    verdict: isIdle ? "had nothing to do" : verdicts[outcome],
    // What it left out says more than that its conditions held.
    reason: isIdle && timing.length > 0 ? timing.join("; ") : reason,
    actions: actions.map(({ id, request, state, until, words }) => ({
      id,
      do: request.do,
      effect: actionWords(request),
      state,
      until,
      standing: words,
    })),
  };
}
