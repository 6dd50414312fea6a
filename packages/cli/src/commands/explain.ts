import { actionWords, stateWords } from "@showrunner/api/page/words.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import { explainRunOfAnybody } from "@showrunner/services/events/explain.ts";
import { type EventExplanation, explainEvent } from "@showrunner/services/explain/explain-event.ts";
import { explainRule } from "@showrunner/services/explain/explain-rule.ts";
import { whyNot } from "@showrunner/services/explain/why-not.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type CommandContext, type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { traceWords } from "../trace-words.ts";

export interface ExplainOptions extends GlobalOptions {
  account?: string;
}

/** Explains a run, an event or a rule: which, its id tells; what is no id is a rule's name. */
export async function explain(what: string, options: ExplainOptions): Promise<void> {
  await withServices(options, { trakt: false }, async (context) => {
    const { ctx, output } = context;
    if (what.startsWith("run_")) return await explainRun(what, context);
    if (what.startsWith("evt_")) {
      const found = await eventOfAnybody(what, context, options.account);
      return show(output, found, found.sentences.map(plain).join("\n"));
    }
    const account = await chooseAccount(ctx, options.account);
    const explained = await explainRule(ctx, account, await findRule(ctx, account.id, what));
    show(output, explained, explained.sentences.map(plain).join("\n"));
  });
}

async function eventOfAnybody(
  id: string,
  { ctx }: CommandContext,
  wanted: string | undefined,
): Promise<EventExplanation> {
  for (const account of await chooseAccounts(ctx, wanted))
    try {
      return await explainEvent(ctx, account, id);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "event.unknown") throw error;
    }
  throw new Problem({
    code: "event.unknown",
    message: `there is no event ${id}`,
    hint: "List the latest with `showrunner events`.",
  });
}

export interface SilenceOptions extends ExplainOptions {
  season?: number;
  episode?: number;
  rule?: string;
  kind?: "show" | "movie";
  days: number;
}

/** Says why a person was not told of something. */
export async function explainSilence(title: string, options: SilenceOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const { season, episode, rule, kind, days } = options;
    const asked = Object.fromEntries(
      Object.entries({ season, episode, rule, kind }).filter(([, value]) => value !== undefined),
    );
    const answer = await whyNot(ctx, account, { title, days, ...asked });
    show(output, answer, answer.sentences.map(plain).join("\n"));
  });
}

/** Says of one run what it saw, why it did or did not act, and what came of each action. */
async function explainRun(runId: string, { ctx, output }: CommandContext): Promise<void> {
  const explanation = await explainRunOfAnybody(ctx, runId);
  const { run, event, actions } = explanation;
  const looked = (run.looks ?? []).flatMap(({ actionId, at, trace }) => [
    plain(`Looked again at ${localTime(at)}  [${actionId}]`),
    ...traceWords(trace),
  ]);
  const asked = run.actions.map(({ id, request, waitsUntil }) => {
    const record = actions.find((action) => action.id === id);
    const isLookedAt = run.looks?.some(({ actionId }) => actionId === id) === true;
    const notYet =
      waitsUntil == null ? "not begun" : isLookedAt ? "not done" : `looked at again ${localTime(waitsUntil)}`;
    const state = record === undefined ? notYet : stateWords[record.state];
    const outcome = record?.outcome == null ? "" : `, ${record.outcome}`;
    const tries = record !== undefined && record.attempts > 1 ? ` (${record.attempts} tries)` : "";
    return plain(`  ${actionWords(request)}: ${state}${outcome}${tries}  [${id}]`);
  });
  const words = [
    plain(`${run.about}  (${run.eventType}, ${run.eventId})`),
    event === null
      ? `  for ${run.username}; the event itself is no longer kept`
      : `  happened ${localTime(event.time)}, recorded ${localTime(event.recordedtime)}, for ${run.username}`,
    plain(`Rule "${RuleDefinition.parse(run.rule).name}", version ${run.ruleVersion}, at ${localTime(run.at)}`),
    ...traceWords(run.trace),
    ...(asked.length === 0 ? ["It asked for nothing."] : ["It asked for:", ...asked]),
    ...looked,
  ];
  show(output, explanation, words.join("\n"));
}
