import { hasAired, type Episode, type Season } from "./library.ts";
import { runtimeMinutes } from "./playing.ts";
import type { Person, Play, State } from "./state.ts";

export interface EpisodeProgress {
  episode: Episode;
  lastWatchedAt: number | null;
  plays: number;
}

export interface SeasonProgress {
  season: Season;
  aired: number;
  completed: number;
  episodes: EpisodeProgress[];
}

export interface ShowProgress {
  aired: number;
  completed: number;
  lastWatchedAt: number | null;
  resetAt: number | null;
  seasons: SeasonProgress[];
  hiddenSeasons: Season[];
  /** The episodes that `aired` and `completed` are of. */
  counted: EpisodeProgress[];
  /** The first aired episode after `last` that has not been watched. */
  next: Episode | null;
  /** The one furthest on that was watched, or, where that is asked for, the one that was watched last. */
  last: Episode | null;
}

export interface ProgressOptions {
  /** Season 0 is listed. */
  specials?: boolean;
  /** Whether season 0, where it is listed, counts too: it does unless this is false. */
  countSpecials?: boolean;
  /** Hidden seasons are listed and counted. */
  hidden?: boolean;
  /** `last` is what was watched (or collected) last, not what comes last in the show. */
  byActivity?: boolean;
  /** The person's plays of the show, where they are at hand: else all of theirs are looked through. */
  plays?: readonly Play[] | undefined;
}

/** A person's plays of episodes by their show, each in the order of the history. */
export function playsByShow(state: State, person: Person): Map<number, Play[]> {
  const byShow = new Map<number, Play[]>();
  for (const play of person.plays) {
    const show = play.movie ? undefined : state.library.episodes.get(play.trakt)?.show;
    if (show === undefined) continue;
    const plays = byShow.get(show);
    if (plays === undefined) byShow.set(show, [play]);
    else plays.push(play);
  }
  return byShow;
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
  const watched = watchedEpisodes(state, options.plays ?? person.plays, showTraktId, resetAt);
  return { ...gather(state, person, showTraktId, nowMs, watched, "hidden:progress_watched", options), resetAt };
}

/** As `progressOf`, of the episodes in the person's collection: once each, when they came into it. */
export function collectionProgressOf(
  state: State,
  person: Person,
  showTraktId: number,
  nowMs: number,
  options: ProgressOptions = {},
): ShowProgress {
  const collected: Done = new Map();
  for (const [key, { listedAt }] of person.shelves.get("collection")?.entries ?? []) {
    const id = key.startsWith("episode:") ? Number(key.slice(8)) : 0;
    if (state.library.episodes.get(id)?.show === showTraktId) collected.set(id, { lastWatchedAt: listedAt, plays: 1 });
  }
  const found = gather(state, person, showTraktId, nowMs, collected, "hidden:progress_collected", options);
  return { ...found, resetAt: null };
}

/** When each episode was watched last (or collected), and how often. */
type Done = Map<number, { lastWatchedAt: number; plays: number }>;

const notDone = { lastWatchedAt: null, plays: 0 };

function gather(
  state: State,
  person: Person,
  showTraktId: number,
  nowMs: number,
  done: Done,
  hiddenShelf: string,
  options: ProgressOptions,
): Omit<ShowProgress, "resetAt"> {
  const hides = person.shelves.get(hiddenShelf)?.entries;
  const seasons: SeasonProgress[] = [];
  const hiddenSeasons: Season[] = [];
  for (const season of state.library.shows.get(showTraktId)?.seasons ?? []) {
    if (hides?.has(`season:${showTraktId}:${season.number}`) === true) {
      hiddenSeasons.push(season);
      if (options.hidden !== true) continue;
    }
    if (season.number === 0 && options.specials !== true) continue;
    const episodes = season.episodes
      .filter((episode) => hasAired(episode, nowMs))
      .map((episode) => ({ episode, ...(done.get(episode.trakt) ?? notDone) }));
    if (episodes.length === 0) continue;
    seasons.push({ season, aired: episodes.length, completed: episodes.filter(isDone).length, episodes });
  }
  const counted = seasons
    .filter(({ season }) => season.number > 0 || options.countSpecials !== false)
    .flatMap(({ episodes }) => episodes);
  const all = seasons.flatMap(({ episodes }) => episodes);
  const last = lastOf(all.filter(isDone), options.byActivity === true);
  return {
    aired: counted.length,
    completed: counted.filter(isDone).length,
    lastWatchedAt: all.reduce<number | null>((latest, { lastWatchedAt }) => later(latest, lastWatchedAt), null),
    seasons,
    hiddenSeasons,
    counted,
    next: nextAfter(counted, last)?.episode ?? null,
    last: last?.episode ?? null,
  };
}

export interface ProgressStats {
  plays: number;
  minutesWatched: number;
  /** Of what was not watched. */
  minutesLeft: number;
}

/** Of some of a show's episodes. */
export function statsOf(state: State, episodes: readonly EpisodeProgress[]): ProgressStats {
  const stats: ProgressStats = { plays: 0, minutesWatched: 0, minutesLeft: 0 };
  for (const { episode, plays } of episodes) {
    const minutes = runtimeMinutes(state.library, { type: "episode", trakt: episode.trakt });
    stats.plays += plays;
    stats.minutesWatched += plays * minutes;
    if (plays === 0) stats.minutesLeft += minutes;
  }
  return stats;
}

function isDone({ plays }: EpisodeProgress): boolean {
  return plays > 0;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function lastOf(done: readonly EpisodeProgress[], byActivity: boolean): EpisodeProgress | undefined {
  if (!byActivity) return done.at(-1);
  return done.toSorted((a, b) => (a.lastWatchedAt ?? 0) - (b.lastWatchedAt ?? 0)).at(-1);
}

function nextAfter(
  episodes: readonly EpisodeProgress[],
  last: EpisodeProgress | undefined,
): EpisodeProgress | undefined {
  return episodes.find((one) => !isDone(one) && (last === undefined || comesAfter(one.episode, last.episode)));
}

function comesAfter(a: Episode, b: Episode): boolean {
  return a.season > b.season || (a.season === b.season && a.number > b.number);
}

function watchedEpisodes(state: State, plays: readonly Play[], showTraktId: number, resetAt: number | null): Done {
  const watched: Done = new Map();
  for (const play of plays) {
    if (play.movie || state.library.episodes.get(play.trakt)?.show !== showTraktId) continue;
    // A play of the minute of the reset, cut to its start, was added after it all the same.
    if (resetAt !== null && play.addedAt <= resetAt) continue;
    const before = watched.get(play.trakt);
    watched.set(play.trakt, { lastWatchedAt: play.watchedAt, plays: (before?.plays ?? 0) + 1 });
  }
  return watched;
}
