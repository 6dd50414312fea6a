import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { exchange } from "../exchange.ts";
import { redactor } from "../redact.ts";
import { problemOfAnswer } from "../verdict.ts";
import { newWebhookSecret, signatureHeaders, WebhookSecret } from "./sign.ts";

const Config = z.object({ url: z.url({ protocol: /^https?$/ }).max(2048) });
type Config = z.infer<typeof Config>;

/** The newest first: all of them sign. */
const WebhookSecrets = z.object({ signing: z.array(WebhookSecret).min(1).max(3) });
type WebhookSecrets = z.infer<typeof WebhookSecrets>;

/** Standard Webhooks asks senders to wait 15 to 30 s. */
const deadlineMs = 15_000;

/** A signed HTTP request to the person's own server. Source: Standard Webhooks 1.0, CloudEvents 1.0.2. */
export const webhook: ChannelKind<Config, WebhookSecrets> = {
  kind: "webhook",
  label: "Webhook",
  description: "The event as JSON, signed the Standard Webhooks way, to a server of your own.",
  config: Config,
  secrets: WebhookSecrets,
  example: {
    config: { url: "https://example.com/hooks/showrunner" },
    secrets: { signing: ["whsec_VGhpcyBpcyBhIG1hZGUtdXAgZXhhbXBsZSBzZWNyZXQu"] },
  },
  newSecrets: () => ({ signing: [newWebhookSecret()] }),
  limits: { body: 64 * 1024, measure: "utf8" },
  repeat: "same_id",
  pingsFirst: true,
  async send(context, { config, secrets, former, notification }) {
    const body = JSON.stringify({ ...notification.event, rule: notification.rule });
    const nowMs = context.clock.now();
    const signing = [...secrets.signing, ...(former?.signing ?? [])];
    const sent = await exchange(
      context,
      {
        url: config.url,
        method: "POST",
        headers: {
          "content-type": "application/json",
          // The same trace as in the event, for receivers that trace by header. Source: W3C Trace Context, 3.2.
          traceparent: notification.event.traceparent,
          ...signatureHeaders({ id: notification.id, nowMs, body, secrets: signing }),
          // Not of the standard: who keeps ids to tell repeats by may want to take this one all the same.
          ...(context.replayed === true ? { "showrunner-replay": "true" } : {}),
        },
        body,
        deadlineMs,
        // The log keeps 1 KiB; reading a common answer whole keeps the connection.
        maxResponseBytes: 16 * 1024,
        signal: context.signal,
      },
      redactor(signing),
    );
    const host = URL.parse(config.url)?.host ?? "";
    const problem = problemOfAnswer({ ...sent, host, nowMs: context.clock.now() });
    if (problem !== null) throw problem;
    return { detail: `${sent.answer.status} from ${host}`, status: sent.answer.status, exchange: sent.exchange };
  },
};
