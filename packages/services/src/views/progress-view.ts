import type { ShowFacts } from "@showrunner/core/media.ts";
import { type Counts, countsOf } from "./counts.ts";
import type { ShowLevel } from "./query.ts";
import type { PlayStats } from "./play-stats.ts";
import type { ShowProgress } from "./show-progress.ts";
import { showUrl } from "./web.ts";

/** A season of a show; `episodes` says of each that has aired whether it is watched. */
export interface SeasonView extends Counts {
  season: number;
  episodes: Record<string, boolean>;
}

/** How far a person is with a show. Hidden seasons are named and count nowhere; specials are left out. */
export interface ProgressView {
  show: ShowView;
  progress: Counts;
  last_watched_at: string | null;
  seasons: SeasonView[];
  hidden_seasons: number[];
  stats: PlayStats;
  /** What to watch next: aired and not watched. */
  next_episode: { season: number; number: number; title: string | null; first_aired: string | null } | null;
}

/** Title, year and ids; from `normal` on where to see it and how it is; with `full` all that Trakt tells of it. */
export type ShowView = Pick<ShowFacts, "title" | "year" | "ids"> & { url?: string } & Partial<ShowFacts>;

/** A show and how far somebody is with it. */
export interface ShowAndProgress {
  show: ShowFacts;
  progress: ShowProgress;
}

export function progressView({ show, progress }: ShowAndProgress, level: ShowLevel): ProgressView {
  const { next } = progress;
  return {
    show: showView(show, level),
    progress: countsOf(progress.aired, progress.completed),
    last_watched_at: progress.lastWatchedAt,
    seasons: progress.seasons.map(({ number, aired, completed, seen, unseen }) => ({
      season: number,
      ...countsOf(aired, completed),
      episodes: { ...flags(seen, true), ...flags(unseen, false) },
    })),
    hidden_seasons: progress.hiddenSeasons,
    stats: progress.stats,
    next_episode:
      next === null
        ? null
        : { season: next.season, number: next.number, title: next.title ?? null, first_aired: next.first_aired },
  };
}

function showView(show: ShowFacts, level: ShowLevel): ShowView {
  const { title, year = null, ids } = show;
  switch (level) {
    case "minimal":
      return { title, year, ids };
    case "normal":
      return { title, year, ids, url: showUrl(show), status: show.status ?? null, network: show.network ?? null };
    case "full":
      return { ...show, url: showUrl(show) };
  }
}

/** By the episodes' numbers. */
function flags(numbers: readonly number[], watched: boolean): Record<string, boolean> {
  return Object.fromEntries(numbers.map((number) => [number, watched]));
}
