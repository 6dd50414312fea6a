import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Draft } from "@showrunner/core/events/envelope.ts";
import type { Show, ShowFacts } from "@showrunner/core/media.ts";
import type { Play } from "@showrunner/detect/plays.ts";
import { diffProgress, ProgressRow } from "@showrunner/detect/progress.ts";
import type { Services } from "../context.ts";
import { seasonTotals } from "../poll/facts.ts";
import { loadSnapshot } from "../poll/snapshots.ts";

/** A show with what the person's plays tell of it: the episodes of each season that they saw since they began anew. */
export interface PlayedShow {
  show: Show;
  seasons: ReadonlyMap<number, ReadonlySet<number>>;
  lastWatchedAt: string;
  resetAt: string | null;
}

/** Every show with a play, in the order of their ids. Specials (season 0) do not count. */
export async function playedShows(looking: Services, accountId: string, plays: readonly Play[]): Promise<PlayedShow[]> {
  const progress = (await loadSnapshot(looking, accountId, "progress", ProgressRow))?.rows ?? [];
  const resets = new Map(progress.map((row) => [row.show.ids.trakt, row.reset_at]));
  const shows = new Map<number, { show: Show; seasons: Map<number, Set<number>>; lastWatchedAt: string }>();
  for (const { show, episode, watched_at } of plays) {
    if (show === undefined || episode === undefined || episode.season === 0) continue;
    const resetAt = resets.get(show.ids.trakt) ?? null;
    if (resetAt !== null && Date.parse(watched_at) < Date.parse(resetAt)) continue;
    const known = shows.get(show.ids.trakt) ?? { show, seasons: new Map<number, Set<number>>(), lastWatchedAt: "" };
    shows.set(show.ids.trakt, known);
    const season = known.seasons.get(episode.season) ?? new Set<number>();
    known.seasons.set(episode.season, season.add(episode.number));
    if (watched_at > known.lastWatchedAt) known.lastWatchedAt = watched_at;
  }
  return [...shows].toSorted(([a], [b]) => a - b).map(([id, one]) => ({ ...one, resetAt: resets.get(id) ?? null }));
}

/**
 * How far the person is with a show, as drafts against not having begun: by their plays, and by what everybody knows of the
 * show. Trakt is asked for its seasons only where they decide.
 */
export async function progressDrafts(
  looking: Services,
  played: PlayedShow,
  facts: ShowFacts,
  types: ReadonlySet<EventType>,
): Promise<Draft[]> {
  const aired = facts.aired_episodes;
  const isWanted = (some: readonly EventType[]): boolean => some.some((type) => types.has(type));
  if (aired == null || !isWanted(["show.started", "season.completed", "show.caught_up", "show.completed"])) return [];
  const seen = [...played.seasons.values()].reduce((sum, episodes) => sum + episodes.size, 0);
  if (seen < aired && !isWanted(["show.started", "season.completed"])) return [];
  const totals = await seasonTotals(looking, looking.trakt, played.show.ids.trakt);
  const after = rowOf(played, { aired, status: facts.status ?? null }, totals);
  return diffProgress({ before: undefined, after, at: new Date(looking.clock.now()).toISOString() });
}

/** Seasons air in their order: what has aired fills them from the first. */
function rowOf(
  { show, seasons, lastWatchedAt, resetAt }: PlayedShow,
  { aired, status }: { aired: number; status: string | null },
  totals: ReadonlyMap<number, number | null>,
): ProgressRow {
  let left = aired;
  const rows = [...totals]
    .filter(([number]) => number > 0)
    .toSorted(([a], [b]) => a - b)
    .map(([number, total]) => {
      const airedOfIt = Math.min(left, total ?? left);
      left -= airedOfIt;
      const completed = Math.min(airedOfIt, seasons.get(number)?.size ?? 0);
      return { number, aired: airedOfIt, completed, total };
    });
  return {
    show,
    status,
    aired,
    completed: rows.reduce((sum, season) => sum + season.completed, 0),
    last_watched_at: lastWatchedAt,
    reset_at: resetAt,
    seasons: rows,
  };
}
