import { isDelivery } from "@showrunner/core/actions.ts";
import { profileKey } from "@showrunner/core/keys.ts";
import { Account } from "@showrunner/core/records.ts";
import type { Hold } from "@showrunner/core/timing.ts";
import type { Claim } from "../act/actions.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { type PersonTime, personTime, quietHold } from "./placement.ts";
import { getSettings } from "./settings.ts";

/**
 * Says of each delivery that is about to be made whether its receiver has quiet hours: a try after a failure, a digest and
 * a notice of our own fall into them as well. Each account's settings are read once for a batch.
 */
export function quietHoursOf(ctx: Services): (claimed: Claim) => Promise<Hold | undefined> {
  const known = new Map<string, Promise<PersonTime | undefined>>();
  return async ({ stored, repeated }) => {
    const { accountId, request, timing } = stored.value;
    if (!isDelivery(request) || timing?.quiet === false) return undefined;
    // A notice of our own has no timing; a webhook waits only where its rule says so.
    if (timing == null && request.do === "webhook") return undefined;
    const reading = known.get(accountId) ?? timeOf(ctx, accountId);
    known.set(accountId, reading);
    const time = await reading;
    // What may have been told already is told again by itself, and says so.
    const isAlone = repeated || timing?.merges !== undefined;
    return time === undefined ? undefined : quietHold(time, request, ctx.clock.now(), isAlone);
  };
}

/** Undefined for who has no quiet hours at all, which is known by one read. */
async function timeOf(ctx: Services, accountId: string): Promise<PersonTime | undefined> {
  const settings = await getSettings(ctx, accountId);
  const isEver = [settings, ...Object.values(settings.channels)].some(({ quiet_hours }) => quiet_hours !== undefined);
  if (!isEver) return undefined;
  const account = await load(ctx.store, Account, profileKey(accountId));
  return account === undefined ? undefined : await personTime(ctx, account.value, settings);
}
