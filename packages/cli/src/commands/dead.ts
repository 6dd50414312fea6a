import type { ActionRecord } from "@showrunner/core/records.ts";
import { listDead, retryDead } from "@showrunner/services/dead.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
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
              (action.finishedAt ?? "").slice(0, 19).replace("T", " "),
              action.username,
              action.ruleName,
              action.request.do,
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
    const wanted = options.all === true ? dead.map((action) => action.id) : ids;
    const again: ActionRecord[] = [];
    for (const [at, id] of wanted.entries()) {
      const action = dead.find((one) => one.id === id);
      await retryDead(ctx, action?.accountId ?? people[0]?.id ?? "", id);
      if (action !== undefined) again.push(action);
      if (!output.json && wanted.length > 20 && at % 20 === 19) output.printError(`${at + 1} of ${wanted.length} …`);
    }
    const words = again.length === 1 ? "1 action is tried again." : `${again.length} actions are tried again.`;
    show(
      output,
      again.map((action) => action.id),
      words,
    );
  });
}
