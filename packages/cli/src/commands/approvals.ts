import type { ReplyOf } from "@showrunner/client/asked.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { chooseAccounts } from "../choose-account.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface ApprovalOptions extends GlobalOptions {
  account?: string;
  rule?: string;
  all?: boolean;
}

type Answer = "yes" | "no";
interface Asked extends Approval {
  accountId: string;
  username: string;
}
type Approval = ReplyOf<"approvals.decide">;

async function approvalsOf(asking: Asking, wanted: string | undefined, all: boolean): Promise<Asked[]> {
  const people = await chooseAccounts(asking, wanted);
  const found = people.map(async ({ id, username }) => {
    const { items } = await asking.client.call("approvals.list", { path: { account: id }, query: { all } });
    return items.map((one) => ({ ...one, accountId: id, username }));
  });
  return (await Promise.all(found)).flat();
}

export async function listAllApprovals(options: ApprovalOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const all = await approvalsOf(asking, options.account, options.all === true);
    const words =
      all.length === 0
        ? "Nothing waits for your yes."
        : table(
            ["asked", "account", "rule", "on", "actions", "state", "until", "id"],
            all.map((one) => [
              localTime(one.askedAt),
              one.username,
              one.rule.name,
              one.about,
              String(one.actions),
              one.state,
              localTime(one.expiresAt),
              one.id,
            ]),
          );
    show(
      asking.output,
      all.map(({ username, ...one }) => ({ account: username, ...one })),
      words,
    );
  });
}

/** Answers for what waits: the ones named, those of a rule, or with --all every one. */
export async function answerApprovals(answer: Answer, ids: readonly string[], options: ApprovalOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const waiting = await approvalsOf(asking, options.account, ids.length > 0);
    const isOfRule = ({ rule }: Asked): boolean => rule.id === options.rule || rule.name === options.rule;
    // All of them are found before the first is answered: a name that is wrong does nothing.
    const wanted =
      ids.length > 0
        ? ids.map((id) => waiting.find((one) => one.id === id) ?? notWaiting(id))
        : waiting.filter((one) => options.all === true || isOfRule(one));
    const decided: Approval[] = [];
    for (const { accountId, id } of wanted) {
      const path = { account: accountId, approval: id };
      decided.push(await asking.client.call("approvals.decide", { path, body: { answer } }));
    }
    show(asking.output, decided, answeredWords(decided.length, answer));
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
