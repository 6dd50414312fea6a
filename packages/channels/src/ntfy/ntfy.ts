import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { exchange } from "../exchange.ts";
import { ChannelProblem } from "../problem.ts";
import { redactor } from "../redact.ts";
import { plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";
import { problemOfAnswer } from "../verdict.ts";

const Config = z.object({
  server: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .default("https://ntfy.sh"),
  /** Whoever knows the topic can read it, unless the server asks for a token. */
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, "letters, digits, - and _, at most 64"),
  /** 1 (min) to 5 (max). */
  priority: z.int().min(1).max(5).optional(),
});
type Config = z.infer<typeof Config>;

const Secrets = z.object({
  /** An access token, `tk_…`; printable ASCII, since it goes into a header. */
  token: z
    .string()
    .regex(/^[\x21-\x7e]{1,256}$/, "an access token has no spaces")
    .optional(),
});
type Secrets = z.infer<typeof Secrets>;

/** In bytes. A longer message becomes an attachment. Source: ntfy documentation, "Limitations". */
const limits = { title: 250, body: 4096, measure: "utf8" } as const;
const deadlineMs = 10_000;

/** A push message through ntfy.sh or a ntfy server of one's own. Source: ntfy documentation, "Publish as JSON". */
export const ntfy: ChannelKind<Config, Secrets> = {
  kind: "ntfy",
  label: "ntfy",
  description: "A push message to your phone through ntfy.sh, or a ntfy server of your own.",
  config: Config,
  secrets: Secrets,
  example: {
    config: { server: "https://ntfy.sh", topic: "showrunner-pick-something-long" },
    secrets: { token: "tk_an_access_token" },
  },
  limits,
  repeat: "may_show_twice",
  async send(context, { config, secrets, notification }) {
    const title = truncate(singleLine(notification.title), limits.title, limits.measure) || "Showrunner";
    const tail = context.repeated ? `\n\n${repeatNotice}` : "";
    const text = truncate(plainText(notification.body), limits.body - Buffer.byteLength(tail), "utf8");
    const redact = redactor(secrets.token === undefined ? [] : [secrets.token]);
    const server = new URL(config.server);
    const sent = await exchange(
      context,
      {
        // JSON goes to the server's root, not to the topic's address.
        url: `${server.origin}/`,
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(secrets.token === undefined ? {} : { authorization: `Bearer ${secrets.token}` }),
        },
        body: JSON.stringify({
          topic: config.topic,
          title,
          // An empty message would read "triggered".
          message: `${text === "" ? title : text}${tail}`,
          click: safeLink(notification.url),
          priority: config.priority,
          // Servers that know it (2.16) let a repeat take the first one's place.
          sequence_id: notification.id,
        }),
        deadlineMs,
        maxResponseBytes: 16 * 1024,
        signal: context.signal,
      },
      redact,
    );
    const { status } = sent.answer;
    const said = truncate(redact(singleLine(errorOf(sent.answer.body))), 200) || undefined;
    const problem = problemOfAnswer({ ...sent, host: server.host, nowMs: context.clock.now(), said });
    if (problem !== null && (status === 401 || status === 403)) {
      throw new ChannelProblem({
        code: "channel.misconfigured",
        message: problem.message,
        hint: "The ntfy server wants an access token for this topic, or does not accept the one saved.",
        status,
        exchange: sent.exchange,
      });
    }
    if (problem !== null) throw problem;
    return { detail: `${status} from ${server.host}`, status, exchange: sent.exchange };
  },
};

const ErrorBody = z.object({ error: z.string() });

function errorOf(body: string): string {
  try {
    return ErrorBody.safeParse(JSON.parse(body)).data?.error ?? "";
  } catch {
    return "";
  }
}
