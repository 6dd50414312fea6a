import type { ReplyOf } from "@showrunner/client/asked.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface HouseholdOptions extends GlobalOptions {
  account?: string;
}

const stateWords = { offered: "offered, not answered yet", asked: "they asked: agree to it", agreed: "one household" };

export async function listMembers(options: HouseholdOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const people = await chooseAccounts(asking, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) => {
        const { items } = await asking.client.call("household.list", { path: { account: id } });
        return items.map((member) => ({ account: username, ...viewOf(member) }));
      }),
    );
    const all = found.flat();
    const rows = all.map((one) => [one.account, one.with, stateWords[one.state]]);
    const words = all.length === 0 ? "Nobody shares a household yet." : table(["account", "with", "state"], rows);
    show(asking.output, all, words);
  });
}

export async function offer(who: string, options: HouseholdOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { client, output } = asking;
    const { id, username } = await chooseAccount(asking, options.account);
    const other = await nameOf(asking, who);
    const path = { account: id };
    await client.call("household.offer", { path, body: { username: other } });
    const { items } = await client.call("household.list", { path });
    // Who is there is nobody else's business: elsewhere an offer to nobody looks like one that is not answered.
    const member = items.find((one) => isSame(one.username, other)) ?? {
      username: other,
      state: "offered",
      since: null,
    };
    const words =
      member.state === "agreed"
        ? `${username} and ${member.username} are one household.`
        : `Offered to ${member.username}, who agrees by: showrunner household agree ${username} --account ${member.username}`;
    show(output, viewOf(member), words);
  });
}

export async function agree(who: string, options: HouseholdOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const body = { username: await nameOf(asking, who) };
    const member = await asking.client.call("household.agree", { path: { account: id }, body });
    show(asking.output, viewOf(member), `${username} and ${member.username} are one household.`);
  });
}

export async function end(who: string, options: HouseholdOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const other = await nameOf(asking, who);
    await asking.client.call("household.end", { path: { account: id }, body: { username: other } });
    show(asking.output, { ended: other }, `${username} and ${other} share nothing any more.`);
  });
}

/** On this machine everybody is known by id and full name, too. */
async function nameOf(asking: Asking, who: string): Promise<string> {
  return asking.server === null ? (await chooseAccount(asking, who)).username : who;
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

type Member = ReplyOf<"household.list">["items"][number];

function viewOf<State>({ username, state, since }: { username: string; state: State; since: Member["since"] | null }) {
  return { with: username, state, since };
}
