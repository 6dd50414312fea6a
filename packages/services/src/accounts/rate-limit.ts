import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { rateKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { RequestLimit, Services } from "../context.ts";
import { load } from "../stored.ts";

export type LimitName = keyof Services["settings"]["requestLimits"];

const Turns = z.object({ left: z.number(), at: z.number() });
/** Those who come at once take their turns one after another. */
const mostTries = 20;

/**
 * Takes a turn at what may be done only so often: so many at once, and as many again in each span of time. It is counted
 * in the store, so that it holds however many processes answer. `who`: an account, or an address that asks, of which only
 * a hash is kept, and for no longer than it counts.
 *
 * Throws Problem `request.too_often`, with when to come again.
 */
export async function takeTurn(ctx: Services, name: LimitName, who: string): Promise<void> {
  const limit = ctx.settings.requestLimits[name];
  await take(ctx, name, hash("sha256", who), limit);
  // However many addresses somebody has.
  if (limit.total !== undefined) await take(ctx, name, "ALL", { ...limit, count: limit.total });
}

async function take(ctx: Services, name: LimitName, who: string, { count, spanMs }: RequestLimit): Promise<void> {
  const key = rateKey(name, who);
  let left = 0;
  for (let tries = 0; tries < mostTries; tries++) {
    const now = ctx.clock.now();
    const known = await load(ctx.store, Turns, key);
    const since = known === undefined ? spanMs : Math.max(0, now - known.value.at);
    left = Math.min(count, (known?.value.left ?? count) + (since / spanMs) * count);
    if (left < 1) break;
    const saved = await ctx.store.put(
      { ...key, v: (known?.v ?? 0) + 1, data: { left: left - 1, at: now }, ttl: Math.ceil((now + spanMs) / 1000) },
      known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
    );
    if (saved) return;
  }
  const afterMs = Math.max(1000, Math.ceil(((1 - Math.min(left, 1)) / count) * spanMs));
  throw new Problem({
    code: "request.too_often",
    message: `this was asked for more than ${count} times in ${Math.round(spanMs / 60_000)} minutes`,
    hint: `Wait ${afterMs < 90_000 ? `${Math.ceil(afterMs / 1000)} seconds` : `${Math.ceil(afterMs / 60_000)} minutes`}, then ask again.`,
    retry: { kind: "after", afterMs },
  });
}
