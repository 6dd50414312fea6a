import { hasAired, type Episode, type Season } from "./library.ts";
import type { Person, State } from "./state.ts";

export interface SeasonProgress {
  season: Season;
  aired: number;
  completed: number;
  episodes: { episode: Episode; lastWatchedAt: number | null; plays: number }[];
}

export interface ShowProgress {
  aired: number;
  completed: number;
  lastWatchedAt: number | null;
  resetAt: number | null;
  seasons: SeasonProgress[];
  hiddenSeasons: Season[];
  /** The first aired episode that has not been watched. */
  next: Episode | null;
  /** The episode that was watched last. */
  last: Episode | null;
}

export interface ProgressOptions {
  /** Season 0 is listed. */
  specials?: boolean;
  /** Season 0 counts, too. */
  countSpecials?: boolean;
  /** Hidden seasons are listed and counted. */
  hidden?: boolean;
}

/** Trakt: /shows/:id/progress/watched. Aired episodes alone; plays before a reset no longer count. */
export function progressOf(
  state: State,
  person: Person,
  showTraktId: number,
  nowMs: number,
  options: ProgressOptions = {},
): ShowProgress {
  const resetAt = person.resets.get(showTraktId) ?? null;
  const watched = watchedEpisodes(state, person, showTraktId, resetAt);
  const hiddenShelf = person.shelves.get("hidden:progress_watched")?.entries;
  const progress: ShowProgress = {
    aired: 0,
    completed: 0,
    lastWatchedAt: null,
    resetAt,
    seasons: [],
    hiddenSeasons: [],
    next: null,
    last: null,
  };
  for (const season of state.library.shows.get(showTraktId)?.seasons ?? []) {
    if (hiddenShelf?.has(`season:${showTraktId}:${season.number}`) === true) {
      progress.hiddenSeasons.push(season);
      if (options.hidden !== true) continue;
    }
    if (season.number === 0 && options.specials !== true) continue;
    const episodes = season.episodes
      .filter((episode) => hasAired(episode, nowMs))
      .map((episode) => ({ episode, ...(watched.get(episode.trakt) ?? neverWatched) }));
    if (episodes.length === 0) continue;
    const completed = episodes.filter((one) => one.plays > 0).length;
    progress.seasons.push({ season, aired: episodes.length, completed, episodes });
    const counts = season.number > 0 || options.countSpecials === true;
    if (counts) {
      progress.aired += episodes.length;
      progress.completed += completed;
    }
    for (const { episode, lastWatchedAt, plays } of episodes) {
      if (plays === 0) {
        if (counts) progress.next ??= episode;
      } else if (progress.lastWatchedAt === null || (lastWatchedAt ?? 0) >= progress.lastWatchedAt) {
        progress.lastWatchedAt = lastWatchedAt;
        progress.last = episode;
      }
    }
  }
  return progress;
}

const neverWatched = { lastWatchedAt: null, plays: 0 };

function watchedEpisodes(
  state: State,
  person: Person,
  showTraktId: number,
  resetAt: number | null,
): Map<number, { lastWatchedAt: number; plays: number }> {
  const watched = new Map<number, { lastWatchedAt: number; plays: number }>();
  for (const play of person.plays) {
    if (play.movie || state.library.episodes.get(play.trakt)?.show !== showTraktId) continue;
    // A play of the minute of the reset, cut to its start, was added after it all the same.
    if (resetAt !== null && play.addedAt <= resetAt) continue;
    const before = watched.get(play.trakt);
    watched.set(play.trakt, { lastWatchedAt: play.watchedAt, plays: (before?.plays ?? 0) + 1 });
  }
  return watched;
}
