import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, feedLinkKey, feedLinkOfKey } from "@showrunner/core/keys.ts";
import type { RuleRecord } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, loadAll } from "../stored.ts";

/** A secret address at which a rule's matches can be read: all of it but the secret. Times are ISO 8601. */
export const FeedLink = z.object({
  id: z.string(),
  accountId: z.string(),
  ruleId: z.string(),
  hash: z.string(),
  createdAt: z.string(),
});
export type FeedLink = z.infer<typeof FeedLink>;

const mostLinks = 100;

/** Makes an address for a rule's matches. Only the SHA-256 of its token is kept: the token is told this once. */
export async function addFeedLink(ctx: Services, rule: RuleRecord): Promise<{ link: FeedLink; token: Secret<string> }> {
  const { accountId, id: ruleId } = rule;
  const known = await listFeedLinks(ctx, accountId);
  if (known.length >= mostLinks)
    throw new Problem({
      code: "feed.too_many",
      message: `there are ${known.length} feed addresses already, and no account may have more`,
      hint: "Take back those that nothing reads.",
    });
  const token = `${ctx.random.id("fed").slice(4)}${ctx.random.id("fed").slice(4)}`;
  const createdAt = new Date(ctx.clock.now()).toISOString();
  const link: FeedLink = { id: ctx.random.id("fed"), accountId, ruleId, hash: hashOf(token), createdAt };
  // In the account first: an address that opens is one that its owner can see.
  await ctx.store.put({ ...feedLinkOfKey(accountId, link.id), v: 1, data: link }, { kind: "absent" });
  await ctx.store.put({ ...feedLinkKey(link.hash), v: 1, data: link }, { kind: "absent" });
  return { link, token: new Secret(token) };
}

/** An account's feed addresses, without their tokens. */
export async function listFeedLinks(ctx: Services, accountId: string): Promise<FeedLink[]> {
  return (await loadAll(ctx.store, FeedLink, accountPk(accountId), "FEEDLINK#")).map((one) => one.value);
}

/** Takes an address back: it opens nothing from now on. Throws Problem `feed.unknown`. */
export async function removeFeedLink(ctx: Services, accountId: string, id: string): Promise<FeedLink> {
  const found = await load(ctx.store, FeedLink, feedLinkOfKey(accountId, id));
  if (found === undefined)
    throw new Problem({ code: "feed.unknown", message: `there is no feed address ${id}`, hint: "List them first." });
  await ctx.store.delete(feedLinkKey(found.value.hash));
  await ctx.store.delete(feedLinkOfKey(accountId, id));
  return found.value;
}

/** What a token opens. Throws Problem `feed.unknown`, the same for one that never was and one that was taken back. */
export async function openFeedLink(ctx: Services, token: string): Promise<FeedLink> {
  const found = await load(ctx.store, FeedLink, feedLinkKey(hashOf(token)));
  if (found !== undefined) return found.value;
  throw new Problem({
    code: "feed.unknown",
    message: "there is no feed at this address, or it was taken back",
    hint: "Make another with `showrunner rules feed RULE`.",
  });
}

const hashOf = (token: string): string => hash("sha256", token, "hex");
