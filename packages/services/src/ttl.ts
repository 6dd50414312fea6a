import type { Services } from "./context.ts";

const daySeconds = 86_400;

/**
 * Until when history is kept, in epoch seconds. Whole days: what is written again the same day keeps its place in
 * the store's index.
 */
export function historyTtl(ctx: Services): number {
  return Math.ceil((ctx.clock.now() + ctx.settings.retentionMs) / 1000 / daySeconds) * daySeconds;
}
