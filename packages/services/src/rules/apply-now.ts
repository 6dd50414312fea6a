import type { ActionRequest } from "@showrunner/core/actions.ts";
import type { ChangeEvent, Draft } from "@showrunner/core/events/envelope.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { accountPk, eventKey, runKey } from "@showrunner/core/keys.ts";
import { type Account, type RuleRecord, Run } from "@showrunner/core/records.ts";
import type { LimitKind } from "@showrunner/rules/limits.ts";
import { countersOf, countsOf, limitWords } from "../approvals/limits.ts";
import type { Services } from "../context.ts";
import { eventIdOf, type Finding, recordEvents } from "../events/record-events.ts";
import { newTraceparent } from "../events/traceparent.ts";
import { parseItem } from "../stored.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { type Reason, Tally, type WouldDo } from "./back-test-tally.ts";
import { knownDecider, onlyLooking } from "./known-facts.ts";
import { mostPlays, presentFor } from "./present.ts";
import { compiled, nameOf } from "./rules.ts";

/** What applying a rule to what is there now would do. */
export interface PresentPreview {
  rule: { id: string; name: string; version: number };
  /** Things that are there of what the rule waits for. */
  found: number;
  /** The rule acted on them before, or was applied to them. */
  already: number;
  matched: number;
  notMatched: number;
  failed: number;
  /** What is not known of them has to be read first: the rule decides once it was. */
  undecided: number;
  reasons: Reason[];
  /** How often each action would be asked for: `watchlist.add` → 12. */
  actions: Record<string, number>;
  examples: WouldDo[];
  /** What it would take away, hide or enter as watched, where that is more than may be done without a yes. */
  overLimits: { kind: LimitKind; count: number; most: number; words: string }[];
  /** What of the rule cannot be applied to what is there, and why. */
  cannot: { type: string; reason: string }[];
  /** Each a sentence. */
  notes: string[];
}

/** What came of applying a rule. */
export interface AppliedNow {
  rule: PresentPreview["rule"];
  /** Things that the rule was sent to now; their runs follow. */
  applied: number;
  already: number;
  /** Things that are left: it was to be no more at once. Apply it again. */
  left: number;
}

/** Sent at once; in between it may be stopped, and goes on where it was when it is asked for again. */
const atOnce = 50;

/** Looks at what is there now with a rule's eyes, and does nothing. Trakt is not asked as the person. */
export async function previewNow(ctx: Services, account: Account, rule: RuleRecord): Promise<PresentPreview> {
  return (await lookNow(ctx, account, rule)).preview;
}

/**
 * Applies a rule to what is there now: what it matches becomes an event of its own that only this rule runs on, with a
 * trace, limits and all else as ever. However often it is asked for, the same thing is applied once. Throws
 * `rule.disabled`, or `rule.not_present` where nothing of it can be applied.
 */
export async function applyNow(
  ctx: Services,
  account: Account,
  rule: RuleRecord,
  {
    atMost = Number.POSITIVE_INFINITY,
    onProgress,
  }: { atMost?: number; onProgress?(done: number, of: number): void } = {},
): Promise<AppliedNow> {
  if (!rule.enabled)
    throw new Problem({
      code: "rule.disabled",
      message: `the rule "${nameOf(rule)}" is switched off`,
      hint: "Switch it on first: what it waits for is read only then, and it does nothing for what is past.",
    });
  const { preview, toApply } = await lookNow(ctx, account, rule);
  if (preview.cannot.length === compiled(rule).types.length)
    throw new Problem({
      code: "rule.not_present",
      message: `the rule "${nameOf(rule)}" cannot be applied to what is there: ${preview.cannot.map(({ type, reason }) => `${type}: ${reason}`).join("; ")}`,
    });
  const now = toApply.slice(0, atMost);
  for (let at = 0; at < now.length; at += atOnce) {
    const some = now.slice(at, at + atOnce);
    await recordEvents(ctx, account, some);
    onProgress?.(at + some.length, now.length);
  }
  return { rule: preview.rule, applied: now.length, already: preview.already, left: toApply.length - now.length };
}

interface Look {
  preview: PresentPreview;
  /** In the order in which it came to be. */
  toApply: Finding[];
}

