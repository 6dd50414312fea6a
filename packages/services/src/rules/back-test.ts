import { type ActionRequest, itemKey } from "@showrunner/core/actions.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { index } from "@showrunner/core/keys.ts";
import type { Account, RuleRecord } from "@showrunner/core/records.ts";
import type { Trace } from "@showrunner/core/trace.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { CompiledRule } from "@showrunner/rules/compile.ts";
import { compileSource } from "@showrunner/rules/compile-source.ts";
import { feedFacts } from "@showrunner/rules/word.ts";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { dateIn } from "../timing/wall-clock.ts";
import { leftOutWords, type Match } from "./back-test-limits.ts";
import { unfitFor } from "./hears.ts";
import { momentOf } from "./kept-facts.ts";
import { knownDecider, onlyLooking } from "./known-facts.ts";
import { timingWords } from "./timing-words.ts";

/** What a rule would have done. Days are the person's own; times are ISO 8601. */
export interface BackTest {
  name: string;
  types: string[];
  days: number;
  /** What was recorded from then on was looked at. */
  from: string;
  /** There were more events than are looked at: those before `from` were left out. */
  cut: boolean;
  /** Events that were looked at, and those of them that the rule waits for. */
  looked: number;
  heard: number;
  matched: number;
  notMatched: number;
  failed: number;
  /** It would have followed from the rule's own doing, or from something being taken back. */
  suppressed: number;
  /** A fact of then is not known. */
  undecided: number;
  /** Why not, the most frequent first. */
  reasons: { outcome: Trace["outcome"] | "undecided"; reason: string; count: number }[];
  /** Every day with how often it matched, the oldest first. */
  perDay: { day: string; matched: number }[];
  /** The latest matches. */
  examples: {
    eventId: string;
    type: string;
    about: string;
    at: string;
    requests: { request: ActionRequest; timing: string[] }[];
  }[];
  /** What its limits and throttles would have left out, and what this does not tell; each a sentence. */
  notes: string[];
}

export interface BackTestProgress {
  looked: number;
  matched: number;
  /** How far back it is, ISO 8601. */
  reached: string;
}

export const backTestDays = { least: 1, most: 180, usual: 90 } as const;
const mostEvents = 20_000;
const mostExamples = 20;
const mostReasons = 10;
const dayMs = 24 * 3_600_000;

/**
 * Evaluates a rule on the person's events of the last days, by what is known of then: nothing is recorded, nothing asked
 * for, and Trakt is not asked as the person. `source` is a saved rule, or one as it is written.
 */
export async function backTest(
  ctx: Services,
  account: Account,
  source: RuleRecord | { source: unknown },
  { days = backTestDays.usual, onProgress }: { days?: number; onProgress?(at: BackTestProgress): void } = {},
): Promise<BackTest> {
  const rule = compileSource(source.source);
  const ruleId = "id" in source ? source.id : undefined;
  const settings = await getSettings(ctx, account.id);
  const timezone = zoneOf(account, settings);
  const now = ctx.clock.now();
  const from = new Date(now - days * dayMs).toISOString();
  const looking = onlyLooking(ctx);
  const decide = knownDecider(looking, { accountId: account.id, timezone });
  const tally = newTally(rule);
  const perDay = new Map(daysFrom(timezone, now - days * dayMs, now).map((day) => [day, 0]));
  let looked = 0;
  let reached = new Date(now).toISOString();
  let cut = false;
  for await (const event of eventsBack(looking, account.id, from)) {
    if (looked === mostEvents) {
      cut = true;
      break;
    }
    looked += 1;
    reached = event.recordedtime;
    if (looked % progressEvery === 0) onProgress?.({ looked, matched: tally.matched, reached });
    // What was there already when a rule was applied to it did not happen.
    if (event.appliedrule !== undefined || unfitFor(rule, ruleId, event) !== undefined) continue;
    tally.heard += 1;
    if (event.origin !== undefined && (event.origin.undoes !== undefined || isOwn(event, ruleId))) {
      tally.suppressed += 1;
      continue;
    }
    const decided = await decide(rule, event, { ...momentOf(event), nowMs: Date.parse(event.recordedtime) });
    if (tally.take(event, decided)) {
      const day = dateIn(timezone, Date.parse(event.recordedtime)).toString();
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    }
  }
  onProgress?.({ looked, matched: tally.matched, reached });
  const { matches, reasons, examples, ...counts } = tally;
  return {
    name: rule.definition.name,
    types: [...rule.types],
    days,
    from: cut ? reached : from,
    cut,
    looked,
    heard: counts.heard,
    matched: counts.matched,
    notMatched: counts.notMatched,
    failed: counts.failed,
    suppressed: counts.suppressed,
    undecided: counts.undecided,
    reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count).slice(0, mostReasons),
    perDay: [...perDay].map(([day, matched]) => ({ day, matched })).toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    examples,
    notes: [...leftOutWords(ctx.settings, rule.definition, matches), ...notesOf(rule, { cut, reached, days })],
  };
}

const progressEvery = 200;

function newTally(rule: CompiledRule) {
  const tally = {
    heard: 0,
    matched: 0,
    notMatched: 0,
    failed: 0,
    suppressed: 0,
    undecided: 0,
    reasons: new Map<string, BackTest["reasons"][number]>(),
    examples: [] as BackTest["examples"],
    matches: [] as Match[],
  };
  return tally;
}
