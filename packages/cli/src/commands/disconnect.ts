import { findAccount } from "@showrunner/services/accounts/accounts.ts";
import { disconnectAccount } from "@showrunner/services/accounts/disconnect.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";

/** Ends an account's link to Trakt. */
export async function disconnect(wanted: string, options: GlobalOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const account = await findAccount(ctx, wanted);
    await disconnectAccount(ctx, account);
    const { id, username } = account;
    show(
      output,
      { id, username },
      `Disconnected ${username}: its tokens are revoked. Its rules and history stay; \`showrunner login\` connects it again.`,
    );
  });
}
