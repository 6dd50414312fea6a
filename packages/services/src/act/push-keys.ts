import { newVapidKeys } from "@showrunner/channels/web-push/web-push.ts";
import { pushKeyKey } from "@showrunner/core/keys.ts";
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

/** The key pair of an account's web push, made when it is first asked for; the private key is sealed. RFC 8292. */
export async function pushKeys(ctx: Services, accountId: string): Promise<PushKeys> {
  const place = { purpose: "channels" as const, accountId, field: "push" };
  const key = pushKeyKey(accountId);
  if ((await ctx.store.get(key)) === undefined) {
    const { publicKey, privateKey } = await newVapidKeys();
    const sealed = await ctx.vault.seal(place, new Secret(privateKey));
    // Of two that ask at once, the first one's keys are everybody's.
    await ctx.store.put({ ...key, v: 1, data: { publicKey, privateKey: sealed } }, { kind: "absent" });
  }
  const kept = await load(ctx.store, PushKey, key);
  if (kept === undefined) throw new Error("the push key that was just made is not there");
  return { publicKey: kept.value.publicKey, privateKey: await ctx.vault.open(place, kept.value.privateKey) };
}
