import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { houseAddress, type StageAddress } from "@showrunner/local/house/house-address.ts";
import { findAccount } from "@showrunner/services/accounts/accounts.ts";
import { askForDeletion, deleteAccount } from "@showrunner/services/accounts/delete-account.ts";
import { listChannels } from "@showrunner/services/act/channels.ts";
import type { Services } from "@showrunner/services/context.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import { chooseAccount } from "../choose-account.ts";
import { envOf, type GlobalOptions, withClient, withServices } from "../context.ts";
import { serverNamed } from "../server.ts";
import { allOf } from "../up-to.ts";
import { fail, type Output, outputOf, show } from "../output.ts";

interface DeleteOptions extends GlobalOptions {
  yes?: boolean;
  at: string;
}

/** Deletes an account, here or, within the hour, at a stage; without `--yes` it says what would go, and fails. */
export async function removeAccount(wanted: string, options: DeleteOptions): Promise<void> {
  const output = outputOf(options.json === true);
  try {
    const address = houseAddress(options.at);
    if (serverNamed(options) !== null) await removeElsewhere(wanted, options);
    else if (address.kind === "stage") await removeAtStage(wanted, options, address, output);
    else await removeHere(wanted, options);
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}

async function removeElsewhere(wanted: string, options: DeleteOptions): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const { client, output, server } = asking;
    const { id, username } = await chooseAccount(asking, wanted);
    const path = { account: id };
    if (options.yes !== true) {
      const [rules, channels] = await Promise.all([
        allOf((query) => client.call("rules.list", { path, query })),
        allOf((query) => client.call("channels.list", { path, query })),
      ]);
      throw unconfirmed(username, rules.length, channels.length);
    }
    await client.call("accounts.delete", { path, body: { confirm: username } });
    show(output, { id, username }, `${username} will be deleted: ${server} is told, and does it within the hour.`);
  });
}

async function removeHere(wanted: string, options: DeleteOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const account = await confirmed(ctx, wanted, options);
    await deleteAccount(ctx, account);
    const { id, username } = account;
    show(
      output,
      { id, username },
      `Deleted ${username}: the tokens are revoked, and rules, channels and history are gone. What was in hand just now is looked for once more, by itself.`,
    );
  });
}

/** The stage does it itself: what opens tokens and speaks for the Trakt app is its own. */
async function removeAtStage(
  wanted: string,
  options: DeleteOptions,
  address: StageAddress,
  output: Output,
): Promise<void> {
  const { openHouse } = await import("@showrunner/local/house/open-house.ts");
  const house = await openHouse({ env: envOf(options), address, log: () => {}, alone: false });
  try {
    const { id, username } = await confirmed(house.ctx, wanted, options);
    await askForDeletion(house.ctx, { id });
    show(output, { id, username }, `${username} will be deleted: ${house.name} is told, and does it within the hour.`);
  } finally {
    await house.close();
  }
}

async function confirmed(ctx: Services, wanted: string, { yes }: DeleteOptions): Promise<Account> {
  const account = await findAccount(ctx, wanted);
  if (yes === true) return account;
  const [rules, channels] = await Promise.all([listRules(ctx, account.id), listChannels(ctx, account.id)]);
  throw unconfirmed(account.username, rules.length, channels.length);
}

function unconfirmed(username: string, rules: number, channels: number): Problem {
  return new Problem({
    code: "account.delete_unconfirmed",
    message: `this deletes ${username} for good: rules (${rules}), channels (${channels}), all history and the tokens`,
    hint: "To do so, add --yes. To keep the rules and history, and only end the link to Trakt: `showrunner disconnect`.",
  });
}
