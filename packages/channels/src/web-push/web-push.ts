import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { ChannelProblem } from "../problem.ts";
import { postMessage } from "../post-message.ts";
import { plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";

const Config = z.object({
  /** Whoever runs the push service may write to them. RFC 8292, "sub". */
  contact: z.union([
    z.email().transform((address) => `mailto:${address}`),
    z.string().regex(/^mailto:\S+@\S+$/),
    z.url({ protocol: /^https$/ }),
  ]),
  /** What the person calls the browser. */
  browser: z.string().max(120).optional(),
});
type Config = z.infer<typeof Config>;

const base64url = (bytes: number) =>
  z
    .string()
    .regex(/^[\w-]+={0,2}$/)
    .refine((text) => Buffer.from(text, "base64url").length === bytes, `must be ${bytes} bytes in base64url`);

/**
 * A browser's subscription (`PushSubscription.toJSON()`) and the key pair that it was made for: the account's, which is kept
 * beside its channels and need not be given.
 */
const Secrets = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(2048),
  keys: z.object({ p256dh: base64url(65), auth: base64url(16) }),
  vapid: z.object({ publicKey: base64url(65), privateKey: base64url(32) }).optional(),
});
type Secrets = z.infer<typeof Secrets>;

/** A payload has 4096 bytes with its encryption, of which some must be left for the frame. RFC 8030, 7.2; RFC 8291, 4. */
const limits = { title: 200, body: 2800, measure: "utf8" } as const;
const longestLink = 600;
/** A phone that was off for longer need not be told any more. */
const lifeSeconds = 24 * 3600;

/**
 * A notification in a browser, through its maker's push service. A try again takes the first one's place, there and on the
 * screen. Source: RFC 8030 (push), 8291 (encryption), 8292 (VAPID).
 */
export const webPushKind: ChannelKind<Config, Secrets> = {
  kind: "web_push",
  label: "Web push",
  description: "A notification in a browser, on a computer or phone, when Showrunner's page is not open.",
  config: Config,
  secrets: Secrets,
  example: {
    config: { contact: "mailto:you@example.com", browser: "Firefox on my laptop" },
    secrets: {
      endpoint: "https://updates.push.services.example/wpush/v2/a-made-up-subscription",
      keys: {
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth: "BTBZMqHH6r4Tts7J_aSIgg",
      },
      vapid: {
        publicKey: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        privateKey: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
      },
    },
  },
  limits,
  repeat: "idempotent",
  async send(context, { config, secrets, notification }) {
    const { endpoint, keys, vapid } = secrets;
    if (vapid === undefined)
      throw new ChannelProblem({
        code: "channel.misconfigured",
        message: "There is no key pair that this browser's subscription was made for.",
        hint: "Switch notifications on in the browser again.",
      });
    const link = safeLink(notification.url);
    const body = truncate(plainText(notification.body), limits.body, limits.measure);
    const payload = JSON.stringify({
      id: notification.id,
      title: truncate(singleLine(notification.title), limits.title, limits.measure) || "Showrunner",
      body: context.repeated && body === "" ? repeatNotice : body,
      // The browser shows one notification of a tag.
      tag: notification.id,
      ...(link === undefined || link.length > longestLink ? {} : { url: link }),
    });
    const { default: webPush } = await loaded();
    const details = webPush.generateRequestDetails({ endpoint, keys }, payload, {
      vapidDetails: { subject: config.contact, ...vapid },
      TTL: lifeSeconds,
      urgency: "normal",
      // At most 32 characters of base64url: of two that wait there, the service keeps the later.
      topic: notification.id.replaceAll(/[^\w-]/g, "").slice(0, 32),
    });
    return await postMessage(context, {
      request: {
        url: endpoint,
        headers: headersOf(details.headers),
        body: details.body ?? Buffer.alloc(0),
      },
      secrets: [endpoint, new URL(endpoint).pathname, keys.auth, keys.p256dh, vapid.privateKey],
      read: ({ status, body: said }) => ({
        words: status < 300 ? undefined : said,
        means: meaningOf(status),
      }),
    });
  },
};

function meaningOf(status: number) {
  switch (status) {
    case 404:
    case 410:
      return {
        code: "channel.gone" as const,
        hint: "The browser took its subscription back, or it ran out: switch notifications on there again.",
      };
    case 401:
    case 403:
      return {
        code: "channel.misconfigured" as const,
        hint: "The subscription was made for another key: switch notifications on there again.",
      };
    case 413:
      return { code: "channel.too_large" as const, hint: "The push service takes no message of this size." };
    default:
      return undefined;
  }
}

/** The library tells numbers as numbers, and a length that the client counts itself. */
function headersOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== "content-length")
      .map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

/** A key pair for an account's browsers: the public key goes to them, the private one is sealed. RFC 8292. */
export async function newVapidKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const { default: webPush } = await loaded();
  return webPush.generateVAPIDKeys();
}

/** Only who pushes to browsers loads it. */
const loaded = () => import("web-push");
