import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Account, RuleRecord } from "@showrunner/core/records.ts";
import type { CompiledRule } from "@showrunner/rules/compile.ts";
import { compileSource } from "@showrunner/rules/compile-source.ts";
import type { Services } from "../context.ts";
import { eventsBack } from "../events/events-back.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { dateIn } from "../timing/wall-clock.ts";
import { leftOutWords } from "./back-test-limits.ts";
import { type Reason, Tally, type WouldDo } from "./back-test-tally.ts";
import { unfitFor } from "./hears.ts";
import { momentOf, readAsPerson } from "./kept-facts.ts";
import { knownDecider, onlyLooking } from "./known-facts.ts";

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
  reasons: Reason[];
  /** Every day that was looked at with how often it matched, the oldest first. */
  perDay: { day: string; matched: number }[];
  /** The latest matches. */
  examples: WouldDo[];
  /** What its limits and throttles would have left out, and what this does not tell; each a sentence. */
  notes: string[];
}

export interface BackTestProgress {
  looked: number;
  matched: number;
  /** How far back it is, ISO 8601. */
  reached: string;
}

export interface BackTestOptions {
  /** Counted back from now, 1 to 180; 90 unless said otherwise. */
  days?: number;
  /** Events that are looked at; 20,000 unless said otherwise. */
  atMost?: number;
  /** Told every few hundred events, and waited for: whoever has other work lets it have its turn. */
  onProgress?(at: BackTestProgress): void | Promise<void>;
}

const usualDays = 90;
const mostDays = 180;
const mostEvents = 20_000;
const dayMs = 24 * 3_600_000;

/**
 * Evaluates a rule on the person's events of the last days, by what is known of then: nothing is recorded, nothing asked
 * for, and Trakt is not asked as the person. `source` is a saved rule, or one as it is written.
 */
export async function backTest(
  ctx: Services,
  account: Account,
  source: RuleRecord | { source: unknown },
  { days = usualDays, atMost = mostEvents, onProgress }: BackTestOptions = {},
): Promise<BackTest> {
  const rule = compileSource(source.source);
  const ruleId = "id" in source ? source.id : undefined;
  const settings = await getSettings(ctx, account.id);
  const timezone = zoneOf(account, settings);
  const now = ctx.clock.now();
  const from = new Date(now - days * dayMs).toISOString();
  const looking = onlyLooking(ctx);
  const decide = knownDecider(looking, { accountId: account.id, timezone });
  const tally = new Tally(rule.definition);
  const matchedOn = new Map<string, number>();
  let looked = 0;
  let reached = new Date(now).toISOString();
  let cut = false;
  for await (const event of eventsBack(looking, account.id, from)) {
    if (looked === atMost) {
      cut = true;
      break;
    }
    looked += 1;
    reached = event.recordedtime;
    if (looked % progressEvery === 0) await onProgress?.({ looked, matched: tally.matched, reached });
    // What was there already when a rule was applied to it did not happen.
    if (event.appliedrule !== undefined || unfitFor(rule, ruleId, event) !== undefined) continue;
    tally.heard += 1;
    if (isFollowing(event, ruleId)) {
      tally.suppressed += 1;
      continue;
    }
    const decided = await decide(rule, event, { ...momentOf(event), nowMs: Date.parse(event.recordedtime) });
    if (!tally.take(event, decided)) continue;
    const day = dateIn(timezone, Date.parse(event.recordedtime)).toString();
    matchedOn.set(day, (matchedOn.get(day) ?? 0) + 1);
  }
  await onProgress?.({ looked, matched: tally.matched, reached });
  return {
    name: rule.definition.name,
    types: [...rule.types],
    days,
    from: cut ? reached : from,
    cut,
    looked,
    heard: tally.heard,
    matched: tally.matched,
    notMatched: tally.notMatched,
    failed: tally.failed,
    suppressed: tally.suppressed,
    undecided: tally.undecided,
    reasons: tally.reasons(),
    perDay: daysFrom(timezone, cut ? Date.parse(reached) : now - days * dayMs, now).map((day) => ({
      day,
      matched: matchedOn.get(day) ?? 0,
    })),
    examples: tally.examples,
    notes: [
      ...leftOutWords(ctx.settings, rule.definition, tally.matches),
      ...notesOf(rule, { cut: cut ? atMost : undefined, reached, days }),
    ],
  };
}

const progressEvery = 200;
/** What no rule runs on, or not this one: it would chase its own tail. */
function isFollowing(event: ChangeEvent, ruleId: string | undefined): boolean {
  if (event.origin === undefined) return false;
  return event.origin.undoes !== undefined || (ruleId !== undefined && event.origin.chain.includes(ruleId));
}

function daysFrom(zone: string, fromMs: number, toMs: number): string[] {
  const last = dateIn(zone, toMs);
  const days: string[] = [];
  for (let day = dateIn(zone, fromMs); days.length <= mostDays + 1; day = day.add({ days: 1 })) {
    days.push(day.toString());
    if (day.equals(last)) break;
  }
  return days;
}

function notesOf(
  rule: CompiledRule,
  { cut, reached, days }: { cut: number | undefined; reached: string; days: number },
): string[] {
  // What is read as the person is known of its own moment, or not at all.
  const ofNow = [...rule.needs].filter((fact) => !readAsPerson(fact));
  const notes: string[] = [];
  if (cut !== undefined)
    notes.push(`You have more than ${cut} events in ${days} days: what was recorded before ${reached} was left out.`);
  if (ofNow.length > 0)
    notes.push(`These facts are as they are now, not as they were then: ${ofNow.join(", ").replaceAll("_", " ")}.`);
  if (rule.definition.then.some((action) => action.wait !== undefined))
    notes.push("Whether the conditions of actions that wait would have held after their wait is not known.");
  return notes;
}
