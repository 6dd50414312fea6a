import type { Episode, Movie, Show } from "@showrunner/core/media.ts";
import type { HistoryItem } from "@showrunner/trakt/contract/sync.ts";
import type { Watching } from "@showrunner/trakt/contract/users.ts";
import { episodeUrl, movieUrl, showUrl } from "./web.ts";

/** A movie, or an episode with its show, each with its address for people. */
export type Watched =
  | { type: "movie"; movie: Movie & { url: string } }
  | { type: "episode"; show: Show & { url: string }; episode: Episode & { url: string } };

/**
 * One play: when, what, and how Trakt came to know of it (`scrobble`, `checkin`, `watch`). An `id` beyond 2^53 is text, so
 * that readers of JSON do not round it.
 */
export type PlayView = { id: number | string; watched_at: string; action: string } & Watched;

/** What somebody watches at this moment. */
export type WatchingView = { action: string; started_at: string; expires_at: string } & Watched;

export function playView(play: HistoryItem): PlayView | undefined {
  const { watched_at, action } = play;
  const id = typeof play.id === "bigint" ? String(play.id) : play.id;
  const watched = watchedOf(play);
  return watched && { id, watched_at, action, ...watched };
}

export function watchingView(watching: Watching): WatchingView | undefined {
  const { action, started_at, expires_at } = watching;
  const watched = watchedOf(watching);
  return watched && { action, started_at, expires_at, ...watched };
}

/** Undefined for a kind of thing that is newer than this program. */
function watchedOf(of: Pick<HistoryItem, "type" | "movie" | "show" | "episode">): Watched | undefined {
  const { type, movie, show, episode } = of;
  if (type === "movie" && movie != null) return { type, movie: { ...nameOf(movie), url: movieUrl(movie) } };
  if (type !== "episode" || show == null || episode == null) return undefined;
  const { season, number, title = null, ids } = episode;
  return {
    type,
    show: { ...nameOf(show), url: showUrl(show) },
    episode: { season, number, title, ids, url: episodeUrl(show, episode) },
  };
}

function nameOf({ title, year = null, ids }: Movie | Show): Movie {
  return { title, year, ids };
}
