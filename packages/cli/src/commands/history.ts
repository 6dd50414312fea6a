import { outcomeWords } from "@showrunner/api/page/words.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";
import { upTo } from "../up-to.ts";

export interface ListOptions extends GlobalOptions {
  account?: string;
  limit: number;
}

export async function events(options: ListOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { limit, account } = options;
    const found = await Promise.all(
      (await chooseAccounts(asking, account)).map(async ({ id, username }) => {
        const read = upTo(limit, (query) => asking.client.call("events.list", { path: { account: id }, query }));
        return (await read).items.map((event) => ({ account: username, ...event }));
      }),
    );
    const newest = found
      .flat()
      .toSorted((a, b) => (a.recordedtime < b.recordedtime ? 1 : -1))
      .slice(0, limit);
    const words =
      newest.length === 0
        ? "Nothing has happened yet."
        : table(
            ["recorded", "account", "event", "what", "id"],
            newest.map((event) => [localTime(event.recordedtime), event.account, event.type, event.about, event.id]),
          );
    show(asking.output, newest, words);
  });
}

export async function runs(options: ListOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { limit, account } = options;
    const found = await Promise.all(
      (await chooseAccounts(asking, account)).map(async ({ id }) => {
        const read = upTo(limit, (query) => asking.client.call("runs.list", { path: { account: id }, query }));
        return (await read).items;
      }),
    );
    const newest = found
      .flat()
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, limit);
    const words =
      newest.length === 0
        ? "No rule has run yet."
        : table(
            ["at", "account", "rule", "on", "outcome", "run"],
            newest.map((run) => [
              localTime(run.at),
              run.account.username,
              run.rule.name,
              run.event.about,
              outcomeWords[run.outcome],
              run.id,
            ]),
          );
    show(asking.output, newest, words);
  });
}
