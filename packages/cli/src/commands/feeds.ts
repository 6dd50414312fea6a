import { localTime } from "@showrunner/local/local-time.ts";
import { chooseAccount } from "../choose-account.ts";
import { envOf, type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";
import { allOf } from "../up-to.ts";

export interface FeedOptions extends GlobalOptions {
  account?: string;
}

export async function listFeeds(options: FeedOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const path = { account: id };
    const [{ items }, rules] = await Promise.all([
      asking.client.call("feeds.list", { path }),
      allOf((query) => asking.client.call("rules.list", { path, query })),
    ]);
    const names = new Map(rules.map((rule) => [rule.id, rule.name]));
    const rows = items.map((one) => [names.get(one.rule) ?? "a rule that is gone", localTime(one.createdAt), one.id]);
    const words = items.length === 0 ? "There are no feed addresses yet." : table(["rule", "made", "id"], rows);
    show(asking.output, items, words);
  });
}

export async function addFeed(wanted: string, options: FeedOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { client, output, server } = asking;
    const { id } = await chooseAccount(asking, options.account);
    const rule = await client.call("rules.get", { path: { account: id, rule: wanted } });
    const { urls, ...link } = await client.call("feeds.add", { path: { account: id, rule: rule.id } });
    const paths = Object.values(urls);
    const origin = server === null ? `http://127.0.0.1:${envOf(options).port}` : new URL(server).origin;
    show(
      output,
      { ...link, paths },
      [
        `What "${rule.name}" matches can be read at these addresses by whoever knows them. They are shown this once:`,
        ...paths.map((path) => `  ${origin}${path}`),
        `Take them back with: showrunner feeds rm ${link.id}`,
      ].join("\n"),
    );
  });
}

export async function dropFeed(id: string, options: FeedOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id: account } = await chooseAccount(asking, options.account);
    const link = await asking.client.call("feeds.remove", { path: { account, feed: id } });
    show(asking.output, link, `The addresses of ${id} open nothing any more.`);
  });
}
