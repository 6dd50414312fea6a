import { isEventType } from "@showrunner/core/events/catalogue.ts";
import { outcomeWords } from "@showrunner/api/page/words.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

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
