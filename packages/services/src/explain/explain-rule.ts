import type { Account, RuleRecord, Run } from "@showrunner/core/records.ts";
import type { Outcome } from "@showrunner/core/trace.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import type { Services } from "../context.ts";
import { runsPage } from "../events/explain.ts";
import { compiled, nameOf } from "../rules/rules.ts";
import { timingWords } from "../rules/timing-words.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { clockText } from "../timing/clock-words.ts";
import { type ActionStanding, standingsOf } from "./action-standing.ts";

/** What a rule waits for, what it did of late, and what of it is waiting. */
export interface RuleExplanation {
  rule: { id: string; name: string; version: number; enabled: boolean; enabledAt: string | null };
  types: string[];
  conditions: string[];
  /** Of the person's latest runs, those of this rule. */
  runs: { looked: number; since: string | null; byOutcome: Record<Outcome, number> };
  /** The latest of each outcome. */
  latest: { runId: string; at: string; outcome: Outcome; about: string; reason: string }[];
  /** What it asked for and is not done yet. */
  waiting: (ActionStanding & { runId: string; about: string })[];
  sentences: string[];
}

const mostRuns = 2000;
const pageSize = 200;
/** Of so many of the latest matches is looked at what came of them. */
const mostMatches = 100;
const done: ReadonlySet<ActionStanding["state"]> = new Set<ActionStanding["state"]>([
  "done",
  "dead",
  "not_done",
  "refused",
]);

/** Explains a rule of the person's by its latest runs. */
export async function explainRule(ctx: Services, account: Account, rule: RuleRecord): Promise<RuleExplanation> {
  const zone = zoneOf(account, await getSettings(ctx, account.id));
  const when = (iso: string): string => clockText(zone, Date.parse(iso));
  const { types, definition } = compiled(rule);
  const { runs, looked, since } = await runsOf(ctx, rule);
  const byOutcome: Record<Outcome, number> = { matched: 0, not_matched: 0, suppressed: 0, failed: 0 };
  const latest: RuleExplanation["latest"] = [];
  for (const { id: runId, at, about, trace } of runs) {
    if (byOutcome[trace.outcome] === 0) latest.push({ runId, at, outcome: trace.outcome, about, reason: trace.reason });
    byOutcome[trace.outcome] += 1;
  }
  const waiting: RuleExplanation["waiting"] = [];
  for (const run of runs.filter((one) => one.trace.outcome === "matched").slice(0, mostMatches))
    for (const standing of await standingsOf(ctx, run, zone))
      if (!done.has(standing.state)) waiting.push({ ...standing, runId: run.id, about: run.about });
  const conditions = [definition.if ?? []].flat();
  const name = nameOf(rule);
  const counts = [
    [byOutcome.matched, "acted"],
    [byOutcome.not_matched, "did not"],
    [byOutcome.suppressed, "was held back"],
    [byOutcome.failed, "failed"],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, words]) => `${words} ${times(count)}`);
  return {
    rule: { id: rule.id, name, version: rule.version, enabled: rule.enabled, enabledAt: rule.enabledAt },
    types: [...types],
    conditions,
    runs: { looked, since, byOutcome },
    latest,
    waiting,
    sentences: [
      `Rule "${name}" (version ${rule.version}) waits for ${types.join(" or ")}${whenWords(definition)}.`,
      rule.enabled && rule.enabledAt !== null
        ? `It is on since ${when(rule.enabledAt)}: what happened before does not fire it.`
        : `It is switched off, last changed ${when(rule.updatedAt)}.`,
      conditions.length === 0 ? "It has no conditions." : `It acts if ${conditions.join(" and ")}.`,
      ...definition.then.flatMap(({ do: verb }, place) =>
        timingWords(definition, place).map((words) => `Its ${verb} comes ${words}.`),
      ),
      told.length === 0
        ? `It has not run in the last ${looked} runs of your rules.`
        : `Since ${since === null ? "the beginning" : when(since)} it ${told.join(", ")}.`,
      ...latest.map((one) => `${outcomeLatest[one.outcome]} ${when(one.at)}: ${one.about}. ${one.reason}.`),
      ...waiting.map((one) => `${one.about}: ${one.request.do} ${one.words}.`),
    ],
  };
}

const outcomeLatest: Record<Outcome, string> = {
  matched: "It acted last",
  not_matched: "It did not act",
  suppressed: "It was held back",
  failed: "It failed",
};

function whenWords({ when }: RuleDefinition): string {
  const parts = [
    when.scope === "all" ? "on the calendar of all" : undefined,
    when.offset === undefined ? undefined : `at ${when.offset} from its time`,
    when.cron === undefined ? undefined : `by the cron ${when.cron}`,
    when.after === undefined ? undefined : `after ${when.after}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

async function runsOf(ctx: Services, rule: RuleRecord): Promise<{ runs: Run[]; looked: number; since: string | null }> {
  const runs: Run[] = [];
  let looked = 0;
  let since: string | null = null;
  let after: string | undefined;
  while (looked < mostRuns) {
    const page = await runsPage(ctx, rule.accountId, { limit: pageSize, after });
    looked += page.items.length;
    since = page.items.at(-1)?.at ?? since;
    runs.push(...page.items.filter((run) => run.ruleId === rule.id));
    if (page.next === null) break;
    after = page.next;
  }
  return { runs, looked, since };
}
