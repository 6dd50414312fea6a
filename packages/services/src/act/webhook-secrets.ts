import { Problem } from "@showrunner/core/errors.ts";
import { channelKey } from "@showrunner/core/keys.ts";
import { ChannelRecord } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { kindOf } from "./channels.ts";

/** For so long the old secret signs beside the new one. Source: Standard Webhooks, "Secret rotation". */
const bothMs = 24 * 3_600_000;

/**
 * Gives a webhook a new signing secret, which is told this once. The former one signs beside it for a day, until
 * `formerUntil` (ISO 8601); it stays sealed, so who may not open secrets can rotate them. Throws Problem
 * `channel.no_signature` for kinds whose secrets are not ours to make, `channel.changed_meanwhile`.
 */
export async function rotateSecret(
  ctx: Services,
  channel: ChannelRecord,
): Promise<{ secrets: Secret<unknown>; formerUntil: string }> {
  const key = channelKey(channel.accountId, channel.id);
  const stored = await load(ctx.store, ChannelRecord, key);
  const made = kindOf(channel.kind).newSecrets?.();
  if (stored === undefined || made === undefined || stored.value.secrets === null)
    throw new Problem({
      code: "channel.no_signature",
      message: `the channel "${channel.name}" is no webhook, and signs nothing`,
      hint: "Only webhooks have a signing secret.",
    });
  const formerUntil = new Date(ctx.clock.now() + bothMs).toISOString();
  const place = { purpose: "channels" as const, accountId: channel.accountId, field: channel.id };
  const secrets = await ctx.vault.seal(place, new Secret(JSON.stringify(made)));
  const former = { formerSecrets: stored.value.secrets, formerUntil };
  const saved = await ctx.store.put(
    { ...key, v: stored.v + 1, data: { ...stored.value, ...former, secrets } },
    { kind: "version", v: stored.v },
  );
  if (!saved)
    throw new Problem({
      code: "channel.changed_meanwhile",
      message: `the channel "${channel.name}" was changed by somebody else at the same time`,
      hint: "Try again.",
      retry: { kind: "default" },
    });
  return { secrets: new Secret(made), formerUntil };
}
