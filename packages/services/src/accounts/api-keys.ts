import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, apiKeyKey, apiKeyOfKey } from "@showrunner/core/keys.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { KeyScope, NewApiKey } from "./new-api-key.ts";
import { load, loadAll } from "../stored.ts";

/** What is kept of a key: all but the key. Times are ISO 8601. */
export const ApiKey = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  scopes: z.array(KeyScope),
  hash: z.string(),
  createdAt: z.string(),
  /** Null: it holds until it is taken back. */
  expiresAt: z.string().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** So that a key is known as one wherever it leaks to. */
const keyPrefix = "srk_";
const mostKeys = 50;

/** Makes a key of an account's. Only its SHA-256 is kept: the key itself is told this once. */
export async function addKey(
  ctx: Services,
  accountId: string,
  given: z.input<typeof NewApiKey>,
): Promise<{ key: ApiKey; token: Secret<string> }> {
  const { name, scopes, days } = NewApiKey.parse(given);
  const known = await listKeys(ctx, accountId);
  if (known.length >= mostKeys)
    throw new Problem({
      code: "key.too_many",
      message: `there are ${known.length} keys already, and no account may have more`,
      hint: "Take back those that nothing uses: `showrunner keys rm ID`.",
    });
  // The id of a key holds 120 bits of the system's randomness; two of them make the token.
  const token = `${keyPrefix}${ctx.random.id("key").slice(4)}${ctx.random.id("key").slice(4)}`;
  const now = ctx.clock.now();
  const key: ApiKey = {
    id: ctx.random.id("key"),
    accountId,
    name,
    scopes,
    hash: hashOf(token),
    createdAt: new Date(now).toISOString(),
    expiresAt: days === undefined ? null : new Date(now + days * 86_400_000).toISOString(),
  };
  // In the account first: a key that opens is one that its owner can see.
  await ctx.store.put({ ...apiKeyOfKey(accountId, key.id), v: 1, data: key }, { kind: "absent" });
  await ctx.store.put({ ...apiKeyKey(key.hash), v: 1, data: key }, { kind: "absent" });
  return { key, token: new Secret(token) };
}

/** An account's keys, the oldest first. */
export async function listKeys(ctx: Services, accountId: string): Promise<ApiKey[]> {
  const found = await loadAll(ctx.store, ApiKey, accountPk(accountId), "APIKEY#");
  return found.map((one) => one.value).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/** Takes a key back, by its id or its name: it opens nothing from now on. Throws Problem `key.unknown`. */
export async function removeKey(ctx: Services, accountId: string, wanted: string): Promise<ApiKey> {
  const keys = await listKeys(ctx, accountId);
  const found = keys.find((one) => one.id === wanted) ?? keys.find((one) => one.name === wanted);
  if (found === undefined)
    throw new Problem({
      code: "key.unknown",
      message: `there is no key "${wanted}"`,
      hint: keys.length === 0 ? "There are none." : `Keys: ${keys.map((one) => one.name).join(", ")}.`,
    });
  await ctx.store.delete(apiKeyKey(found.hash));
  await ctx.store.delete(apiKeyOfKey(accountId, found.id));
  return found;
}

/** The key that a token is. Throws Problem `key.refused`, the same for one that never was and one that is over. */
export async function openKey(ctx: Services, token: string): Promise<ApiKey> {
  const kept = token.startsWith(keyPrefix) ? await load(ctx.store, ApiKey, apiKeyKey(hashOf(token))) : undefined;
  const key = kept?.value;
  const holds = key !== undefined && (key.expiresAt === null || Date.parse(key.expiresAt) > ctx.clock.now());
  if (holds) return key;
  throw new Problem({
    code: "key.refused",
    message: "this API key is not known, or no longer holds",
    hint: "Make one with `showrunner keys add NAME`.",
  });
}

const hashOf = (token: string): string => hash("sha256", token, "hex");
