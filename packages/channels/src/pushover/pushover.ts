import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { jsonOf, postMessage } from "../post-message.ts";
import { plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";

const host = "api.pushover.net";

const Config = z.object({
  /** One of the person's devices; all of them when left out. */
  device: z
    .string()
    .regex(/^[\w-]{1,25}$/, "letters, digits, _ and -, at most 25")
    .optional(),
  /** -2 (no notification) to 1 (through quiet hours). */
  priority: z.int().min(-2).max(1).optional(),
  sound: z
    .string()
    .regex(/^\w{1,30}$/, "the name of a sound")
    .optional(),
});
type Config = z.infer<typeof Config>;

const key = /^[A-Za-z0-9]{30}$/;
const Secrets = z.object({
  token: z.string().regex(key, "an application's API token: 30 letters and digits"),
  user: z.string().regex(key, "a user or group key: 30 letters and digits"),
});
type Secrets = z.infer<typeof Secrets>;

/** In characters, of four bytes where they need them. Source: Pushover API, "Pushing Messages". */
const limits = { title: 250, body: 1024 };
const linkLength = 512;

/** A push message through Pushover. Source: Pushover API, "Pushing Messages", "API Errors". */
export const pushover: ChannelKind<Config, Secrets> = {
  kind: "pushover",
  label: "Pushover",
  description: "A push message through Pushover, by an application that you register there.",
  config: Config,
  secrets: Secrets,
  example: {
    config: { priority: 0 },
    secrets: { token: "azGDORePK8gMaC0QOYAMyEEuzJnyUi", user: "uQiRzpo4DXghDmr9QzzfQu27cmVRsG" },
  },
  limits,
  repeat: "may_show_twice",
  async send(context, { config, secrets, notification }) {
    const title = truncate(singleLine(notification.title), limits.title) || "Showrunner";
    const tail = context.repeated ? `\n\n${repeatNotice}` : "";
    const body = truncate(plainText(notification.body), limits.body - tail.length) || title;
    const link = safeLink(notification.url);
    return await postMessage(context, {
      request: {
        url: `https://${host}/1/messages.json`,
        hosts: [host],
        body: JSON.stringify({
          ...secrets,
          title,
          message: `${body}${tail}`,
          ...(link === undefined || link.length > linkLength ? {} : { url: link, url_title: "Open" }),
          priority: config.priority,
          device: config.device,
          sound: config.sound,
          timestamp: Math.floor(Date.parse(notification.at) / 1000),
        }),
      },
      secrets: [secrets.token, secrets.user],
      read: (answer) => {
        const { status, headers } = answer;
        const said = jsonOf(Answer, answer);
        if (status < 300 && said?.status !== 0) return {};
        const resetsAt = Number(headers["x-limit-app-reset"] ?? Number.NaN) * 1000;
        const isRefused = status < 300 || status === 400 || status === 401;
        return {
          words: said?.errors?.join("; "),
          retryAfterMs: status === 429 && resetsAt > 0 ? Math.max(0, resetsAt - context.clock.now()) : undefined,
          means: isRefused
            ? { code: "channel.misconfigured", hint: "Check the application's token, the user key and the device." }
            : undefined,
        };
      },
    });
  },
};

const Answer = z.object({ status: z.number(), errors: z.array(z.string()).optional() });
