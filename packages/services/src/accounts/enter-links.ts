import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { enterLinkKey, enterLinkOfKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { getAccount } from "./accounts.ts";

/** How long a link signs in, unless said otherwise. */
export const enterLinkLifeMs = 10 * 60_000;

const EnterLink = z.object({ accountId: z.string(), expiresAt: z.number() });
type EnterLink = z.infer<typeof EnterLink>;

/** Makes what the end of a link is that signs a person in once. Only its SHA-256 is kept. */
export async function addEnterLink(
  ctx: Services,
  account: Pick<Account, "id">,
  lifeMs: number = enterLinkLifeMs,
): Promise<Secret<string>> {
  const token = `${ctx.random.id("own").slice(4)}${ctx.random.id("own").slice(4)}`;
  const tokenHash = hashOf(token);
  const data: EnterLink = { accountId: account.id, expiresAt: ctx.clock.now() + lifeMs };
  const row = { v: 1, data, ttl: Math.ceil(data.expiresAt / 1000) };
  await ctx.store.put({ ...enterLinkOfKey(account.id, tokenHash), ...row }, { kind: "absent" });
  await ctx.store.put({ ...enterLinkKey(tokenHash), ...row }, { kind: "absent" });
  return new Secret(token);
}

/** Whom a link signs in; looking uses nothing up. Throws Problem `login.link_over`. */
export async function lookAtEnterLink(ctx: Services, token: string): Promise<Account> {
  return await getAccount(ctx, (await open(ctx, token)).value.accountId);
}

/** Uses a link up: of several who come at once with the same one, one is let in. Throws Problem `login.link_over`. */
export async function useEnterLink(ctx: Services, token: string): Promise<Account> {
  const { v, value } = await open(ctx, token);
  const account = await getAccount(ctx, value.accountId);
  if (!(await ctx.store.delete(enterLinkKey(hashOf(token)), { kind: "version", v }))) throw over();
  await ctx.store.delete(enterLinkOfKey(account.id, hashOf(token)));
  return account;
}

async function open(ctx: Services, token: string): Promise<Stored<EnterLink>> {
  const found = token.length > 100 ? undefined : await load(ctx.store, EnterLink, enterLinkKey(hashOf(token)));
  if (found === undefined || found.value.expiresAt <= ctx.clock.now()) throw over();
  return found;
}

function over(): Problem {
  return new Problem({
    code: "login.link_over",
    message: "this link was used already, or is older than ten minutes",
    hint: "Make another with `showrunner dashboard`.",
  });
}

const hashOf = (token: string): string => hash("sha256", token, "hex");
