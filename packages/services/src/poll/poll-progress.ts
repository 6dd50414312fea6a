import { Progress } from "@showrunner/core/media.ts";
import type { Show } from "@showrunner/core/media.ts";
import type { Play } from "@showrunner/detect/plays.ts";
import { diffProgress, ProgressRow } from "@showrunner/detect/progress.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import type { Origin } from "@showrunner/core/events/envelope.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { seasonTotals, showFacts } from "./facts.ts";
import { recordEvents, type Finding } from "../events/record-events.ts";
import { loadSnapshot, saveSnapshot } from "./snapshots.ts";

/** A show whose plays, or whose status, changed; `origin` where it was our own doing. */
export interface TouchedShow {
  show: Show;
  origin?: Origin | undefined;
  /** When Trakt says that its plays last moved, where they did. */
  movedAt?: string | undefined;
  /** What the show's status was, where that is what changed. */
  statusBefore?: string | undefined;
}

const feed = "progress";

/**
 * Reads the progress of the shows that changed, and records what follows from it: started, season completed, caught
 * up, completed. Of a show seen for the first time the plays known before tell how far the person was.
 *
 * @returns how many events were new.
 */
export async function pollProgress(
  ctx: Services,
  session: TraktSession,
  account: Account,
  touched: ReadonlyMap<number, TouchedShow>,
  playsBefore: readonly Play[],
): Promise<number> {
  if (touched.size === 0) return 0;
  const snapshot = await loadSnapshot(ctx, account.id, feed, ProgressRow);
  const rows = new Map((snapshot?.rows ?? []).map((row) => [row.show.ids.trakt, row]));
  const findings: Finding[] = [];
  const at = new Date(ctx.clock.now()).toISOString();
  for (const [showId, { show, origin, movedAt, statusBefore }] of touched) {
    const after = await readRow(ctx, session, show);
    const before = rows.get(showId) ?? rowFromPlays({ ...after, status: statusBefore ?? after.status }, playsBefore);
    for (const draft of diffProgress({ before, after, at })) findings.push({ draft, origin, movedAt });
    rows.set(showId, after);
  }
  const recorded = await recordEvents(ctx, account, findings);
  const sorted = [...rows.values()].toSorted((a, b) => a.show.ids.trakt - b.show.ids.trakt);
  await saveSnapshot(ctx, account.id, feed, snapshot, sorted, { wholeAt: 0 });
  return recorded.fresh;
}

async function readRow(ctx: Services, session: TraktSession, show: Show): Promise<ProgressRow> {
  const showId = show.ids.trakt;
  const progress = Progress.parse(await session.call(Shows.watchedProgress, { id: String(showId) }));
  const facts = await showFacts(ctx, session, showId);
  // The totals only matter for a season of which all that has aired is watched.
  const someSeasonIsDone = progress.seasons.some(
    (season) => season.number > 0 && season.aired > 0 && season.completed >= season.aired,
  );
  const totals = someSeasonIsDone ? await seasonTotals(ctx, session, showId) : new Map<number, number | null>();
  return {
    ...progress,
    show,
    status: facts.status ?? null,
    reset_at: progress.reset_at ?? null,
    last_watched_at: progress.last_watched_at ?? null,
    seasons: progress.seasons.map((season) => ({ ...season, total: totals.get(season.number) ?? null })),
  };
}

/** How far the person was before, by the plays that were known; undefined when they had not started. */
function rowFromPlays(after: ProgressRow, plays: readonly Play[]): ProgressRow | undefined {
  const seen = new Map<number, Set<number>>();
  for (const play of plays) {
    if (play.show?.ids.trakt !== after.show.ids.trakt || play.episode === undefined) continue;
    if (play.episode.season === 0) continue;
    if (after.reset_at !== null && play.watched_at < after.reset_at) continue;
    const season = seen.get(play.episode.season) ?? new Set<number>();
    seen.set(play.episode.season, season.add(play.episode.number));
  }
  if (seen.size === 0) return undefined;
  const seasons = after.seasons.map((season) => ({
    ...season,
    completed: Math.min(season.aired, seen.get(season.number)?.size ?? 0),
  }));
  const completed = seasons.reduce((sum, season) => sum + (season.number === 0 ? 0 : season.completed), 0);
  return { ...after, seasons, completed };
}
