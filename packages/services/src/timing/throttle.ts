import { throttleKey } from "@showrunner/core/keys.ts";
import { parseDuration } from "@showrunner/rules/duration.ts";
import type { Throttle } from "@showrunner/rules/options.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/** What a throttle let through of late, the oldest first; times are epoch ms. */
const Admitted = z.object({ admitted: z.array(z.object({ actionId: z.string(), at: z.number() })), ttl: z.int() });
type Admitted = z.infer<typeof Admitted>;

/** So many in a period, counted under a name. */
export interface Limit {
  counter: string;
  throttle: Pick<Throttle, "at_most" | "per">;
}

/**
 * Counts an action, once however often it is asked for. Returns when the next may be told, epoch ms, where this one is
 * over the limit.
 */
export async function admit(
  ctx: Services,
  accountId: string,
  { counter, throttle }: Limit,
  actionId: string,
): Promise<number | undefined> {
  const perMs = parseDuration(throttle.per);
  for (;;) {
    const known = await load(ctx.store, Admitted, throttleKey(accountId, counter));
    const now = ctx.clock.now();
    const all = known?.value.admitted ?? [];
    if (all.some((one) => one.actionId === actionId)) return undefined;
    const recent = all.filter(({ at }) => at > now - perMs);
    const [oldest] = recent.slice(-throttle.at_most);
    if (oldest !== undefined && recent.length >= throttle.at_most) return oldest.at + perMs;
    // Kept a day longer than it counts: an action that is asked for again is then known as counted.
    const ttl = Math.ceil((now + perMs) / 1000) + 86_400;
    if (await save(ctx, accountId, counter, known?.v, { admitted: [...recent, { actionId, at: now }], ttl }))
      return undefined;
  }
}

/** Counts the message that tells of what had waited, whatever the limit. */
export async function countMerged(ctx: Services, accountId: string, counter: string, actionId: string): Promise<void> {
  for (;;) {
    const known = await load(ctx.store, Admitted, throttleKey(accountId, counter));
    // Forgotten since: nothing was told for longer than its period.
    if (known === undefined || known.value.admitted.some((one) => one.actionId === actionId)) return;
    // It takes the place of the oldest, which made room for it.
    const admitted = [...known.value.admitted.slice(1), { actionId, at: ctx.clock.now() }];
    if (await save(ctx, accountId, counter, known.v, { ...known.value, admitted })) return;
  }
}

async function save(
  ctx: Services,
  accountId: string,
  counter: string,
  v: number | undefined,
  data: Admitted,
): Promise<boolean> {
  return await ctx.store.put(
    { ...throttleKey(accountId, counter), v: (v ?? 0) + 1, data, ttl: data.ttl },
    v === undefined ? { kind: "absent" } : { kind: "version", v },
  );
}