async function lookNow(ctx: Services, account: Account, rule: RuleRecord): Promise<Look> {
  const looking = onlyLooking(ctx);
  const own = compiled(rule);
  const nowMs = ctx.clock.now();
  const timezone = zoneOf(account, await getSettings(ctx, account.id));
  const present = await presentFor(looking, account.id, own);
  const drafts = present.drafts.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const known = await knownOf(ctx, account.id, rule, drafts);
  const decide = knownDecider(looking, { accountId: account.id, timezone });
  const tally = new Tally(own.definition);
  const toApply: Finding[] = [];
  for (const draft of drafts) {
    const finding: Finding = { draft, appliedRule: rule.id };
    if (known.has(draft)) continue;
    tally.heard += 1;
    const event = eventOf(ctx, account, finding, nowMs);
    const decided = await decide(own, event, { id: event.id, knownAt: nowMs, notBefore: null, nowMs });
    if (tally.take(event, decided) || "undecided" in decided) toApply.push(finding);
  }
  const asked = tally.matches.flatMap((match) => match.requests);
  return {
    toApply,
    preview: {
      rule: { id: rule.id, name: nameOf(rule), version: rule.version },
      found: drafts.length,
      already: known.size,
      matched: tally.matched,
      notMatched: tally.notMatched,
      failed: tally.failed,
      undecided: tally.undecided + present.undecided.length,
      reasons: [...tally.reasons(), ...reasonsOf(present.undecided)],
      actions: actionsOf(asked),
      examples: tally.examples,
      overLimits: overLimits(ctx, rule, asked),
      cannot: present.cannot,
      notes: present.cut ? [`Only your latest ${mostPlays} plays are looked at.`] : [],
    },
  };
}

/** What the rule acted on when it happened, and what it was applied to before. */
async function knownOf(
  ctx: Services,
  accountId: string,
  rule: RuleRecord,
  drafts: readonly Draft[],
): Promise<Set<Draft>> {
  const known = new Set<Draft>();
  for (let at = 0; at < drafts.length; at += atOnce) {
    const some = drafts.slice(at, at + atOnce);
    const runOf = (draft: Draft): string =>
      runKey(accountId, deriveId("run", [rule.id, eventIdOf(accountId, { draft })])).sk;
    const appliedTo = (draft: Draft): string =>
      eventKey(accountId, eventIdOf(accountId, { draft, appliedRule: rule.id })).sk;
    const keys = some.flatMap((draft) => [runOf(draft), appliedTo(draft)]);
    const items = await ctx.store.getMany(keys.map((sk) => ({ pk: accountPk(accountId), sk })));
    const there = new Set(
      items
        .filter((item) => !item.sk.startsWith("RUN#") || parseItem(Run, item).value.trace.outcome === "matched")
        .map((item) => item.sk),
    );
    for (const draft of some) if (there.has(runOf(draft)) || there.has(appliedTo(draft))) known.add(draft);
  }
  return known;
}

/** The event as it would be recorded. */
function eventOf(ctx: Services, account: Account, finding: Finding, nowMs: number): ChangeEvent {
  const { draft } = finding;
  return {
    specversion: "1.0",
    id: eventIdOf(account.id, finding),
    source: ctx.source,
    type: draft.type,
    subject: draft.subject,
    time: draft.time,
    recordedtime: new Date(nowMs).toISOString(),
    traceparent: newTraceparent(ctx.random),
    accountid: account.id,
    ...(finding.appliedRule === undefined ? {} : { appliedrule: finding.appliedRule }),
    data: draft.data,
  };
}

function reasonsOf(undecided: readonly { reason: string }[]): Reason[] {
  const byReason = Map.groupBy(undecided, ({ reason }) => reason);
  return [...byReason].map(([reason, some]) => ({ outcome: "undecided", reason, count: some.length }));
}

function actionsOf(asked: readonly { request: ActionRequest }[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { request } of asked) counts.set(request.do, (counts.get(request.do) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** The narrowest limit of each kind that all of it together would be over. */
function overLimits(
  ctx: Services,
  rule: RuleRecord,
  asked: readonly { request: ActionRequest }[],
): PresentPreview["overLimits"] {
  return [...countsOf(asked)].flatMap(([kind, count]) => {
    const [narrowest] = countersOf(ctx, rule, kind).toSorted((a, b) => a.most - b.most);
    if (narrowest === undefined || count <= narrowest.most) return [];
    const { most, spanMs } = narrowest;
    const words = `${limitWords(kind, most, spanMs)}: what is over that waits for your yes`;
    return [{ kind, count, most, words }];
  });
}
