import { Problem } from "@showrunner/core/errors.ts";
import { getAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { HouseholdLink } from "@showrunner/services/household/links.ts";
import * as Household from "../contract/household.ts";
import { type Implemented, implementFor } from "./implement.ts";

const links = () => import("@showrunner/services/household/links.ts");

export const householdRoutes: readonly Implemented[] = [
  implementFor(Household.list, async ({ ctx, account }) => {
    const { listHousehold } = await links();
    return { items: (await listHousehold(ctx, account.id)).map(view) };
  }),
  implementFor(Household.offer, async ({ ctx, account, body }) => {
    const { offerHousehold } = await links();
    const wanted = body.username.toLowerCase();
    const other = (await listAccounts(ctx)).find((one) => one.username.toLowerCase() === wanted);
    // Who is here is nobody else's business: an offer to nobody looks like one that is not answered.
    if (other !== undefined) await offerHousehold(ctx, account, other);
    return { asked: true as const };
  }),
  implementFor(Household.agree, async ({ ctx, account, body }) => {
    const { agreeToHousehold } = await links();
    const { withId } = await memberOf(ctx, account.id, body.username);
    return view(await agreeToHousehold(ctx, account, await getAccount(ctx, withId)));
  }),
  implementFor(Household.end, async ({ ctx, account, body }) => {
    const { endHousehold } = await links();
    const { withId } = await memberOf(ctx, account.id, body.username);
    await endHousehold(ctx, account, { id: withId });
    return { ended: true as const };
  }),
];

async function memberOf(ctx: Services, accountId: string, username: string): Promise<HouseholdLink> {
  const { listHousehold } = await links();
  const wanted = username.toLowerCase();
  const found = (await listHousehold(ctx, accountId)).find((one) => one.withUsername.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new Problem({
    code: "household.unknown",
    message: `"${username}" neither offered nor was offered to be one household with you`,
    hint: "Offer it first.",
  });
}

function view({ withUsername, state, since }: HouseholdLink) {
  return { username: withUsername, state, since };
}
