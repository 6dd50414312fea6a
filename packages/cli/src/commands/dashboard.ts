import type { Account } from "@showrunner/core/records.ts";
import { findAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { addEnterLink, enterLinkLifeMs } from "@showrunner/services/accounts/enter-links.ts";
import type { Services } from "@showrunner/services/context.ts";
import { theOnly } from "../choose-account.ts";
import { envOf, type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";

interface DashboardOptions extends GlobalOptions {
  account?: string;
}

/** Prints a link that signs a browser in, once; the running Showrunner and this command share the database. */
export async function dashboard(options: DashboardOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const { port, trakt, demoSpeed } = envOf(options);
    const account = await meant(ctx, options.account);
    // The demo's clock runs fast; whoever opens the link does not.
    const token = await addEnterLink(ctx, account, enterLinkLifeMs * (trakt === null ? demoSpeed : 1));
    const open = `http://127.0.0.1:${port}/enter/${token.reveal()}`;
    show(
      output,
      { open, account: account.username, expiresInSeconds: enterLinkLifeMs / 1000 },
      `${open}\nOpen it within 10 minutes: it signs one browser in as ${account.username}, once. Showrunner must be running.`,
    );
  });
}

async function meant(ctx: Services, wanted: string | undefined): Promise<Account> {
  if (wanted !== undefined) return await findAccount(ctx, wanted);
  return theOnly(await listAccounts(ctx));
}
