import { TraktError } from "@showrunner/trakt/errors.ts";
import type { Services } from "../context.ts";
import { pauseAll } from "./pause.ts";

/** What brakes everybody: Trakt's edge turning us away, as opposed to one person's own limit. */
export async function brakeOn(ctx: Services, error: unknown): Promise<void> {
  const paused = ctx.trakt.paused();
  if (paused !== null) await pauseAll(ctx, paused.untilMs, paused.reason);
  if (error instanceof TraktError && error.atEdge && error.retry.kind === "after")
    await pauseAll(ctx, ctx.clock.now() + error.retry.afterMs, error.message);
}
