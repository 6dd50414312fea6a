import { TraktError } from "@showrunner/trakt/errors.ts";
import type { Services } from "./context.ts";
import { pauseAll } from "./pause.ts";

/** What brakes everybody: Trakt's edge turning us away, as opposed to one person's own limit. */
export async function brakeOn(ctx: Services, error: unknown): Promise<void> {
  const paused = ctx.trakt.paused();
  if (paused !== null) await pauseAll(ctx, paused.untilMs, paused.reason);
  else if (error instanceof TraktError && error.kind === "edge_blocked")
    await pauseAll(ctx, ctx.clock.now() + edgeBlockMs, error.message);
}

/** Being blocked at the edge does not pass in seconds, and going on knocking makes it worse. */
const edgeBlockMs = 5 * 60_000;
