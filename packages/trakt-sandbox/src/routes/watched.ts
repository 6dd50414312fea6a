import { json, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, listed, movieBody, showBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { airedCount, type Episode } from "../world/library.ts";
import type { Play } from "../world/state.ts";

export const watchedRoutes: readonly Route[] = [
  { method: "GET", path: "/sync/watched/shows", auth: "required", dialect: "rails", handle: watchedShows },
  { method: "GET", path: "/sync/watched/movies", auth: "required", dialect: "rails", handle: watchedMovies },
  ...["/sync/playback", "/sync/playback/:type"].map((path): Route => ({
    method: "GET",
    path,
    auth: "required",
    dialect: "rails",
    handle: playback,
  })),
];

interface Seen {
  plays: number;
  lastWatchedAt: number;
  /** Of the newest that came in: it does not move on removals (trakt-api #472). */
  lastUpdatedAt: number;
}

function add(seen: Seen | undefined, play: Play): Seen {
  return {
    plays: (seen?.plays ?? 0) + 1,
    lastWatchedAt: Math.max(seen?.lastWatchedAt ?? 0, play.watchedAt),
    lastUpdatedAt: Math.max(seen?.lastUpdatedAt ?? 0, play.addedAt),
  };
}

function seenBody({ plays, lastWatchedAt, lastUpdatedAt }: Seen): Record<string, unknown> {
  return { plays, last_watched_at: isoOf(lastWatchedAt), last_updated_at: isoOf(lastUpdatedAt) };
}

function watchedMovies(call: Call): Answer {
  const movies = new Map<number, Seen>();
  for (const play of me(call).plays) {
    if (play.movie) movies.set(play.trakt, add(movies.get(play.trakt), play));
  }
  const newestFirst = [...movies].toSorted(([, a], [, b]) => b.lastWatchedAt - a.lastWatchedAt);
  return page(call, newestFirst, { defaultLimit: 100 }, ([trakt, seen]) => {
    const movie = call.state.library.movies.get(trakt);
    return listed(call, seenBody(seen), { movie: movie && movieBody(call, movie) });
  });
}

/** Seasons come with `extended=progress` alone, season 0 with `specials=true` (trakt-api #792). */
function watchedShows(call: Call): Answer {
  const { library } = call.state;
  const person = me(call);
  const shows = new Map<number, { seen: Seen; episodes: Map<Episode, Seen> }>();
  for (const play of person.plays) {
    const episode = play.movie ? undefined : library.episodes.get(play.trakt);
    if (episode === undefined) continue;
    const own = shows.get(episode.show);
    const episodes = own?.episodes ?? new Map<Episode, Seen>();
    episodes.set(episode, add(episodes.get(episode), play));
    shows.set(episode.show, { seen: add(own?.seen, play), episodes });
  }
  const newestFirst = [...shows].toSorted(([, a], [, b]) => b.seen.lastWatchedAt - a.seen.lastWatchedAt);
  return page(call, newestFirst, { defaultLimit: 100 }, ([trakt, { seen, episodes }]) => {
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
  const specials = call.query.get("specials") === "true";
  return [...Map.groupBy(episodes, ([episode]) => episode.season)]
    .filter(([number]) => number > 0 || specials)
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

function playback(call: Call): Answer {
  const { type } = call.params;
  const paused = [...me(call).playback]
    .filter(([key]) => type === undefined || `${key.split(":")[0]}s` === type)
    .toSorted(([, a], [, b]) => b.pausedAt - a.pausedAt);
  return json(
    paused.map(([key, { id, progress, pausedAt }]) =>
      listed(call, { progress, paused_at: isoOf(pausedAt), id }, itemBody(call, key) ?? {}),
    ),
  );
}
