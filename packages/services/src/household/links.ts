import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, householdKey, householdPrefix } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, loadAll } from "../stored.ts";

/**
 * One side of a household of two: what stands with the account that it is of. Both sides must say `agreed` for anything
 * to be shared; each side is written by its own person's word, but for the question that an offer puts to the other.
 */
export const HouseholdLink = z.object({
  accountId: z.string(),
  withId: z.string(),
  withUsername: z.string(),
  state: z.enum(["offered", "asked", "agreed"]),
  /** ISO 8601. */
  since: z.string(),
});
export type HouseholdLink = z.infer<typeof HouseholdLink>;

/** Offers somebody to be one household. Who was asked by them agrees by it. */
export async function offerHousehold(ctx: Services, own: Account, other: Account): Promise<HouseholdLink> {
  if (own.id === other.id)
    throw new Problem({
      code: "household.self",
      message: "a household takes two",
      hint: "Name the other person's account.",
    });
  const known = await linkOf(ctx, own.id, other.id);
  if (known?.state === "asked" || known?.state === "agreed") return await agreeToHousehold(ctx, own, other);
  const offered = link(ctx, own, other, "offered");
  await put(ctx, offered);
  // The other's side last: an offer that they can see is one that they can agree to.
  if ((await linkOf(ctx, other.id, own.id)) === undefined) await put(ctx, link(ctx, other, own, "asked"));
  return offered;
}

/** Agrees to an offer. Doing it again comes to the same. Throws Problem `household.not_offered`. */
export async function agreeToHousehold(ctx: Services, own: Account, other: Account): Promise<HouseholdLink> {
  const [mine, theirs] = await Promise.all([linkOf(ctx, own.id, other.id), linkOf(ctx, other.id, own.id)]);
  const isOffered =
    (mine?.state === "asked" || mine?.state === "agreed") && theirs !== undefined && theirs.state !== "asked";
  if (!isOffered)
    throw new Problem({
      code: "household.not_offered",
      message: `${other.username} has not offered ${own.username} to be one household`,
      hint: `Offer it: showrunner household offer ${other.username} --account ${own.username}`,
    });
  const agreed = link(ctx, own, other, "agreed");
  await put(ctx, agreed);
  await put(ctx, { ...theirs, state: "agreed" });
  return agreed;
}

/** Ends a household, or turns an offer down, from either side: from now on nothing is shared. */
export async function endHousehold(ctx: Services, own: Account, other: Pick<Account, "id">): Promise<void> {
  // The own side first: one side that has not agreed is enough for nothing to be shared.
  await ctx.store.delete(householdKey(own.id, other.id));
  await ctx.store.delete(householdKey(other.id, own.id));
}

/** With whom an account is one household, or may become one. */
export async function listHousehold(ctx: Services, accountId: string): Promise<HouseholdLink[]> {
  return (await loadAll(ctx.store, HouseholdLink, accountPk(accountId), householdPrefix)).map((one) => one.value);
}

/** The person of the household that is meant, by user name or account id; undefined unless both agreed. */
export async function householdMember(
  ctx: Services,
  accountId: string,
  wanted: string,
): Promise<HouseholdLink | undefined> {
  const links = await listHousehold(ctx, accountId);
  const found =
    links.find(({ withId }) => withId === wanted) ?? links.find(({ withUsername }) => isSame(withUsername, wanted));
  if (found?.state !== "agreed") return undefined;
  const theirs = await linkOf(ctx, found.withId, accountId);
  return theirs?.state === "agreed" ? found : undefined;
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

async function linkOf(ctx: Services, accountId: string, otherId: string): Promise<HouseholdLink | undefined> {
  return (await load(ctx.store, HouseholdLink, householdKey(accountId, otherId)))?.value;
}

function link(ctx: Services, own: Account, other: Account, state: HouseholdLink["state"]): HouseholdLink {
  const since = new Date(ctx.clock.now()).toISOString();
  return { accountId: own.id, withId: other.id, withUsername: other.username, state, since };
}

async function put(ctx: Services, side: HouseholdLink): Promise<void> {
  const key = householdKey(side.accountId, side.withId);
  const known = await ctx.store.get(key);
  await ctx.store.put({ ...key, v: (known?.v ?? 0) + 1, data: side });
}
