import { findAccount } from "@showrunner/services/accounts/accounts.ts";
import {
  agreeToHousehold,
  endHousehold,
  type HouseholdLink,
  listHousehold,
  offerHousehold,
} from "@showrunner/services/household/links.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface HouseholdOptions extends GlobalOptions {
  account?: string;
}

const stateWords = { offered: "offered, not answered yet", asked: "they asked: agree to it", agreed: "one household" };

export async function listMembers(options: HouseholdOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) =>
        (await listHousehold(ctx, id)).map((link) => ({ account: username, ...viewOf(link) })),
      ),
    );
    const all = found.flat();
    const rows = all.map((one) => [one.account, one.with, stateWords[one.state]]);
    show(output, all, all.length === 0 ? "Nobody shares a household yet." : table(["account", "with", "state"], rows));
  });
}

export async function offer(who: string, options: HouseholdOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const link = await offerHousehold(ctx, account, await findAccount(ctx, who));
    const words =
      link.state === "agreed"
        ? `${account.username} and ${link.withUsername} are one household.`
        : `Offered to ${link.withUsername}, who agrees by: showrunner household agree ${account.username} --account ${link.withUsername}`;
    show(output, viewOf(link), words);
  });
}

export async function agree(who: string, options: HouseholdOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const link = await agreeToHousehold(ctx, account, await findAccount(ctx, who));
    show(output, viewOf(link), `${account.username} and ${link.withUsername} are one household.`);
  });
}

export async function end(who: string, options: HouseholdOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const other = await findAccount(ctx, who);
    await endHousehold(ctx, account, other);
    show(output, { ended: other.username }, `${account.username} and ${other.username} share nothing any more.`);
  });
}

function viewOf({ withUsername, state, since }: HouseholdLink) {
  return { with: withUsername, state, since };
}
