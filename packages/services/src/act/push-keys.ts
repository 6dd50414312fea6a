import { pushKeyKey } from "@showrunner/core/keys.ts";
import type { Place } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

const PushKey = z.object({ publicKey: z.string(), privateKey: z.string() });

export interface PushKeys {
  /** What browsers subscribe with (`applicationServerKey`), base64url. */
  publicKey: string;
  privateKey: Secret<string>;
}

/** The public key alone: for who may seal what is secret, and not open it. */
export async function publicPushKey(ctx: Services, accountId: string): Promise<string> {
  return (await keptKeys(ctx, accountId)).publicKey;
}

/** The key pair of an account's web push, made when it is first asked for; the private key is sealed. RFC 8292. */
export async function pushKeys(ctx: Services, accountId: string): Promise<PushKeys> {
  const { publicKey, privateKey } = await keptKeys(ctx, accountId);
  return { publicKey, privateKey: await ctx.vault.open(placeOf(accountId), privateKey) };
}

async function keptKeys(ctx: Services, accountId: string): Promise<z.infer<typeof PushKey>> {
  const key = pushKeyKey(accountId);
  const known = await load(ctx.store, PushKey, key);
  // One that came from elsewhere without its secrets is of no use.
  if (known !== undefined && known.value.privateKey !== "") return known.value;
  const { newVapidKeys } = await import("@showrunner/channels/web-push/web-push.ts");
  const { publicKey, privateKey } = await newVapidKeys();
  const sealed = await ctx.vault.seal(placeOf(accountId), new Secret(privateKey));
  // Of two that ask at once, the first one's keys are everybody's.
  await ctx.store.put(
    { ...key, v: (known?.v ?? 0) + 1, data: { publicKey, privateKey: sealed } },
    known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
  );
  const kept = await load(ctx.store, PushKey, key);
  if (kept === undefined) throw new Error("the push key that was just made is not there");
  return kept.value;
}

const placeOf = (accountId: string): Place => ({ purpose: "channels", accountId, field: "push" });
