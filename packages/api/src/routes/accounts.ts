import { getAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { ApiKey } from "@showrunner/services/accounts/api-keys.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "@showrunner/services/context.ts";
import { pausedUntil } from "@showrunner/services/schedule/pause.ts";
import type { ApiOptions } from "../api-options.ts";
import * as Accounts from "../contract/accounts.ts";
import { healthOf } from "../health.ts";
import { accountView, type AccountView } from "../views.ts";
import { type Implemented, implement, implementFor } from "./implement.ts";

export function accountRoutes(options: ApiOptions): Implemented[] {
  return [
    implement(Accounts.status, async ({ ctx }) => {
      const now = ctx.clock.now();
      const [until, accounts, queues] = await Promise.all([pausedUntil(ctx), listAccounts(ctx), options.queues()]);
      return {
        mode: options.mode,
        version: options.version,
        now: new Date(now).toISOString(),
        uptimeSeconds: Math.floor((now - options.startedAt) / 1000),
        pausedUntil: until > now ? new Date(until).toISOString() : null,
        accounts: await Promise.all(accounts.map((account) => view(ctx, account, until))),
        queues: Object.fromEntries(Object.entries(queues).map(([name, depth]) => [name, { ...depth }])),
      };
    }),
    implement(Accounts.list, async ({ ctx, who }) => {
      const accounts = "accountId" in who ? [await getAccount(ctx, who.accountId)] : await listAccounts(ctx);
      const until = await pausedUntil(ctx);
      return { items: await Promise.all(accounts.map((account) => view(ctx, account, until))) };
    }),
    implementFor(Accounts.get, async ({ ctx, account }) => view(ctx, account, await pausedUntil(ctx))),
    implementFor(Accounts.poll, async ({ ctx, account }) => {
      const { requestPoll } = await import("@showrunner/services/poll/poll-cursor.ts");
      await requestPoll(ctx, account.id);
      return { asked: true as const };
    }),
    implementFor(Accounts.disconnect, async ({ ctx, account }) => {
      const { disconnectAccount } = await import("@showrunner/services/accounts/disconnect.ts");
      await disconnectAccount(ctx, account);
      return { outcome: "disconnected: its tokens are revoked; its rules and history stay" };
    }),
    implementFor(Accounts.remove, async ({ ctx, account, body }) => {
      if (body.confirm !== account.username)
        throw new Problem({
          code: "account.not_confirmed",
          message: `"${body.confirm}" is not the user name of the account that is to be deleted`,
          hint: 'Send {"confirm": "…"} with the account\'s user name at Trakt.',
        });
      const { askForDeletion } = await import("@showrunner/services/accounts/delete-account.ts");
      await askForDeletion(ctx, account);
      return { outcome: "asked for: its tokens are revoked and all that is its own is deleted within the hour" };
    }),
    implementFor(Accounts.listKeys, async ({ ctx, account }) => {
      const { listKeys } = await import("@showrunner/services/accounts/api-keys.ts");
      return { items: (await listKeys(ctx, account.id)).map(keyView) };
    }),
    implementFor(Accounts.addKey, async ({ ctx, account, body }) => {
      const { addKey } = await import("@showrunner/services/accounts/api-keys.ts");
      const { key, token } = await addKey(ctx, account.id, body);
      return { ...keyView(key), token: token.reveal() };
    }),
    implementFor(Accounts.removeKey, async ({ ctx, account, param }) => {
      const { removeKey } = await import("@showrunner/services/accounts/api-keys.ts");
      return keyView(await removeKey(ctx, account.id, param("key")));
    }),
  ];
}

async function view(ctx: Services, account: Account, until: number): Promise<AccountView> {
  return accountView(account, await healthOf(ctx, account, until));
}

function keyView({ id, name, scopes, createdAt, expiresAt }: ApiKey) {
  return { id, name, scopes, createdAt, expiresAt };
}
