import { localTime } from "@showrunner/local/local-time.ts";
import { type Answer, type Approval, decide, listApprovals } from "@showrunner/services/approvals/approvals.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface ApprovalOptions extends GlobalOptions {
  account?: string;
  rule?: string;
  all?: boolean;
}

export async function listAllApprovals(options: ApprovalOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) =>
        (await listApprovals(ctx, id, options.all === true)).map((one) => ({ account: username, ...one })),
      ),
    );
    const all = found.flat();
    const words =
      all.length === 0
        ? "Nothing waits for your yes."
        : table(
            ["asked", "account", "rule", "on", "actions", "state", "until", "id"],
            all.map((one) => [
              localTime(one.askedAt),
              one.account,
              one.ruleName,
              one.about,
              String(one.actions),
              one.state,
              localTime(one.expiresAt),
              one.id,
            ]),
          );
    show(output, all, words);
  });
}

/** Answers for what waits: the ones named, those of a rule, or with --all every one. */
export async function answerApprovals(answer: Answer, ids: readonly string[], options: ApprovalOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const waiting = (await Promise.all(people.map(({ id }) => listApprovals(ctx, id, ids.length > 0)))).flat();
    const isOfRule = (one: Approval): boolean => one.ruleId === options.rule || one.ruleName === options.rule;
    // All of them are found before the first is answered: a name that is wrong does nothing.
    const wanted =
      ids.length > 0
        ? ids.map((id) => waiting.find((one) => one.id === id) ?? notWaiting(id))
        : waiting.filter((one) => options.all === true || isOfRule(one));
    const decided: Approval[] = [];
    for (const { accountId, id } of wanted) decided.push(await decide(ctx, accountId, id, answer));
    show(output, decided, answeredWords(decided.length, answer));
  });
}

function answeredWords(count: number, answer: Answer): string {
  if (count === 0) return "Nothing waits for your yes.";
  const runs = count === 1 ? "1 run" : `${count} runs`;
  return answer === "yes"
    ? `${runs} may go on, at once if Showrunner is running, else when it starts.`
    : `${runs} will not be done.`;
}

function notWaiting(id: string): never {
  throw new Problem({
    code: "approval.unknown",
    message: `nothing waits for a yes under ${id}`,
    hint: "List what waits with `showrunner approvals`.",
  });
}
