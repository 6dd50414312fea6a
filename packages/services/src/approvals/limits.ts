import type { ActionRequest } from "@showrunner/core/actions.ts";
import { takenKey } from "@showrunner/core/keys.ts";
import type { RuleRecord } from "@showrunner/core/records.ts";
import { parseDuration } from "@showrunner/rules/duration.ts";
import { type LimitKind, limitKindOf, limitKinds } from "@showrunner/rules/limits.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { compiled } from "../rules/rules.ts";
import { load } from "../stored.ts";

/** What runs took of a limit, those of the last span. A run is counted once, however often it is asked for. */
const Taken = z.object({ runs: z.array(z.object({ id: z.string(), count: z.int(), at: z.number() })) });

interface Counter {
  name: string;
  most: number;
  spanMs: number;
  who: string;
}

/**
 * Counts what a run asks for to the limits of its rule and account. Returns why it must wait for a yes when that would be
 * more than one of them allows: then nothing of it is counted.
 */
export async function overLimit(
  ctx: Services,
  rule: RuleRecord,
  runId: string,
  asked: readonly { request: ActionRequest }[],
): Promise<string | undefined> {
  const counts = countsOf(asked);
  const taken: Counter[] = [];
  for (const [kind, count] of counts)
    for (const counter of countersOf(ctx, rule, kind)) {
      if (await take(ctx, rule.accountId, counter, runId, count)) {
        taken.push(counter);
        continue;
      }
      for (const one of taken) await giveBack(ctx, rule.accountId, one, runId);
      return `waits for your yes: ${counter.who} would make it ${limitWords(kind, counter.most, counter.spanMs)}`;
    }
  return undefined;
}

/** `more than 20 removals in 1 day`. */
export function limitWords(kind: LimitKind, most: number, spanMs: number): string {
  return `more than ${most} ${kindWords[kind]} in ${spanWords(spanMs)}`;
}

const kindWords: Record<LimitKind, string> = {
  removals: "removals",
  hides: "things hidden or dropped",
  history: "plays",
};

/** How many of what is limited. */
export function countsOf(asked: readonly { request: ActionRequest }[]): Map<LimitKind, number> {
  const counts = new Map<LimitKind, number>();
  for (const { request } of asked) {
    const kind = limitKindOf(request.do);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return new Map(limitKinds.flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind) ?? 0]] : [])));
}

/** What a rule's doing is counted by. */
export function countersOf(ctx: Services, rule: RuleRecord, kind: LimitKind): Counter[] {
  const { settings } = ctx;
  const own = compiled(rule).definition.options?.limit;
  const spanMs = own?.per === undefined ? settings.limitSpanMs : parseDuration(own.per);
  return [
    { name: `${rule.id}#${kind}`, most: own?.[kind] ?? settings.ruleLimits[kind], spanMs, who: "this rule" },
    {
      name: `account#${kind}`,
      most: settings.accountLimits[kind],
      spanMs: settings.limitSpanMs,
      who: "all your rules together",
    },
  ];
}

function spanWords(ms: number): string {
  const units = [
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
  ] as const;
  const [name, unitMs] = units.find(([, unit]) => ms % unit === 0) ?? ["minute", 60_000];
  const count = Math.round(ms / unitMs);
  return count === 1 ? `1 ${name}` : `${count} ${name}s`;
}

/** False when there is no room. Workers that count at the same time count one after the other. */
async function take(
  ctx: Services,
  accountId: string,
  { name, most, spanMs }: Counter,
  runId: string,
  count: number,
): Promise<boolean> {
  const now = ctx.clock.now();
  return await change(ctx, accountId, name, spanMs, (runs) => {
    if (runs.some((run) => run.id === runId)) return undefined;
    const sum = runs.reduce((all, run) => all + run.count, 0);
    return sum + count > most ? false : [...runs, { id: runId, count, at: now }];
  });
}

async function giveBack(ctx: Services, accountId: string, { name, spanMs }: Counter, runId: string): Promise<void> {
  await change(ctx, accountId, name, spanMs, (runs) => runs.filter((run) => run.id !== runId));
}

type Runs = z.infer<typeof Taken>["runs"];

/** `to` gives what is then counted; undefined when it is so already, false when that must not be. */
async function change(
  ctx: Services,
  accountId: string,
  name: string,
  spanMs: number,
  to: (runs: Runs) => Runs | undefined | false,
): Promise<boolean> {
  const key = takenKey(accountId, name);
  for (;;) {
    const now = ctx.clock.now();
    const known = await load(ctx.store, Taken, key);
    const runs = to((known?.value.runs ?? []).filter((run) => run.at > now - spanMs));
    if (runs === undefined) return true;
    if (runs === false) return false;
    const item = { ...key, v: (known?.v ?? 0) + 1, data: { runs }, ttl: Math.ceil((now + spanMs) / 1000) };
    if (await ctx.store.put(item, known === undefined ? { kind: "absent" } : { kind: "version", v: known.v }))
      return true;
  }
}
