import { feedFormats } from "@showrunner/api/feed-routes.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { addFeedLink, type FeedLink, listFeedLinks, removeFeedLink } from "@showrunner/services/feeds/feed-links.ts";
import { findRule, listRules, nameOf } from "@showrunner/services/rules/rules.ts";
import { chooseAccount } from "../choose-account.ts";
import { envOf, type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface FeedOptions extends GlobalOptions {
  account?: string;
}

export async function listFeeds(options: FeedOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const [links, rules] = await Promise.all([listFeedLinks(ctx, account.id), listRules(ctx, account.id)]);
    const names = new Map(rules.map((rule) => [rule.id, nameOf(rule)]));
    const rows = links.map((one) => [names.get(one.ruleId) ?? "a rule that is gone", localTime(one.createdAt), one.id]);
    show(
      output,
      links.map(viewOf),
      links.length === 0 ? "There are no feed addresses yet." : table(["rule", "made", "id"], rows),
    );
  });
}

export async function addFeed(wanted: string, options: FeedOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const rule = await findRule(ctx, account.id, wanted);
    const { link, token } = await addFeedLink(ctx, rule);
    const paths = feedFormats.map((format) => `/feeds/${token.reveal()}/${format}`);
    const origin = `http://127.0.0.1:${envOf(options).port}`;
    show(
      output,
      { ...viewOf(link), paths },
      [
        `What "${nameOf(rule)}" matches can be read at these addresses by whoever knows them. They are shown this once:`,
        ...paths.map((path) => `  ${origin}${path}`),
        `Take them back with: showrunner feeds rm ${link.id}`,
      ].join("\n"),
    );
  });
}

export async function dropFeed(id: string, options: FeedOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const link = await removeFeedLink(ctx, account.id, id);
    show(output, viewOf(link), `The addresses of ${id} open nothing any more.`);
  });
}

function viewOf({ id, ruleId, createdAt }: FeedLink) {
  return { id, rule: ruleId, createdAt };
}
