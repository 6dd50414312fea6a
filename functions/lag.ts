import { index } from "@showrunner/core/keys.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Metrics } from "./metrics.ts";

/** Measures how long what waits in the outbox and in the due index has been overdue, at worst: 0 when nothing is. */
export async function measureLag(ctx: Services, metrics: Metrics): Promise<void> {
  const shards = Array.from({ length: ctx.settings.shards }, (_, shard) => shard);
  const [outbox, due] = await Promise.all([
    Promise.all(shards.map((shard) => oldest(ctx, index.outbox(shard)))),
    Promise.all(shards.map((shard) => oldest(ctx, index.due(shard)))),
  ]);
  metrics.add("OutboxAge", Math.max(0, ...outbox));
  metrics.add("DueLag", Math.max(0, ...due));
}

/** How long ago (ms) the first of an index partition was due. Index keys begin with the time in ISO 8601. */
async function oldest(ctx: Services, gsi1pk: string): Promise<number> {
  const { items } = await ctx.store.queryIndex({ gsi1pk, limit: 1 });
  const [first] = items;
  return first?.gsi1sk === undefined ? 0 : ctx.clock.now() - Date.parse(first.gsi1sk.slice(0, isoLength));
}

const isoLength = "2026-01-01T00:00:00.000Z".length;
