import { localTime } from "@showrunner/local/local-time.ts";
import { chooseAccounts } from "../choose-account.ts";
import { withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";
import { upTo } from "../up-to.ts";
import type { ListOptions } from "./history.ts";

/** Lists what people were told here, the newest first. */
export async function inbox(options: ListOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { limit, account } = options;
    const found = await Promise.all(
      (await chooseAccounts(asking, account)).map(async ({ id, username }) => {
        const read = upTo(limit, (query) => asking.client.call("inbox.list", { path: { account: id }, query }));
        return (await read).items.map((message) => ({ account: username, ...message }));
      }),
    );
    const newest = found
      .flat()
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, limit);
    const rows = newest.map((one) => [localTime(one.at), one.account, one.title, one.body.split("\n", 1)[0] ?? ""]);
    const words = rows.length === 0 ? "Nobody was told anything yet." : table(["at", "account", "told", "more"], rows);
    show(asking.output, newest, words);
  });
}
