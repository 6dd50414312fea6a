import {
  apiKeyKey,
  apiKeyOfKey,
  approvalAskKey,
  approvalTokenKey,
  enterLinkKey,
  enterLinkOfKey,
  feedLinkKey,
  feedLinkOfKey,
  hookKey,
  hookPlaceKey,
  householdKey,
  householdPrefix,
  sessionKey,
  sessionOfKey,
} from "@showrunner/core/keys.ts";
import type { Item, Key } from "@showrunner/core/ports/store.ts";
import * as z from "zod";
import type { Services } from "../context.ts";

const Hashed = z.object({ hash: z.string() });
const Asked = z.object({ tokenHash: z.string(), former: z.array(Hashed).nullish() });

/** What belongs to an account and lies outside its partition, by the beginning of the key of the row that tells of it. */
const doors: Readonly<Record<string, (ctx: Services, row: Item, accountId: string) => Promise<Key[]>>> = {
  [apiKeyOfKey("", "").sk]: async (_ctx, { data }) => hashesOf(data).map((hash) => apiKeyKey(hash)),
  [feedLinkOfKey("", "").sk]: async (_ctx, { data }) => hashesOf(data).map((hash) => feedLinkKey(hash)),
  [sessionOfKey("", "").sk]: async (_ctx, { data }) => hashesOf(data).map((hash) => sessionKey(hash)),
  [enterLinkOfKey("", "").sk]: async (_ctx, { sk }) => [enterLinkKey(sk.slice(enterLinkOfKey("", "").sk.length))],
  [approvalAskKey("", "").sk]: async (_ctx, { data }) => {
    const asked = Asked.safeParse(data).data;
    if (asked === undefined) return [];
    return [asked.tokenHash, ...(asked.former ?? []).map(({ hash }) => hash)].map((hash) => approvalTokenKey(hash));
  },
  [householdPrefix]: async (_ctx, { sk }, accountId) => [householdKey(sk.slice(householdPrefix.length), accountId)],
  [hookKey("", "").sk]: async (ctx, { sk }) => {
    const { pk } = hookPlaceKey(sk.slice(hookKey("", "").sk.length));
    const found: Key[] = [];
    let after: string | undefined;
    do {
      const page = await ctx.store.query({ pk, after });
      found.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return found;
  },
};

const hashesOf = (data: unknown): string[] => {
  const parsed = Hashed.safeParse(data);
  return parsed.success ? [parsed.data.hash] : [];
};

/**
 * Deletes what leads to a row of an account's from outside its partition: what is found by a token's hash, a hook's
 * address, the other side of a household. Before the row itself, which alone tells of it.
 */
export async function closeDoors(ctx: Services, accountId: string, row: Item): Promise<void> {
  const prefix = Object.keys(doors).find((one) => row.sk.startsWith(one));
  if (prefix === undefined) return;
  for (const { pk, sk } of (await doors[prefix]?.(ctx, row, accountId)) ?? []) await ctx.store.delete({ pk, sk });
}
