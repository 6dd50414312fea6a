import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";

/** Ends an account's link to Trakt. */
export async function disconnect(wanted: string, options: GlobalOptions): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const { id, username } = await chooseAccount(asking, wanted);
    await asking.client.call("accounts.disconnect", { path: { account: id } });
    show(
      asking.output,
      { id, username },
      `Disconnected ${username}: its tokens are revoked. Its rules and history stay; \`showrunner login\` connects it again.`,
    );
  });
}
