import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { asPerson } from "../accounts/tokens.ts";
import type { Services } from "../context.ts";
import { brakeOn } from "../schedule/brake.ts";
import { pausedUntil } from "../schedule/pause.ts";

/**
 * Asks Trakt as a person, unless Trakt turned everybody away not long ago: then Problem `trakt.paused`, and nothing is
 * sent. Throws what `asPerson` throws; that Trakt turns everybody away holds for all who work here.
 */
export async function askTrakt<T>(
  ctx: Services,
  account: Account,
  work: (session: TraktSession) => Promise<T>,
): Promise<T> {
  const waitMs = (await pausedUntil(ctx)) - ctx.clock.now();
  if (waitMs > 0)
    throw new Problem({
      code: "trakt.paused",
      message: `Trakt asked to be left alone for ${Math.ceil(waitMs / 1000)} s more`,
      hint: "Ask again after that.",
      retry: { kind: "after", afterMs: waitMs },
    });
  try {
    return await asPerson(ctx, account, work);
  } catch (error) {
    await brakeOn(ctx, error);
    throw error;
  }
}
