import { Problem } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { actionKey, eventKey, index, runKey } from "@showrunner/core/keys.ts";
import { ActionRecord, Run } from "@showrunner/core/records.ts";
import { listAccounts } from "../accounts/accounts.ts";
import type * as z from "zod";
import type { Services } from "../context.ts";
import { load, parseItem } from "../stored.ts";

/** A run with all that belongs to it: the event, the rule as it was, why, and what came of each action. */
export interface Explanation {
  run: Run;
  event: ChangeEvent | null;
  actions: ActionRecord[];
}

/** Explains a run of a person's. */
export async function explainRun(ctx: Services, accountId: string, runId: string): Promise<Explanation | undefined> {
  const run = (await load(ctx.store, Run, runKey(accountId, runId)))?.value;
  if (run === undefined) return undefined;
  const event = (await load(ctx.store, ChangeEvent, eventKey(accountId, run.eventId)))?.value ?? null;
  const items = await ctx.store.getMany(run.actions.map((action) => actionKey(accountId, action.id)));
  const records = new Map(items.map((item) => [item.sk, parseItem(ActionRecord, item).value]));
  const actions = run.actions.map((action) => records.get(actionKey(accountId, action.id).sk));
  return { run, event, actions: actions.filter((action) => action !== undefined) };
}

/** Explains a run of anybody here, for the operator of this machine. */
export async function explainRunOfAnybody(ctx: Services, runId: string): Promise<Explanation> {
  for (const account of await listAccounts(ctx)) {
    const found = await explainRun(ctx, account.id, runId);
    if (found !== undefined) return found;
  }
  throw new Problem({
    code: "run.unknown",
    message: `there is no run ${runId}`,
    hint: "List the latest with `showrunner runs`.",
  });
}

/** Which page of a history: `after` is the `next` of the page before. */
export interface PageAsked {
  limit: number;
  after?: string | undefined;
}

/** A page of a history, newest first; `next` is null on its last. */
export interface HistoryPage<T> {
  items: T[];
  next: string | null;
}

/** A person's runs. */
export async function runsPage(ctx: Services, accountId: string, asked: PageAsked): Promise<HistoryPage<Run>> {
  return await historyPage(ctx, index.runs(accountId), Run, asked);
}

/** A person's events. */
export async function eventsPage(
  ctx: Services,
  accountId: string,
  asked: PageAsked,
): Promise<HistoryPage<ChangeEvent>> {
  return await historyPage(ctx, index.timeline(accountId), ChangeEvent, asked);
}

/** The newest first of what stands in a partition of the index. Throws Problem `store.cursor_invalid`. */
export async function historyPage<T>(
  ctx: Services,
  gsi1pk: string,
  schema: z.ZodType<T>,
  { limit, after }: PageAsked,
): Promise<HistoryPage<T>> {
  const page = await ctx.store.queryIndex({ gsi1pk, descending: true, limit, after });
  return { items: page.items.map((item) => parseItem(schema, item).value), next: page.next ?? null };
}

/** A person's latest runs, newest first. */
export async function latestRuns(ctx: Services, accountId: string, limit: number): Promise<Run[]> {
  return (await runsPage(ctx, accountId, { limit })).items;
}

/** A person's latest events, newest first. */
export async function latestEvents(ctx: Services, accountId: string, limit: number): Promise<ChangeEvent[]> {
  return (await eventsPage(ctx, accountId, { limit })).items;
}
