import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";

export const HookKind = z.enum(["generic", "plex", "jellyfin", "emby", "tautulli"]);
export type HookKind = z.infer<typeof HookKind>;

/** An address of a person's that others call. Its secret is part of the address, and only its SHA-256 is kept. */
export const HookRecord = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  kind: HookKind,
  hash: z.string(),
  /** Calls must be signed. */
  signed: z.boolean(),
  /** Of the signing secret: that is made of this and the address's secret, so that neither alone gives it away. */
  salt: z.string(),
  enabled: z.boolean(),
  createdAt: z.string(),
});
export type HookRecord = z.infer<typeof HookRecord>;

export const hashOf = (secret: string): string => hash("sha256", secret, "hex");

export function isSecretOf(hook: HookRecord, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret), "hex"), Buffer.from(hook.hash, "hex"));
}

/** What a sender signs with: `whsec_` and 32 bytes in base64, as Standard Webhooks spells it. */
export function signingSecret(hook: Pick<HookRecord, "salt">, secret: string): Secret<string> {
  return new Secret(`whsec_${createHmac("sha256", secret).update(hook.salt).digest("base64")}`);
}

/** Signed more than this long ago, a call may be somebody's who listened. Source: Standard Webhooks 1.0. */
const toleranceMs = 5 * 60_000;

/**
 * Whether a body is signed by who knows the secret: as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`,
 * `webhook-signature`), or as GitHub's hooks are (`x-hub-signature-256: sha256=…`, the secret taken as it is written).
 */
export function isSigned(
  secret: Secret<string>,
  header: (name: string) => string | undefined,
  body: Uint8Array,
  nowMs: number,
): boolean {
  const key = secret.reveal();
  const github = /^sha256=([0-9a-f]{64})$/i.exec(header("x-hub-signature-256") ?? "")?.[1];
  if (github !== undefined)
    return timingSafeEqual(createHmac("sha256", key).update(body).digest(), Buffer.from(github, "hex"));
  const [id = "", timestamp = ""] = [header("webhook-id"), header("webhook-timestamp")];
  if (id === "" || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs - Number(timestamp) * 1000) > toleranceMs) return false;
  const bytes = Buffer.from(key.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", bytes).update(`${id}.${timestamp}.`).update(body).digest();
  return (header("webhook-signature") ?? "").split(" ", 10).some((one) => {
    const given = Buffer.from(one.startsWith("v1,") ? one.slice(3) : "", "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
