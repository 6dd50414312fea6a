import { sharedKey } from "@showrunner/core/keys.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/** The last season of a show that was there when somebody began to ask for new ones, or that was told of since. */
const KnownSeasons = z.object({ last: z.int() });
const knownKey = (showId: number) => sharedKey(`LASTSEASON#${showId}`);

/** A show whose seasons are still to be read for the first time. */
const ToLearn = z.object({ showId: z.int() });
const toLearnPrefix = "LEARNSEASONS#";
const toLearnKey = (showId: number) => sharedKey(`${toLearnPrefix}${showId}`);

/** Each is one call to Trakt: somebody with hundreds of shows is served within the hour. */
const learnedAtOnce = 50;

/** Has the seasons of these shows watched: whoever asks for new ones of a show, its seasons are read once for all. */
export async function watchSeasons(ctx: Services, showIds: Iterable<number>): Promise<void> {
  for (const showId of showIds)
    if (!(await watchedSeasons(ctx, showId)))
      await ctx.store.put({ ...toLearnKey(showId), v: 1, data: { showId } }, { kind: "absent" });
}

export async function watchedSeasons(ctx: Services, showId: number): Promise<boolean> {
  return (await load(ctx.store, KnownSeasons, knownKey(showId))) !== undefined;
}

/** Reads the seasons of shows that are new here: those are known from now on, and no news. */
export async function learnSeasons(ctx: Services): Promise<void> {
  const { items } = await ctx.store.query({ pk: sharedKey("").pk, prefix: toLearnPrefix, limit: learnedAtOnce });
  for (const item of items) {
    const { showId } = ToLearn.parse(item.data);
    const last = await lastSeason(ctx, showId);
    if (last !== undefined) await rememberSeasons(ctx, showId, last);
    await ctx.store.delete(toLearnKey(showId));
  }
}

/** The last season of a show, if it is a new one to those who ask for such. */
export async function announcedSeason(ctx: Services, showId: number): Promise<number | undefined> {
  const known = await load(ctx.store, KnownSeasons, knownKey(showId));
  if (known === undefined) return undefined;
  const last = await lastSeason(ctx, showId);
  return last !== undefined && last > known.value.last ? last : undefined;
}

export async function rememberSeasons(ctx: Services, showId: number, last: number): Promise<void> {
  await ctx.store.put({ ...knownKey(showId), v: 1, data: { last } });
}

/** 0 for a show without seasons yet; undefined for one that Trakt no longer has. */
async function lastSeason(ctx: Services, showId: number): Promise<number | undefined> {
  try {
    const seasons = await ctx.trakt.call(Shows.seasons, { id: String(showId) });
    return Math.max(0, ...seasons.map((one) => one.number));
  } catch (error) {
    if (error instanceof TraktError && error.kind === "not_found") return undefined;
    throw error;
  }
}
