import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { jsonOf, postMessage } from "../post-message.ts";
import { plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";

const Config = z.object({
  server: z.url({ protocol: /^https?$/ }).max(2048),
  /** 0 to 10: from 4 on the phone makes a sound, unless set otherwise there. */
  priority: z.int().min(0).max(10).optional(),
});
type Config = z.infer<typeof Config>;

const Secrets = z.object({
  token: z.string().regex(/^[\w.-]{5,100}$/, "an application's token"),
});
type Secrets = z.infer<typeof Secrets>;

/** Gotify says no limits; these are what a phone shows with comfort. */
const limits = { title: 250, body: 8000 };

/** A message to a Gotify server of the person's own. Source: Gotify API 2.0, "createMessage". */
export const gotify: ChannelKind<Config, Secrets> = {
  kind: "gotify",
  label: "Gotify",
  description: "A push message through a Gotify server of your own.",
  config: Config,
  secrets: Secrets,
  example: {
    config: { server: "https://gotify.example.com", priority: 5 },
    secrets: { token: "the-token-of-an-application" },
  },
  limits,
  repeat: "may_show_twice",
  async send(context, { config, secrets, notification }) {
    const title = truncate(singleLine(notification.title), limits.title) || "Showrunner";
    const body = truncate(plainText(notification.body), limits.body);
    const link = safeLink(notification.url);
    const parts = [body, ...(context.repeated ? [repeatNotice] : [])].filter((part) => part !== "");
    return await postMessage(context, {
      request: {
        // A server may live under a path.
        url: `${config.server.replace(/\/+$/, "")}/message`,
        headers: { "x-gotify-key": secrets.token },
        body: JSON.stringify({
          title,
          // It takes no empty one.
          message: parts.length === 0 ? title : parts.join("\n\n"),
          priority: config.priority,
          extras: {
            "client::display": { contentType: "text/plain" },
            ...(link === undefined ? {} : { "client::notification": { click: { url: link } } }),
          },
        }),
      },
      secrets: [secrets.token],
      read: (answer) => {
        const { status } = answer;
        if (status < 300) return {};
        const said = jsonOf(Refusal, answer);
        return {
          words: said?.errorDescription ?? said?.error,
          means:
            status === 401 || status === 403
              ? { code: "channel.misconfigured", hint: "The server does not accept the application's token." }
              : undefined,
        };
      },
    });
  },
};

const Refusal = z.object({ error: z.string().optional(), errorDescription: z.string().optional() });
