import { actionWords } from "@showrunner/services/views/action-words.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { show, tell } from "../output.ts";
import { table } from "../table.ts";
import { allOf } from "../up-to.ts";

export interface DeadOptions extends GlobalOptions {
  account?: string;
}

type Action = ReplyOf<"dead.list">["items"][number];
interface Dead extends Action {
  accountId: string;
  username: string;
}

/** Oldest first. */
async function deadOf(asking: Asking, wanted: string | undefined): Promise<Dead[]> {
  const found = (await chooseAccounts(asking, wanted)).map(async ({ id, username }) => {
    const newestFirst = await allOf((query) => asking.client.call("dead.list", { path: { account: id }, query }));
    return newestFirst.toReversed().map((action) => ({ ...action, accountId: id, username }));
  });
  return (await Promise.all(found)).flat();
}

export async function listDeadActions(options: DeadOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const dead = await deadOf(asking, options.account);
    const words =
      dead.length === 0
        ? "No action has failed for good."
        : table(
            ["failed", "account", "rule", "action", "why", "id"],
            dead.map((action) => [
              action.finishedAt === null ? "-" : localTime(action.finishedAt),
              action.username,
              action.rule.name,
              actionWords(action.request),
              action.outcome ?? "",
              action.id,
            ]),
          );
    show(asking.output, dead, words);
  });
}

/** Does failed actions again: the ones named, or with --all every one. */
export async function retryDeadActions(
  ids: readonly string[],
  options: DeadOptions & { all?: boolean },
): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { client, output } = asking;
    const dead = await deadOf(asking, options.account);
    // All of them are found before the first is done: a name that is wrong does nothing.
    const wanted = options.all === true ? dead : ids.map((id) => dead.find((one) => one.id === id) ?? notDead(id));
    let done = 0;
    for (const [account, own] of Map.groupBy(wanted, ({ accountId }) => accountId))
      for (let at = 0; at < own.length; at += tellEvery) {
        const some = own.slice(at, at + tellEvery).map(({ id }) => id);
        await client.call("dead.retry", { path: { account }, body: { ids: some } });
        done += some.length;
        if (done < wanted.length) tell(output, { done, of: wanted.length }, `${done} of ${wanted.length} …`);
      }
    show(
      output,
      wanted.map((action) => action.id),
      againWords(wanted.length),
    );
  });
}

const tellEvery = 50;

function againWords(count: number): string {
  if (count === 0) return "No action has failed for good.";
  const what = count === 1 ? "1 action is" : `${count} actions are`;
  return `${what} tried again, at once if Showrunner is running, else when it starts.`;
}

function notDead(id: string): never {
  throw new Problem({
    code: "action.not_dead",
    message: `there is no dead action ${id}`,
    hint: "List them with `showrunner dead list`.",
  });
}
