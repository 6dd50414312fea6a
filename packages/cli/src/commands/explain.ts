import { stateWords } from "@showrunner/api/page/words.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { actionWords } from "@showrunner/services/views/action-words.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { traceWords } from "../trace-words.ts";

export interface ExplainOptions extends GlobalOptions {
  account?: string;
}

/** Explains a run, an event or a rule: which, its id tells; what is no id is a rule's name. */
export async function explain(what: string, options: ExplainOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { client, output } = asking;
    if (what.startsWith("run_")) {
      const run = await ofAnybody("run", what, asking, options.account, (account) =>
        client.call("runs.explain", { path: { account, run: what } }),
      );
      return show(output, run, runWords(run).join("\n"));
    }
    if (what.startsWith("evt_")) {
      const event = await ofAnybody("event", what, asking, options.account, (account) =>
        client.call("events.explain", { path: { account, event: what } }),
      );
      return show(output, event, event.sentences.map(plain).join("\n"));
    }
    const { id } = await chooseAccount(asking, options.account);
    const explained = await client.call("rules.explain", { path: { account: id, rule: what } });
    show(output, explained, explained.sentences.map(plain).join("\n"));
  });
}

/** An id says what something is, and not whose. */
async function ofAnybody<Found>(
  kind: "run" | "event",
  id: string,
  asking: Asking,
  wanted: string | undefined,
  read: (account: string) => Promise<Found>,
): Promise<Found> {
  for (const account of await chooseAccounts(asking, wanted))
    try {
      return await read(account.id);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== `${kind}.unknown`) throw error;
    }
  throw new Problem({
    code: `${kind}.unknown`,
    message: `there is no ${kind} ${id}`,
    hint: `List the latest with \`showrunner ${kind}s\`.`,
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
  await withClient(options, { trakt: true }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const { season, episode, rule, kind, days } = options;
    const query = { title, days, season, episode, rule, kind };
    const answer = await asking.client.call("why_not", { path: { account: id }, query });
    show(asking.output, answer, answer.sentences.map(plain).join("\n"));
  });
}

/** What a run saw, why it did or did not act, and what came of each action. */
function runWords(run: ReplyOf<"runs.explain">): string[] {
  const { event, rule, looks, actions, account } = run;
  const looked = looks.flatMap(({ actionId, at, trace }) => [
    plain(`Looked again at ${localTime(at)}  [${actionId}]`),
    ...traceWords(trace),
  ]);
  const asked = actions.map(({ id, request, waitsUntil, record }) => {
    const isLookedAt = looks.some(({ actionId }) => actionId === id);
    const notYet =
      waitsUntil === null ? "not begun" : isLookedAt ? "not done" : `looked at again ${localTime(waitsUntil)}`;
    const state = record === null ? notYet : stateWords[record.state];
    const outcome = record?.outcome == null ? "" : `, ${record.outcome}`;
    const tries = record !== null && record.attempts > 1 ? ` (${record.attempts} tries)` : "";
    return plain(`  ${actionWords(request)}: ${state}${outcome}${tries}  [${id}]`);
  });
  return [
    plain(`${run.about}  (${run.eventType}, ${run.eventId})`),
    event === null
      ? `  for ${account.username}; the event itself is no longer kept`
      : `  happened ${localTime(event.time)}, recorded ${localTime(event.recordedtime)}, for ${account.username}`,
    plain(`Rule "${rule.name}", version ${rule.version}, at ${localTime(run.at)}`),
    ...traceWords(run),
    ...(asked.length === 0 ? ["It asked for nothing."] : ["It asked for:", ...asked]),
    ...looked,
  ];
}
