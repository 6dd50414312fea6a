import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { postMessage } from "../post-message.ts";
import { plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";

const hosts = ["hooks.slack.com", "hooks.slack-gov.com"];

const Config = z.object({});
type Config = z.infer<typeof Config>;

const webhookUrl = /^https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/([\w/-]{10,200})$/;

/** Whoever knows the URL can post: it is the credential. */
const Secrets = z.object({
  url: z.string().regex(webhookUrl, "a Slack webhook URL: https://hooks.slack.com/services/…"),
});
type Secrets = z.infer<typeof Secrets>;

/** Of a header block and of a section block. Source: Slack API documentation, "Block Kit: header, section". */
const limits = { title: 150, body: 3000, measure: "utf16" } as const;

/** A message in a Slack channel. Source: Slack API documentation, "Sending messages using incoming webhooks". */
export const slack: ChannelKind<Config, Secrets> = {
  kind: "slack",
  label: "Slack",
  description: "A message in a Slack channel, through an incoming webhook of that channel.",
  config: Config,
  secrets: Secrets,
  example: {
    config: {},
    secrets: { url: "https://hooks.slack.com/services/T00000000/B00000000/the-token-in-your-webhook-url" },
  },
  limits,
  repeat: "may_show_twice",
  async send(context, { secrets, notification }) {
    const title = truncate(singleLine(notification.title), limits.title, limits.measure) || "Showrunner";
    const body = truncate(plainText(notification.body), limits.body, limits.measure);
    const rule = truncate(singleLine(notification.rule.name), 100);
    const link = safeLink(notification.url);
    const footer = context.repeated ? `${rule} · ${repeatNotice}` : rule;
    return await postMessage(context, {
      request: {
        url: secrets.url,
        hosts,
        body: JSON.stringify({
          // For notifications, which show no blocks.
          text: escaped(title),
          unfurl_links: false,
          unfurl_media: false,
          blocks: [
            // Plain text has no markup that a title could hold.
            { type: "header", text: { type: "plain_text", text: title, emoji: false } },
            ...(body === "" ? [] : [{ type: "section", text: { type: "plain_text", text: body, emoji: false } }]),
            ...(link === undefined
              ? []
              : [{ type: "section", text: { type: "mrkdwn", text: `<${linkText(link)}|Open>`, verbatim: true } }]),
            { type: "context", elements: [{ type: "plain_text", text: footer, emoji: false }] },
          ],
        }),
      },
      // Each part of the path is enough to be guarded: the last is the token.
      secrets: [secrets.url, ...(webhookUrl.exec(secrets.url)?.[1] ?? "").split("/").slice(-1)],
      read: ({ status, body: said }) => {
        const isGone = status === 404 || status === 410 || (status === 403 && said.trim() === "invalid_token");
        return {
          words: status < 300 ? undefined : said,
          means: isGone
            ? {
                code: "channel.gone",
                hint: "The webhook or its channel was removed in Slack: make a new one and save its URL.",
              }
            : undefined,
        };
      },
    });
  },
};

/** Source: Slack API documentation, "Escaping text". */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** An address as it stands between `<` and `|`. */
function linkText(link: string): string {
  return escaped(link).replaceAll("|", "%7C");
}
