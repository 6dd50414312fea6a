import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { inviteKey, invitesPk } from "@showrunner/core/keys.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, loadAll } from "../stored.ts";

/** What is kept of an invitation: all but what it is shown by. Times are ISO 8601. */
export const Invite = z.object({
  id: z.string(),
  /** Whom it is for, in the words of whoever made it. */
  name: z.string(),
  hash: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** The SHA-256 of the account's id that came in by it: coming again after a crash is still the same person. */
  usedBy: z.string().nullable(),
});
export type Invite = z.infer<typeof Invite>;

/** What an invitation is asked for with. */
export const NewInvite = z.strictObject({
  name: z.string().trim().min(1).max(120).describe("Whom it is for."),
  days: z.int().min(1).max(90).default(7).describe("For how many days it holds."),
});

const tokenPrefix = "sri_";
const mostInvites = 200;

/** Invites one person. Only the SHA-256 of the token is kept: it is told this once. */
export async function addInvite(
  ctx: Services,
  given: z.input<typeof NewInvite>,
): Promise<{ invite: Invite; token: Secret<string> }> {
  const { name, days } = NewInvite.parse(given);
  if ((await listInvites(ctx)).length >= mostInvites)
    throw new Problem({
      code: "invite.too_many",
      message: `there are ${mostInvites} open invitations already`,
      hint: "Take back those that nobody will use: `showrunner invites rm ID`.",
    });
  const token = `${tokenPrefix}${ctx.random.id("inv").slice(4)}${ctx.random.id("inv").slice(4)}`;
  const now = ctx.clock.now();
  const invite: Invite = {
    id: ctx.random.id("inv"),
    name,
    hash: inviteHash(token),
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + days * 86_400_000).toISOString(),
    usedBy: null,
  };
  await ctx.store.put({ ...inviteKey(invite.hash), ...rowOf(invite, 1) }, { kind: "absent" });
  return { invite, token: new Secret(token) };
}

/** The invitations that somebody may still use, the oldest first. */
export async function listInvites(ctx: Services): Promise<Invite[]> {
  const all = await loadAll(ctx.store, Invite, invitesPk, inviteKey("").sk);
  const open = all.map(({ value }) => value).filter((one) => one.usedBy === null && holds(ctx, one));
  return open.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/** Takes an invitation back, by its id or its name. Throws Problem `invite.unknown`. */
export async function removeInvite(ctx: Services, wanted: string): Promise<Invite> {
  const open = await listInvites(ctx);
  const found = open.find(({ id }) => id === wanted) ?? open.find(({ name }) => name === wanted);
  if (found === undefined)
    throw new Problem({
      code: "invite.unknown",
      message: `there is no open invitation "${wanted}"`,
      hint: "It may have been used; look at the list of them.",
    });
  await ctx.store.delete(inviteKey(found.hash));
  return found;
}

/** Uses an invitation up for one account: of several who come at once with the same one, one is let in. */
export async function useInvite(ctx: Services, tokenHash: string, accountId: string): Promise<boolean> {
  const found = await load(ctx.store, Invite, inviteKey(tokenHash));
  if (found === undefined || !holds(ctx, found.value)) return false;
  const by = hash("sha256", accountId, "hex");
  if (found.value.usedBy !== null) return found.value.usedBy === by;
  const used: Invite = { ...found.value, usedBy: by };
  return await ctx.store.put({ ...inviteKey(tokenHash), ...rowOf(used, found.v + 1) }, { kind: "version", v: found.v });
}

/** What of an invitation may be kept while its person is at Trakt. */
export function inviteHash(token: string): string {
  return hash("sha256", token, "hex");
}

const holds = (ctx: Services, { expiresAt }: Invite): boolean => ctx.clock.now() < Date.parse(expiresAt);

const rowOf = (invite: Invite, v: number) => ({
  v,
  data: invite,
  ttl: Math.ceil(Date.parse(invite.expiresAt) / 1000),
});
