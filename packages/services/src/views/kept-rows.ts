import { viewKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { flattenActivities } from "../poll/activities.ts";
import { loadPollCursor } from "../poll/poll-cursor.ts";
import { askTrakt } from "./ask-trakt.ts";
import { loadKept } from "./kept.ts";
import { pack, unpack } from "./packed.ts";

/** Something of a person's at Trakt that a view is made from, a list of rows under a name of its own. */
export interface KeptPart<Row> {
  name: string;
  read(session: TraktSession): Promise<Row[]>;
}

export interface KeptView<Row> {
  row: z.ZodType<Row>;
  /** Trakt's activity timestamps, `section.key`, that move when the rows may have changed. */
  activityKeys: readonly string[];
  /** For how long they are taken for true while those do not move. */
  maxAgeMs: number;
}

const Kept = z.object({
  untilMs: z.number(),
  /** What Trakt said of all that is the person's, and of what bears on the rows, when they were read or found to hold. */
  all: z.string(),
  mark: z.string(),
  rows: z.string(),
});
type Kept = z.infer<typeof Kept>;

/** Characters: DynamoDB takes items of up to 400 KB. What is longer is read each time. */
const longestKept = 300_000;
const keptMs = 45 * 24 * 3_600_000;

/**
 * The rows of some parts, in their order. What was read is kept: it costs no call where the polls saw that nothing of the
 * person's moved at all, and one where something else did. Throws what `askTrakt` does.
 */
export async function keptRows<Row>(
  ctx: Services,
  account: Account,
  view: KeptView<Row>,
  parts: readonly KeptPart<Row>[],
  signal: AbortSignal,
): Promise<Row[]> {
  const [cursor, ...kept] = await Promise.all([
    loadPollCursor(ctx, account.id),
    ...parts.map(({ name }) => loadKept(ctx.store, Kept, viewKey(account.id, name))),
  ]);
  const now = ctx.clock.now();
  const known = await Promise.all(
    parts.map(async (part, at) => {
      const value = kept[at]?.value;
      const isYoung = value !== undefined && now < value.untilMs;
      const rows = isYoung ? await unpack(z.array(view.row), value.rows) : undefined;
      return { part, v: kept[at]?.v, value: rows === undefined ? undefined : value, rows };
    }),
  );
  const polled = cursor?.value.seen["all"] ?? "";
  if (polled !== "" && known.every(({ value }) => value?.all === polled))
    return known.flatMap(({ rows }) => rows ?? []);
  return await askTrakt(
    ctx,
    account,
    async (session) => {
      const activities = flattenActivities(await session.call(Sync.lastActivities, {}));
      const times = view.activityKeys.map((key) => activities.get(key) ?? "");
      const seen = { all: activities.get("all") ?? "", mark: times.join(" ") };
      const movedMs = Math.max(0, ...times.map((at) => Date.parse(at) || 0));
      const found = await Promise.all(
        known.map(async ({ part, v, value, rows }) => {
          const holds = rows !== undefined && value?.mark === seen.mark;
          if (holds && value.all === seen.all) return rows;
          const fresh = holds ? rows : await part.read(session);
          const readMs = ctx.clock.now();
          const settledMs = movedMs + ctx.settings.settleMs;
          // Trakt's reads lag: what was read right after something moved is read once more.
          const untilMs = holds ? value.untilMs : readMs < settledMs ? settledMs : readMs + view.maxAgeMs;
          const packed = holds ? value.rows : await pack(fresh);
          if (packed.length > longestKept) return fresh;
          const data: Kept = { untilMs, ...seen, rows: packed };
          const ttl = Math.ceil((readMs + keptMs) / 1000);
          await ctx.store.put({ ...viewKey(account.id, part.name), v: (v ?? 0) + 1, data, ttl });
          return fresh;
        }),
      );
      return found.flat();
    },
    signal,
  );
}
