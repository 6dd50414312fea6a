import { MovieFacts, ShowFacts } from "@showrunner/core/media.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import type { SeasonEpisode } from "@showrunner/rules/word.ts";
import * as Movies from "@showrunner/trakt/contract/movies.ts";
import * as Seasons from "@showrunner/trakt/contract/seasons.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import type { Trakt, TraktSession } from "@showrunner/trakt/client.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";

/** Facts about shows and movies are the same for everybody: read once, kept for all, read anew when old. */
const KnownShow = z.object({
  facts: ShowFacts,
  readAt: z.number(),
  /** The status that everybody was told of: facts are read anew for many reasons, and a change is told once. */
  toldStatus: z.string().nullable(),
});
const KnownMovie = z.object({ facts: MovieFacts, readAt: z.number() });
const KnownSeasons = z.object({
  seasons: z.array(z.object({ number: z.int(), total: z.int().nullable() })),
  readAt: z.number(),
});

const KnownSeason = z.object({
  episodes: z.array(
    z.object({ number: z.int(), first_aired: z.string().nullable(), episode_type: z.string().nullable() }),
  ),
  readAt: z.number(),
});
const KnownWatchers = z.object({ watchers: z.int(), readAt: z.number() });

type Caller = Pick<Trakt | TraktSession, "call">;

const showKey = (showId: number) => sharedKey(`SHOW#${showId}`);
const movieKey = (movieId: number) => sharedKey(`MOVIE#${movieId}`);
const seasonsKey = (showId: number) => sharedKey(`SEASONS#${showId}`);

export async function showFacts(ctx: Services, caller: Caller, showId: number): Promise<ShowFacts> {
  const known = await load(ctx.store, KnownShow, showKey(showId));
  if (known !== undefined && isFresh(ctx, known.value.readAt)) return known.value.facts;
  const facts = ShowFacts.parse(await caller.call(Shows.summary, { id: String(showId), extended: "full" }));
  await rememberShow(ctx, facts);
  return facts;
}

/** What is known of a show without asking Trakt, however old. */
export async function knownShow(ctx: Services, showId: number): Promise<ShowFacts | undefined> {
  return (await load(ctx.store, KnownShow, showKey(showId)))?.value.facts;
}

/** Keeps a show's facts. What status was told of stays as it was, or begins with that of these facts. */
export async function rememberShow(ctx: Services, facts: ShowFacts): Promise<void> {
  const former = await load(ctx.store, KnownShow, showKey(facts.ids.trakt));
  await putShow(ctx, facts, former, former?.value.toldStatus ?? facts.status ?? null);
}

/** The status of a show that was last told of; null while it is not known, undefined for a show that nobody here has met. */
export async function toldStatus(ctx: Services, showId: number): Promise<string | null | undefined> {
  return (await load(ctx.store, KnownShow, showKey(showId)))?.value.toldStatus;
}

/** Keeps a show's facts, of whose status everybody was told. */
export async function rememberToldStatus(ctx: Services, facts: ShowFacts): Promise<void> {
  for (;;) {
    const former = await load(ctx.store, KnownShow, showKey(facts.ids.trakt));
    if (await putShow(ctx, facts, former, facts.status ?? null)) return;
  }
}

/** False when somebody else wrote the show meanwhile; their facts are as good. */
function putShow(
  ctx: Services,
  facts: ShowFacts,
  former: Stored<unknown> | undefined,
  told: string | null,
): Promise<boolean> {
  return ctx.store.put(
    {
      ...showKey(facts.ids.trakt),
      v: (former?.v ?? 0) + 1,
      data: { facts, readAt: ctx.clock.now(), toldStatus: told },
    },
    former === undefined ? { kind: "absent" } : { kind: "version", v: former.v },
  );
}

export async function movieFacts(ctx: Services, caller: Caller, movieId: number): Promise<MovieFacts> {
  const known = await load(ctx.store, KnownMovie, movieKey(movieId));
  if (known !== undefined && isFresh(ctx, known.value.readAt)) return known.value.facts;
  const facts = MovieFacts.parse(await caller.call(Movies.summary, { id: String(movieId), extended: "full" }));
  await rememberMovie(ctx, facts);
  return facts;
}

export async function rememberMovie(ctx: Services, facts: MovieFacts): Promise<void> {
  await ctx.store.put({ ...movieKey(facts.ids.trakt), v: 1, data: { facts, readAt: ctx.clock.now() } });
}

/** How many episodes each season of a show is to have, aired or not; null where Trakt does not know. */
export async function seasonTotals(ctx: Services, caller: Caller, showId: number): Promise<Map<number, number | null>> {
  const known = await load(ctx.store, KnownSeasons, seasonsKey(showId));
  if (known !== undefined && isFresh(ctx, known.value.readAt))
    return new Map(known.value.seasons.map((one) => [one.number, one.total]));
  const reply = await caller.call(Shows.seasons, { id: String(showId), extended: "full" });
  const seasons = reply.map((one) => ({ number: one.number, total: one.episode_count ?? null }));
  await ctx.store.put({ ...seasonsKey(showId), v: 1, data: { seasons, readAt: ctx.clock.now() } });
  return new Map(seasons.map((one) => [one.number, one.total]));
}

/** The episodes of a season of a show, aired or not; none of a season that Trakt does not have. */
export async function seasonEpisodes(
  ctx: Services,
  caller: Caller,
  showId: number,
  season: number,
): Promise<SeasonEpisode[]> {
  const key = sharedKey(`SEASON#${showId}#${season}`);
  const known = await load(ctx.store, KnownSeason, key);
  if (known !== undefined && isFresh(ctx, known.value.readAt)) return known.value.episodes;
  const reply = await caller.call(Seasons.episodes, { id: String(showId), season, extended: "full" });
  const episodes = reply.map(({ number, first_aired, episode_type }) => ({
    number,
    first_aired: first_aired ?? null,
    episode_type: episode_type ?? null,
  }));
  await ctx.store.put({ ...key, v: 1, data: { episodes, readAt: ctx.clock.now() } });
  return episodes;
}

/** How many of Trakt's users watched a show or movie; undefined where Trakt does not say. */
export async function watchersOf(
  ctx: Services,
  caller: Caller,
  kind: "show" | "movie",
  id: number,
): Promise<number | undefined> {
  const key = sharedKey(`WATCHERS#${kind}#${id}`);
  const known = await load(ctx.store, KnownWatchers, key);
  if (known !== undefined && isFresh(ctx, known.value.readAt)) return known.value.watchers;
  const about = { id: String(id) };
  const stats = await (kind === "show" ? caller.call(Shows.stats, about) : caller.call(Movies.stats, about));
  if (stats === null) return undefined;
  const { watchers } = stats;
  await ctx.store.put({ ...key, v: 1, data: { watchers, readAt: ctx.clock.now() } });
  return watchers;
}

function isFresh(ctx: Services, readAt: number): boolean {
  return ctx.clock.now() - readAt < ctx.settings.factsMaxAgeMs;
}
