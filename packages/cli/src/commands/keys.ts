import { localTime } from "@showrunner/local/local-time.ts";
import type { KeyScope } from "@showrunner/services/accounts/new-api-key.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface KeyOptions extends GlobalOptions {
  account?: string;
}

export interface AddKeyOptions extends KeyOptions {
  scope: KeyScope;
  days?: number;
}

export async function listAllKeys(options: KeyOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const people = await chooseAccounts(asking, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) => {
        const { items } = await asking.client.call("keys.list", { path: { account: id } });
        return items.map((key) => ({ account: username, ...key }));
      }),
    );
    const all = found.flat();
    const rows = all.map((one) => [one.account, one.name, one.scopes.join(", "), untilWords(one.expiresAt), one.id]);
    show(
      asking.output,
      all,
      all.length === 0 ? "There are no API keys yet." : table(["account", "key", "may", "holds until", "id"], rows),
    );
  });
}

export async function makeKey(name: string, options: AddKeyOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const { scope, days } = options;
    const body = { name, scopes: [scope], ...(days === undefined ? {} : { days }) };
    const key = await asking.client.call("keys.add", { path: { account: id }, body });
    show(
      asking.output,
      key,
      `${key.token}\nIt is shown this once, and may ${scope === "write" ? "read and change" : "read"} what is ${username}'s. Send it as: Authorization: Bearer …`,
    );
  });
}

export async function dropKey(wanted: string, options: KeyOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const key = await asking.client.call("keys.remove", { path: { account: id, key: wanted } });
    show(asking.output, key, `The key "${key.name}" of ${username} opens nothing any more.`);
  });
}

const untilWords = (expiresAt: string | null): string => (expiresAt === null ? "taken back" : localTime(expiresAt));
