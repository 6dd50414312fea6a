import { notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, listed, movieBody, showBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { airedCount, type Episode } from "../world/library.ts";
import type { Person, Play } from "../world/state.ts";
import { readWatchedMinimal } from "./watched-minimal.ts";

export const watchedRoutes: readonly Route[] = ["shows", "movies", "episodes", ":type"].map((type) => ({
  method: "GET",
  path: `/sync/watched/${type}`,
  auth: "required",
  dialect: "rails",
  handle: (call) => readWatched(call, me(call), call.params.type ?? type),
}));

interface Seen {
  plays: number;
  lastWatchedAt: number;
  /** Of the newest that came in: it does not move on removals (trakt-api #472). */
  lastUpdatedAt: number;
}

/** What a person has watched, the most plays first; as a map of times with `extended=min`. */
export function readWatched(call: Call, person: Person, type: string): Answer {
  const minimal = call.extended.has("min");
  switch (type) {
    case "movies":
      return minimal ? readWatchedMinimal(call, person, type) : watchedMovies(call, person);
    case "shows":
      return minimal ? readWatchedMinimal(call, person, type) : watchedShows(call, person);
    case "episodes":
      return minimal ? readWatchedMinimal(call, person, type) : watchedEpisodes(call, person);
    default:
      return notFoundPage();
  }
}

function add(seen: Seen | undefined, play: Play): Seen {
  return {
    plays: (seen?.plays ?? 0) + 1,
    lastWatchedAt: Math.max(seen?.lastWatchedAt ?? 0, play.watchedAt),
    lastUpdatedAt: Math.max(seen?.lastUpdatedAt ?? 0, play.addedAt),
  };
}

function mostPlays(a: Seen, b: Seen): number {
  return b.plays - a.plays || b.lastWatchedAt - a.lastWatchedAt;
}

function seenBody({ plays, lastWatchedAt, lastUpdatedAt }: Seen): Record<string, unknown> {
  return { plays, last_watched_at: isoOf(lastWatchedAt), last_updated_at: isoOf(lastUpdatedAt) };
}

function watchedMovies(call: Call, person: Person): Answer {
  const movies = new Map<number, Seen>();
  for (const play of person.plays) {
    if (play.movie) movies.set(play.trakt, add(movies.get(play.trakt), play));
  }
  const ordered = [...movies].toSorted(([, a], [, b]) => mostPlays(a, b));
  return page(call, ordered, { defaultLimit: 100 }, ([trakt, seen]) => {
    const movie = call.state.library.movies.get(trakt);
    return listed(call, seenBody(seen), { movie: movie && movieBody(call, movie) });
  });
}

function watchedEpisodes(call: Call, person: Person): Answer {
  const episodes = new Map<number, Seen>();
  for (const play of person.plays) {
    const season = play.movie ? undefined : call.state.library.episodes.get(play.trakt)?.season;
    if (season === undefined || (season === 0 && !withSpecials(call))) continue;
    episodes.set(play.trakt, add(episodes.get(play.trakt), play));
  }
  const ordered = [...episodes].toSorted(([, a], [, b]) => mostPlays(a, b));
  return page(call, ordered, { defaultLimit: 100 }, ([trakt, seen]) =>
    listed(call, seenBody(seen), itemBody(call, `episode:${trakt}`) ?? {}),
  );
}

/** Seasons come with `extended=progress` alone, season 0 with `specials=true` (trakt-api #792). */
function watchedShows(call: Call, person: Person): Answer {
  const { library } = call.state;
  const shows = new Map<number, { seen: Seen; episodes: Map<Episode, Seen> }>();
  for (const play of person.plays) {
    const episode = play.movie ? undefined : library.episodes.get(play.trakt);
    if (episode === undefined) continue;
    const own = shows.get(episode.show);
    const episodes = own?.episodes ?? new Map<Episode, Seen>();
    episodes.set(episode, add(episodes.get(episode), play));
    shows.set(episode.show, { seen: add(own?.seen, play), episodes });
  }
  const ordered = [...shows].toSorted(([, a], [, b]) => mostPlays(a.seen, b.seen));
  return page(call, ordered, { defaultLimit: 100 }, ([trakt, { seen, episodes }]) => {
    const show = library.shows.get(trakt);
    const resetAt = person.resets.get(trakt);
    const facts = {
      ...seenBody(seen),
      ...(call.behaviour.missingNewerKeys ? {} : { reset_at: resetAt === undefined ? null : isoOf(resetAt) }),
    };
    const body = show && { ...showBody(call, show), aired_episodes: airedCount(show, call.nowMs) };
    const seasons = call.extended.has("progress") ? { seasons: seasonsOf(call, episodes) } : {};
    return listed(call, facts, { show: body, ...seasons });
  });
}

function seasonsOf(call: Call, episodes: ReadonlyMap<Episode, Seen>): unknown[] {
  return [...Map.groupBy(episodes, ([episode]) => episode.season)]
    .filter(([number]) => number > 0 || withSpecials(call))
    .toSorted(([a], [b]) => a - b)
    .map(([number, own]) => ({
      number,
      episodes: own
        .toSorted(([a], [b]) => a.number - b.number)
        .map(([episode, { plays, lastWatchedAt }]) => ({
          number: episode.number,
          plays,
          last_watched_at: isoOf(lastWatchedAt),
        })),
    }));
}

function withSpecials(call: Call): boolean {
  return call.query.get("specials") === "true";
}
