import { localTime } from "@showrunner/local/local-time.ts";
import { addKey, type ApiKey, listKeys, removeKey } from "@showrunner/services/accounts/api-keys.ts";
import type { KeyScope } from "@showrunner/services/accounts/new-api-key.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
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
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) =>
        (await listKeys(ctx, id)).map((key) => ({ account: username, ...viewOf(key) })),
      ),
    );
    const all = found.flat();
    const rows = all.map((one) => [one.account, one.name, one.scopes.join(", "), untilWords(one.expiresAt), one.id]);
    show(
      output,
      all,
      all.length === 0 ? "There are no API keys yet." : table(["account", "key", "may", "holds until", "id"], rows),
    );
  });
}

export async function makeKey(name: string, options: AddKeyOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const { scope, days } = options;
    const { key, token } = await addKey(ctx, account.id, {
      name,
      scopes: [scope],
      ...(days === undefined ? {} : { days }),
    });
    show(
      output,
      { ...viewOf(key), token: token.reveal() },
      `${token.reveal()}\nIt is shown this once, and may ${scope === "write" ? "read and change" : "read"} what is ${account.username}'s. Send it as: Authorization: Bearer …`,
    );
  });
}

export async function dropKey(wanted: string, options: KeyOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const key = await removeKey(ctx, account.id, wanted);
    show(output, viewOf(key), `The key "${key.name}" of ${account.username} opens nothing any more.`);
  });
}

function viewOf({ id, name, scopes, createdAt, expiresAt }: ApiKey) {
  return { id, name, scopes, createdAt, expiresAt };
}

const untilWords = (expiresAt: string | null): string => (expiresAt === null ? "taken back" : localTime(expiresAt));
