import { Episode, type Progress } from "@showrunner/core/media.ts";
import * as z from "zod";
import { airsAt, type AirDates, around } from "./air-dates.ts";
import { PlayStats } from "./play-stats.ts";

/** How far a person is with one show: all that the views tell of it, compact enough to be kept. */
export const ShowProgress = z.object({
  aired: z.int(),
  completed: z.int(),
  lastWatchedAt: z.string().nullable(),
  seasons: z.array(
    z.object({
      number: z.int(),
      aired: z.int(),
      completed: z.int(),
      /** Numbers of its aired episodes. */
      seen: z.array(z.int()),
      unseen: z.array(z.int()),
    }),
  ),
  hiddenSeasons: z.array(z.int()),
  next: Episode.extend({ first_aired: z.string().nullable() }).nullable(),
  stats: PlayStats,
  /** When its newest episode aired, and when there will be a newer one; epoch ms. */
  lastAiredMs: z.number().nullable(),
  nextAirsMs: z.number().nullable(),
});
export type ShowProgress = z.infer<typeof ShowProgress>;

interface EpisodeFlags {
  number: number;
  completed: boolean;
}

interface SeasonCounts {
  number: number;
  aired: number;
  completed: number;
  episodes?: readonly EpisodeFlags[] | null | undefined;
}

export interface ProgressAsTold extends Omit<Progress, "seasons"> {
  seasons: readonly SeasonCounts[];
  hidden_seasons: readonly { number: number }[];
}

/** From what Trakt tells of a show's progress, its air dates and its plays. Specials are none of it. */
export function showProgress(told: ProgressAsTold, dates: AirDates, stats: PlayStats, nowMs: number): ShowProgress {
  const airedOf = new Map(told.seasons.map(({ number, aired }) => [number, aired]));
  const { lastMs, nextMs } = around(dates, airedOf, nowMs);
  const next = told.next_episode ?? null;
  const nextAt = next === null ? null : airsAt(dates, next.season, next.number);
  return {
    aired: told.aired,
    completed: told.completed,
    lastWatchedAt: told.last_watched_at ?? null,
    seasons: told.seasons
      .filter((season) => season.number > 0)
      .toSorted((a, b) => a.number - b.number)
      .map(({ number, aired, completed, episodes }) => ({
        number,
        aired,
        completed,
        seen: numbersOf(episodes, true),
        unseen: numbersOf(episodes, false),
      })),
    hiddenSeasons: told.hidden_seasons
      .map((season) => season.number)
      .filter((number) => number > 0)
      .toSorted((a, b) => a - b),
    next: next === null ? null : { ...next, first_aired: nextAt === null ? null : new Date(nextAt).toISOString() },
    stats,
    lastAiredMs: lastMs,
    nextAirsMs: nextMs,
  };
}

function numbersOf(episodes: SeasonCounts["episodes"], completed: boolean): number[] {
  return (episodes ?? [])
    .filter((episode) => episode.completed === completed)
    .map((episode) => episode.number)
    .toSorted((a, b) => a - b);
}
