import { sharedKey } from "@showrunner/core/keys.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import type { TraktCalls } from "@showrunner/trakt/client.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { loadKept } from "./kept.ts";
import { ifKnown } from "./known-to-trakt.ts";

const minuteMs = 60_000;

/** When a show's episodes air, specials left out: the same for everybody, read once and kept for all. */
export const AirDates = z.object({
  readAt: z.number(),
  seasons: z.array(
    z.object({
      number: z.int(),
      /** `[number, minutes since 1970]`; null while it is not known. */
      episodes: z.array(z.tuple([z.int(), z.number().nullable()])),
    }),
  ),
});
export type AirDates = z.infer<typeof AirDates>;

const keyOf = (showId: number) => sharedKey(`AIRDATES#${showId}`);
/** Nobody may look at the show again. */
const keptMs = 60 * 24 * 3_600_000;

export type SeasonWithEpisodes = z.output<typeof Shows.seasons.reply>[number];

/** A show's seasons with their episodes, from Trakt, specials left out; its air dates are kept. */
export async function readSeasons(
  ctx: Services,
  caller: Pick<TraktCalls, "call">,
  showId: number,
): Promise<{ seasons: SeasonWithEpisodes[]; dates: AirDates }> {
  // A show without seasons looks like one that Trakt does not know.
  const reply = await ifKnown(caller.call(Shows.seasons, { id: showId, extended: ["full", "episodes"] }));
  const seasons = (reply ?? []).filter((season) => season.number > 0).toSorted((a, b) => a.number - b.number);
  const dates: AirDates = {
    readAt: ctx.clock.now(),
    seasons: seasons.map(({ number, episodes }) => ({
      number,
      episodes: (episodes ?? [])
        .map((one): [number, number | null] => [one.number, minutesOf(one.first_aired)])
        .toSorted(([a], [b]) => a - b),
    })),
  };
  const ttl = Math.ceil((dates.readAt + keptMs) / 1000);
  await ctx.store.put({ ...keyOf(showId), v: 1, data: dates, ttl });
  return { seasons, dates };
}

/** A show's air dates as last read, if that is not too long ago and says of as many episodes that they have aired. */
export async function airDates(
  ctx: Services,
  caller: Pick<TraktCalls, "call">,
  showId: number,
  aired: ReadonlyMap<number, number>,
): Promise<AirDates> {
  const known = (await loadKept(ctx.store, AirDates, keyOf(showId)))?.value;
  const now = ctx.clock.now();
  if (known !== undefined && now - known.readAt < ctx.settings.factsMaxAgeMs && areIn(known, aired, now)) return known;
  return (await readSeasons(ctx, caller, showId)).dates;
}

/** Trakt may count an episode as aired, or not yet, somewhat besides its date: what differs is read anew. */
export function areIn(dates: AirDates, aired: ReadonlyMap<number, number>, nowMs: number): boolean {
  return [...aired].every(([number, count]) => {
    const episodes = dates.seasons.find((season) => season.number === number)?.episodes ?? [];
    return episodes.filter(([, at]) => at !== null && at * minuteMs <= nowMs).length === count;
  });
}

/** Epoch ms of an episode's airing; null while it is not known. */
export function airsAt(dates: AirDates, season: number, number: number): number | null {
  const episodes = dates.seasons.find((one) => one.number === season)?.episodes ?? [];
  const at = episodes.find(([other]) => other === number)?.[1] ?? null;
  return at === null ? null : at * minuteMs;
}

/**
 * When the newest of what has aired did so, and when the next one is to; epoch ms, null where there is none. How much has
 * aired is Trakt's to say: of each season so many episodes as in `aired`.
 */
export function around(
  dates: AirDates,
  aired: ReadonlyMap<number, number>,
  nowMs: number,
): { lastMs: number | null; nextMs: number | null } {
  const last: number[] = [];
  const next: number[] = [];
  for (const { number, episodes } of dates.seasons) {
    const times = episodes.flatMap(([, at]) => (at === null ? [] : [at * minuteMs])).toSorted((a, b) => a - b);
    last.push(...times.slice(0, aired.get(number) ?? 0).slice(-1));
    next.push(...times.filter((at) => at > nowMs).slice(0, 1));
  }
  return { lastMs: most(last, Math.max), nextMs: most(next, Math.min) };
}

const most = (times: readonly number[], choose: (...times: number[]) => number): number | null =>
  times.length === 0 ? null : choose(...times);

function minutesOf(iso: string | null | undefined): number | null {
  const at = iso == null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? null : Math.floor(at / minuteMs);
}
