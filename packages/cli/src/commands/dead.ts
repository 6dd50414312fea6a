import { actionWords } from "@showrunner/api/page/words.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { listDead, retryDead } from "@showrunner/services/act/dead.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show, tell } from "../output.ts";
import { table } from "../table.ts";

export interface DeadOptions extends GlobalOptions {
  account?: string;
}

export async function listDeadActions(options: DeadOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const dead = (await Promise.all(people.map(({ id }) => listDead(ctx, id)))).flat();
    const words =
      dead.length === 0
        ? "No action has failed for good."
        : table(
            ["failed", "account", "rule", "action", "why", "id"],
            dead.map((action) => [
              action.finishedAt === null ? "-" : localTime(action.finishedAt),
              action.username,
              action.ruleName,
              actionWords(action.request),
              action.outcome ?? "",
              action.id,
            ]),
          );
    show(output, dead, words);
  });
}

/** Does failed actions again: the ones named, or with --all every one. */
export async function retryDeadActions(
  ids: readonly string[],
  options: DeadOptions & { all?: boolean },
): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const dead = (await Promise.all(people.map(({ id }) => listDead(ctx, id)))).flat();
    // All of them are found before the first is done: a name that is wrong does nothing.
    const wanted = options.all === true ? dead : ids.map((id) => dead.find((one) => one.id === id) ?? notDead(id));
    for (const [at, { accountId, id }] of wanted.entries()) {
      await retryDead(ctx, accountId, id);
      const done = at + 1;
      if (done % tellEvery === 0 && done < wanted.length)
        tell(output, { done, of: wanted.length }, `${done} of ${wanted.length} …`);
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
