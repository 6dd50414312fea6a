import { sharedKey } from "@showrunner/core/keys.ts";
import { longestWaitMs } from "@showrunner/trakt/rate-limit.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

const pauseKey = sharedKey("PAUSE");
const Pause = z.object({ until: z.number(), reason: z.string() });

/**
 * The client waits no longer than its longest wait, whatever Trakt asks: what is further ahead, workers' clocks apart, was
 * set by a clock that has been put right since.
 */
const longestPauseMs = 2 * longestWaitMs;

/** Until when nobody may call Trakt, epoch ms; 0 when nothing brakes. One row stops every worker. */
export async function pausedUntil(ctx: Services): Promise<number> {
  const pause = await load(ctx.store, Pause, pauseKey);
  return pause === undefined ? 0 : credible(ctx, pause.value.until);
}

export async function pauseAll(ctx: Services, until: number, reason: string): Promise<void> {
  const pause = await load(ctx.store, Pause, pauseKey);
  if (pause !== undefined && credible(ctx, pause.value.until) >= until) return;
  await ctx.store.put({ ...pauseKey, v: (pause?.v ?? 0) + 1, data: { until, reason } });
}

function credible(ctx: Services, until: number): number {
  return until > ctx.clock.now() + longestPauseMs ? 0 : until;
}
