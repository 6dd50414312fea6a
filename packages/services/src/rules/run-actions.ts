import type { ActionRequest } from "@showrunner/core/actions.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { type Account, type ActionRecord, type Run, untouched } from "@showrunner/core/records.ts";
import type { Hold, Timing } from "@showrunner/core/timing.ts";
import type { PersonSettings } from "../timing/settings.ts";
import * as z from "zod";
import { requestActions } from "../act/actions.ts";
import type { Services } from "../context.ts";
import { type Asked, type PersonTime, personTime, placementOf, waitOf } from "../timing/placement.ts";
import { zoneOf } from "../timing/settings.ts";
import { requestWaits } from "../timing/waits.ts";
import { clockText } from "../timing/clock-words.ts";
import type { RuleRecord } from "@showrunner/core/records.ts";
import { compiled } from "./rules.ts";

/** Whose rules run, and by which clock; more of their time is read once, when something is to be told. */
export interface Who {
  account: Account;
  settings: PersonSettings;
  time?: Promise<PersonTime>;
}

function timeOf(ctx: Services, who: Who): Promise<PersonTime> {
  who.time ??= personTime(ctx, who.account, who.settings);
  return who.time;
}

type RunAction = Run["actions"][number];

/**
 * What a run asks for, and when: which actions wait to be looked at again, which are held before they are told, and which
 * a throttle leaves out; `notes` say so, each a sentence.
 */
export async function placed(
  ctx: Services,
  who: Who,
  rule: RuleRecord,
  event: ChangeEvent,
  asked: readonly Asked[],
): Promise<{ actions: RunAction[]; notes: string[] }> {
  const { definition } = compiled(rule);
  const actions: RunAction[] = [];
  const notes: string[] = [];
  // One after the other: throttles count them in their order.
  for (const one of asked) {
    const waitMs = waitOf(definition, one.place);
    const wordsOf = (what: string): string => `${nameOf(one.request)}: ${what}`;
    if (waitMs !== undefined) {
      const until = ctx.clock.now() + waitMs;
      actions.push({ ...one, waitsUntil: new Date(until).toISOString() });
      notes.push(
        wordsOf(`waits until ${clockText(zoneOf(who.account, who.settings), until)}, and is looked at again then`),
      );
      continue;
    }
    const { leftOut, hold, timing } = await placeNow(ctx, who, rule, event, one);
    if (leftOut !== undefined) notes.push(wordsOf(`left out, ${leftOut}`));
    else actions.push({ ...one, ...(timing === undefined ? {} : { timing }), ...(hold === undefined ? {} : { hold }) });
    if (hold !== undefined) notes.push(wordsOf(hold.reason));
  }
  return { actions, notes };
}

/** Says when something may be told that is asked for now. */
export async function placeNow(
  ctx: Services,
  who: Who,
  rule: RuleRecord,
  event: ChangeEvent,
  asked: Asked,
): Promise<{ leftOut?: string; hold?: Hold; timing?: Timing }> {
  if (asked.request.do !== "notify" && asked.request.do !== "webhook") return {};
  const { definition } = compiled(rule);
  return await placementOf(ctx, await timeOf(ctx, who), { id: rule.id, definition }, event, asked);
}

const nameOf = (request: ActionRequest): string =>
  "channel" in request ? `${request.do} ${request.channel}` : request.do;

/** Asks for all that a run decided on: again, where a crash kept it from being asked for. */
export async function requestOf(ctx: Services, run: Run): Promise<void> {
  const now = run.actions.filter(({ waitsUntil }) => waitsUntil == null);
  await requestActions(
    ctx,
    now.map((action) => recordOf(run, action, run.at)),
  );
  await requestWaits(ctx, run);
}

const Named = z.object({ name: z.string() });

/** An action of a run, as it begins: waiting where it is held. */
export function recordOf(
  run: Run,
  { id, request, hold, timing }: Pick<RunAction, "id" | "request" | "hold" | "timing">,
  createdAt: string,
): ActionRecord {
  return {
    id,
    accountId: run.accountId,
    username: run.username,
    runId: run.id,
    ruleId: run.ruleId,
    ruleName: Named.parse(run.rule).name,
    eventId: run.eventId,
    chain: run.chain,
    traceparent: run.traceparent,
    request,
    ...untouched,
    ...(timing == null ? {} : { timing }),
    ...(hold == null ? {} : { state: "WAITING", hold, outcome: hold.reason }),
    createdAt,
  };
}
