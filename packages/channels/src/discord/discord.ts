import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { exchange } from "../exchange.ts";
import type { GuardedAnswer } from "../guard/http.ts";
import { ChannelProblem } from "../problem.ts";
import { redactor } from "../redact.ts";
import { plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";
import { problemOfAnswer } from "../verdict.ts";
import { discordText } from "./markdown.ts";

const hosts = ["discord.com", "discordapp.com"];

const Config = z.object({});
type Config = z.infer<typeof Config>;

const webhookUrl =
  /^https:\/\/(?:discord|discordapp)\.com\/api\/(?:v\d+\/)?webhooks\/(\d{1,20})\/([\w-]{1,200})(?:\?thread_id=\d{1,20})?$/;

/** Whoever knows the URL can post: it is the credential. */
const Secrets = z.object({
  url: z.string().regex(webhookUrl, "a Discord webhook URL: https://discord.com/api/webhooks/…"),
});
type Secrets = z.infer<typeof Secrets>;

/** Of one embed. Source: Discord documentation, "Embed Limits". */
const limits = { title: 256, body: 4096, measure: "utf16" } as const;
const deadlineMs = 10_000;
/** Trakt's red. */
const color = 0xed1c24;

/** A message in a Discord channel, by that channel's webhook. Source: Discord documentation, "Execute Webhook". */
export const discord: ChannelKind<Config, Secrets> = {
  kind: "discord",
  label: "Discord",
  description: "A message in a Discord channel, through a webhook of that channel.",
  config: Config,
  secrets: Secrets,
  example: {
    config: {},
    secrets: { url: "https://discord.com/api/webhooks/123456789012345678/the-token-in-your-webhook-url" },
  },
  limits,
  repeat: "may_show_twice",
  async send(context, { secrets, notification }) {
    const url = new URL(secrets.url);
    // Answers only once the message is stored, so that a 2xx is the truth.
    url.searchParams.set("wait", "true");
    const redact = redactor([secrets.url, webhookUrl.exec(secrets.url)?.[2] ?? ""]);
    const rule = truncate(singleLine(notification.rule.name), 100);
    const sent = await exchange(
      context,
      {
        url: url.href,
        hosts,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          username: "Showrunner",
          allowed_mentions: { parse: [] },
          embeds: [
            {
              title: discordText(singleLine(notification.title), limits.title) || "Showrunner",
              description: discordText(plainText(notification.body), limits.body),
              url: safeLink(notification.url),
              timestamp: notification.at,
              color,
              footer: { text: context.repeated ? `${rule} · ${repeatNotice}` : rule },
            },
          ],
        }),
        deadlineMs,
        maxResponseBytes: 16 * 1024,
        signal: context.signal,
      },
      redact,
    );
    const { answer } = sent;
    const body = bodyOf(answer);
    const problem = problemOfAnswer({
      ...sent,
      host: url.host,
      nowMs: context.clock.now(),
      said: truncate(redact(singleLine(body.message ?? "")), 200) || undefined,
      retryAfterMs: body.retry_after === undefined ? null : Math.ceil(body.retry_after * 1000),
    });
    if (problem !== null && (body.code === unknownWebhook || answer.status === 401 || answer.status === 404)) {
      throw new ChannelProblem({
        code: "channel.gone",
        message: problem.message,
        hint: "The webhook was deleted in Discord, or its URL is wrong: make a new one and save its URL.",
        status: answer.status,
        exchange: sent.exchange,
      });
    }
    if (problem !== null) throw problem;
    return { detail: `${answer.status} from ${url.host}`, status: answer.status, exchange: sent.exchange };
  },
};

/** Discord's JSON error code; going on sending there gets a sender's address banned. */
const unknownWebhook = 10_015;

const Body = z.object({
  message: z.string().optional(),
  code: z.number().optional(),
  /** Seconds, with a fraction. */
  retry_after: z.number().nonnegative().optional(),
});

function bodyOf(answer: GuardedAnswer): z.infer<typeof Body> {
  if (answer.status < 300) return {};
  try {
    return Body.safeParse(JSON.parse(answer.body)).data ?? {};
  } catch {
    return {};
  }
}
