import type { Draft } from "@showrunner/core/events/envelope.ts";
import { Progress, Show } from "@showrunner/core/media.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { inOrder } from "./order.ts";
import { isFinal } from "./status.ts";

/** How far a person is with one season. `total` counts what has not aired too; null while it is not known. */
export const SeasonProgress = z.object({
  number: z.int(),
  aired: z.int(),
  completed: z.int(),
  total: z.int().nullable(),
});
export type SeasonProgress = z.infer<typeof SeasonProgress>;

/** How far a person is with one show, and whether the show goes on (`status`, null while it is not known). */
export const ProgressRow = Progress.extend({
  show: Show,
  status: z.string().nullable(),
  last_watched_at: z.string().nullable(),
  reset_at: z.string().nullable(),
  seasons: z.array(SeasonProgress),
});
export type ProgressRow = z.infer<typeof ProgressRow>;

/**
 * What became true of a person's progress with a show: `show.started`, `season.completed`, `show.caught_up`,
 * `show.completed`. `before: undefined` means that it was not started. Each fact belongs to one run: a reset
 * begins a new one, in which all of them may come again. `at` is the time of facts that no watch made true
 * (a status change, an episode taken out of the catalogue).
 *
 * A status or total that has only become known to us is nothing that happened: a null in `before` counts as
 * what `after` says, and the other way round. A reset that was taken back brings an old run's progress back; as
 * long as nothing was watched since that reset, it is no news either.
 */
export function diffProgress(change: { before: ProgressRow | undefined; after: ProgressRow; at: string }): Draft[] {
  const { before, after } = change;
  const takenBack = before !== undefined && before.reset_at !== null && after.reset_at === null;
  if (takenBack && !watchedSince(after, before.reset_at)) return [];
  const { show } = after;
  const status = after.status ?? before?.status ?? null;
  const sameRun = before !== undefined && runOf(before) === runOf(after) ? before : undefined;
  const subject = `show:${show.ids.trakt}`;
  const run = `${subject}:${runOf(after)}`;
  const time = watchMadeIt(before, after) ?? instantOf(change.at);
  const progress = progressOf(after);
  const drafts: Draft[] = [];

  if (after.completed > 0 && !takenBack && (sameRun?.completed ?? 0) === 0) {
    drafts.push({ type: "show.started", subject, time, identity: run, data: { show, progress } });
  }
  for (const season of newlyCompletedSeasons(before, sameRun, after)) {
    drafts.push({
      type: "season.completed",
      subject: `season:${show.ids.trakt}:${season.number}`,
      time,
      identity: `${run}:season:${season.number}`,
      data: { show, season: { number: season.number }, progress },
    });
  }
  if (isNewlyWatchedUp(sameRun, after, status)) {
    const identity = `${run}:aired:${after.aired}`;
    drafts.push(
      status !== null && isFinal(status)
        ? { type: "show.completed", subject, time, identity, data: { show, progress, status } }
        : { type: "show.caught_up", subject, time, identity, data: { show, progress, status } },
    );
  }
  return inOrder(drafts);
}

/** Every aired episode is watched, which it was not before, or with fewer aired, or while the show went (not) on. */
function isNewlyWatchedUp(before: ProgressRow | undefined, after: ProgressRow, status: string | null): boolean {
  if (!isWatchedUp(after)) return false;
  if (before === undefined || !isWatchedUp(before)) return true;
  // Fewer aired than before is a correction of the catalogue.
  return after.aired > before.aired || isFinal(before.status ?? status) !== isFinal(status);
}

function isWatchedUp(row: ProgressRow): boolean {
  return row.aired > 0 && row.completed === row.aired;
}

/** `before` knows totals whatever its run; what was completed counts only in the same run. */
function newlyCompletedSeasons(
  before: ProgressRow | undefined,
  sameRun: ProgressRow | undefined,
  after: ProgressRow,
): SeasonProgress[] {
  const seasonsBefore = new Map(before?.seasons.map((season) => [season.number, season]));
  return after.seasons
    .filter((season) => {
      const known = seasonsBefore.get(season.number);
      const was = sameRun !== undefined && known !== undefined && isSeasonCompleted(known, known.total ?? season.total);
      return season.number !== 0 && !was && isSeasonCompleted(season, season.total ?? known?.total ?? null);
    })
    .toSorted((a, b) => a.number - b.number);
}

function isSeasonCompleted(season: SeasonProgress, total: number | null): boolean {
  return season.aired > 0 && season.completed === season.aired && season.aired === total;
}

/** A run goes through the show from its start, or from a reset, to the next reset. */
function runOf(row: ProgressRow): string {
  return row.reset_at === null ? "first" : instantOf(row.reset_at);
}

/** When the watch was that changed the progress, if one did: a play dated back leaves `last_watched_at` alone. */
function watchMadeIt(before: ProgressRow | undefined, after: ProgressRow): string | undefined {
  if (after.last_watched_at === null) return undefined;
  const time = instantOf(after.last_watched_at);
  if (before === undefined) return time;
  const moved = before.last_watched_at === null || instantOf(before.last_watched_at) !== time;
  const counted = runOf(before) !== runOf(after) || after.completed > before.completed;
  return moved && counted ? time : undefined;
}

function watchedSince(row: ProgressRow, time: string | null): boolean {
  return row.last_watched_at !== null && time !== null && instantOf(row.last_watched_at) > instantOf(time);
}

/** The progress as events carry it. */
function progressOf(row: ProgressRow): Progress {
  const { show: _show, status: _status, seasons, ...rest } = row;
  return {
    ...rest,
    seasons: seasons.map(({ number, aired, completed }) => ({ number, aired, completed })),
  };
}
