import { sharedKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { findThing } from "../explain/named-thing.ts";
import { readSeasons } from "./air-dates.ts";
import { loadKept } from "./kept.ts";
import { oneFlight } from "./one-flight.ts";
import { pack, unpack } from "./packed.ts";

const Season = z.object({
  number: z.int(),
  episodes: z.array(
    z.object({
      number: z.int(),
      title: z.string().nullable(),
      trakt: z.int(),
      /** ISO 8601; null while it is not known. */
      firstAired: z.string().nullable(),
    }),
  ),
});

/** A season with its episodes, as a list to choose from. */
export type SeasonView = z.infer<typeof Season>;

const Kept = z.object({ readAt: z.number(), seasons: z.string() });
const keptMs = 30 * 24 * 3_600_000;
/** Characters: what is longer is read each time. */
const longestKept = 300_000;
const flight = oneFlight<SeasonView[]>();

/**
 * The seasons of a show and their episodes, specials left out: the same for everybody, read once in some hours and not as
 * the person. `show`: Trakt's id, a slug or a title. Throws `media.unknown`, and what Trakt's client does.
 */
export async function episodes(
  ctx: Services,
  account: Account,
  show: string,
  signal?: AbortSignal,
): Promise<{ show: number; seasons: SeasonView[] }> {
  const id = /^\d{1,12}$/.test(show) ? Number(show) : (await findThing(ctx, account.id, show, "show")).trakt;
  return { show: id, seasons: await flight(ctx, [id], signal, () => seasonsOf(ctx, id)) };
}

async function seasonsOf(ctx: Services, id: number): Promise<SeasonView[]> {
  const key = sharedKey(`EPISODES#${id}`);
  const known = await loadKept(ctx.store, Kept, key);
  if (known?.value !== undefined && ctx.clock.now() - known.value.readAt < ctx.settings.factsMaxAgeMs) {
    const seasons = await unpack(z.array(Season), known.value.seasons);
    if (seasons !== undefined) return seasons;
  }
  const read = await readSeasons(ctx, ctx.trakt, id);
  const seasons = read.seasons.map(({ number, episodes: some }) => ({
    number,
    episodes: (some ?? [])
      .map((one) => ({
        number: one.number,
        title: one.title ?? null,
        trakt: one.ids.trakt,
        firstAired: one.first_aired == null ? null : new Date(one.first_aired).toISOString(),
      }))
      .toSorted((a, b) => a.number - b.number),
  }));
  const packed = await pack(seasons);
  const readAt = ctx.clock.now();
  const ttl = Math.ceil((readAt + keptMs) / 1000);
  if (packed.length <= longestKept)
    await ctx.store.put({ ...key, v: (known?.v ?? 0) + 1, data: { readAt, seasons: packed }, ttl });
  return seasons;
}
