import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { jsonOf, postMessage } from "../post-message.ts";
import { plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";

const host = "api.telegram.org";

const Config = z.object({
  /** A person's, group's or channel's number, or the @name of a public channel. */
  chat: z.string().regex(/^(?:-?\d{1,20}|@[A-Za-z]\w{3,40})$/, "a chat's number, or the @name of a public channel"),
  /** The topic of a forum group. */
  thread: z.int().min(1).optional(),
  silent: z.boolean().optional(),
});
type Config = z.infer<typeof Config>;

const Secrets = z.object({
  token: z.string().regex(/^\d{1,20}:[\w-]{30,60}$/, "a bot's token, as BotFather gives it"),
});
type Secrets = z.infer<typeof Secrets>;

/** A message has 4096 characters at most. Source: Telegram Bot API, "sendMessage". */
const messageLength = 4096;
const limits = { title: 256, body: 3600, measure: "utf16" } as const;

/**
 * A message by a Telegram bot of the person's own. What is bold or a link is told beside the text, so that no title can
 * hold markup. Source: Telegram Bot API, "sendMessage", "MessageEntity".
 */
export const telegram: ChannelKind<Config, Secrets> = {
  kind: "telegram",
  label: "Telegram",
  description: "A message by a Telegram bot of your own: make one with @BotFather, and write to it first.",
  config: Config,
  secrets: Secrets,
  example: {
    config: { chat: "123456789" },
    secrets: { token: "123456789:the-token-that-BotFather-gave-you" },
  },
  limits,
  repeat: "may_show_twice",
  async send(context, { config, secrets, notification }) {
    const title = truncate(singleLine(notification.title), limits.title, limits.measure) || "Showrunner";
    const body = truncate(plainText(notification.body), limits.body, limits.measure);
    const link = safeLink(notification.url);
    const parts = [title, body, ...(context.repeated ? [repeatNotice] : [])].filter((part) => part !== "");
    const text = truncate(parts.join("\n\n"), messageLength, "utf16");
    return await postMessage(context, {
      request: {
        url: `https://${host}/bot${secrets.token}/sendMessage`,
        hosts: [host],
        body: JSON.stringify({
          chat_id: config.chat,
          message_thread_id: config.thread,
          disable_notification: config.silent,
          text,
          // Offsets and lengths are in UTF-16 units.
          entities: [
            { type: "bold", offset: 0, length: title.length },
            ...(link === undefined ? [] : [{ type: "text_link", offset: 0, length: title.length, url: link }]),
          ],
          link_preview_options: { is_disabled: true },
        }),
      },
      secrets: [secrets.token, secrets.token.split(":")[1] ?? ""],
      read: (answer) => {
        if (answer.status < 300) return {};
        const said = jsonOf(Refusal, answer);
        const seconds = said?.parameters?.retry_after;
        return {
          words: said?.description,
          retryAfterMs: seconds === undefined ? undefined : seconds * 1000,
          means: meaningOf(answer.status, said?.description ?? ""),
        };
      },
    });
  },
};

const Refusal = z.object({
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().nonnegative().optional() }).optional(),
});

function meaningOf(status: number, description: string) {
  if (status === 401 || status === 404)
    return {
      code: "channel.misconfigured" as const,
      hint: "The bot's token is not accepted: copy it again from @BotFather.",
    };
  if (status === 403)
    return {
      code: "channel.gone" as const,
      hint: "The bot was blocked, or removed from the chat: let it in again, then save the channel.",
    };
  if (status === 400 && /chat not found|message thread not found/i.test(description))
    return { code: "channel.misconfigured" as const, hint: "Write to the bot first, and check the chat's number." };
  return undefined;
}
