import { isEventType } from "@showrunner/core/events/catalogue.ts";
import { actionWords, outcomeWords, stateWords } from "@showrunner/api/page/words.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import { explainRunOfAnybody, latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";
import { traceWords } from "../trace-words.ts";

export interface ListOptions extends GlobalOptions {
  account?: string;
  limit: number;
}

export async function events(options: ListOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const found = await Promise.all(
      (await chooseAccounts(ctx, options.account)).map(async ({ id, username }) =>
        (await latestEvents(ctx, id, options.limit)).map((event) => ({ account: username, ...event })),
      ),
    );
    const newest = found
      .flat()
      .toSorted((a, b) => (a.recordedtime < b.recordedtime ? 1 : -1))
      .slice(0, options.limit);
    const words =
      newest.length === 0
        ? "Nothing has happened yet."
        : table(
            ["recorded", "account", "event", "what", "id"],
            newest.map((event) => [
              localTime(event.recordedtime),
              event.account,
              event.type,
              isEventType(event.type) ? aboutOf(event.type, event.data) : event.subject,
              event.id,
            ]),
          );
    show(output, newest, words);
  });
}

export async function runs(options: ListOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const found = await Promise.all(
      (await chooseAccounts(ctx, options.account)).map(({ id }) => latestRuns(ctx, id, options.limit)),
    );
    const newest = found
      .flat()
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, options.limit);
    const words =
      newest.length === 0
        ? "No rule has run yet."
        : table(
            ["at", "account", "rule", "on", "outcome", "run"],
            newest.map((run) => [
              localTime(run.at),
              run.username,
              RuleDefinition.parse(run.rule).name,
              run.about,
              outcomeWords[run.trace.outcome],
              run.id,
            ]),
          );
    show(output, newest, words);
  });
}

/** Says of one run what it saw, why it did or did not act, and what came of each action. */
export async function explain(runId: string, options: GlobalOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
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
  });
}
