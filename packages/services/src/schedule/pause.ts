import { sharedKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

const pauseKey = sharedKey("PAUSE");
const Pause = z.object({ until: z.number(), reason: z.string() });

/** Until when nobody may call Trakt, epoch ms; 0 when nothing brakes. One row stops every worker. */
export async function pausedUntil(ctx: Services): Promise<number> {
  const pause = await load(ctx.store, Pause, pauseKey);
  return pause?.value.until ?? 0;
}

export async function pauseAll(ctx: Services, until: number, reason: string): Promise<void> {
  const pause = await load(ctx.store, Pause, pauseKey);
  if (pause !== undefined && pause.value.until >= until) return;
  await ctx.store.put({ ...pauseKey, v: (pause?.v ?? 0) + 1, data: { until, reason } });
}
