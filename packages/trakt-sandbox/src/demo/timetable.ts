import type { World } from "../world.ts";
import type { ShowView } from "../world/library-views.ts";
import type { NewEpisode } from "../world/library-edits.ts";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Shows that are on the air when the demo starts: days between episodes, and how many are left of the season. */
export const onAir: readonly (readonly [show: number, everyDays: number, left: number])[] = [
  [232884, 7, 6],
  [228595, 7, 3],
  [225096, 7, 1],
  [217691, 7, 5],
  [2692, 7, 2],
  [69829, 7, 7],
  [228700, 7, 4],
  [2211, 1, 30],
  [206790, 7, 5],
  [140481, 7, 2],
  [170689, 7, 4],
  [188205, 7, 1],
  [224621, 7, 3],
  [204141, 7, 2],
  [202250, 7, 4],
  [157479, 7, 3],
  [60267, 7, 8],
];

/** A run of one season's episodes, the first at `fromMs`. */
export function run(options: {
  season: number;
  count: number;
  fromMs: number;
  everyDays: number;
  runtime: number;
}): NewEpisode[] {
  const { season, count, fromMs, everyDays, runtime } = options;
  return Array.from({ length: count }, (_, index) => ({
    season,
    number: index + 1,
    first_aired: fromMs + index * everyDays * dayMs,
    runtime,
  }));
}

const seasonLength = 8;

/** What to premiere next: shows of which no episodes are known, the best known first. */
export function notYetPremiered(world: World, taken: ReadonlySet<number>): ShowView[] {
  return world
    .shows()
    .filter((show) => show.episodes.length === 0 && show.rating >= 5 && !taken.has(show.trakt))
    .toSorted((a, b) => b.votes - a.votes || a.trakt - b.trakt);
}

/** Gives a real show a beginning of its own: its very first episode at `fromMs`. */
export function premiereShow(world: World, show: ShowView, fromMs: number, at: number): void {
  const runtime = show.runtime;
  const year = new Date(fromMs).getUTCFullYear();
  const episodes = run({ season: 1, count: seasonLength, fromMs, everyDays: 7, runtime });
  world.redateShow(show.trakt, { status: "returning series", year }, episodes, { at });
}

/** Gives a real show a first season of last year, and the first episode of its second at `fromMs`. */
export function premiereSeason(world: World, show: ShowView, fromMs: number, at: number): void {
  const { runtime } = show;
  const lastYearMs = fromMs - 364 * dayMs;
  const episodes = [
    ...run({ season: 1, count: seasonLength, fromMs: lastYearMs, everyDays: 7, runtime }),
    ...run({ season: 2, count: seasonLength, fromMs, everyDays: 7, runtime }),
  ];
  const year = new Date(lastYearMs).getUTCFullYear();
  world.redateShow(show.trakt, { status: "returning series", year }, episodes, { at });
}

/** Adds a season to a show that has some, its first episode at `fromMs`. */
export function addSeason(world: World, show: ShowView, fromMs: number, at: number): void {
  const season = Math.max(0, ...show.episodes.map((episode) => episode.season)) + 1;
  const { runtime } = show;
  for (const episode of run({ season, count: seasonLength, fromMs, everyDays: 7, runtime })) {
    world.addEpisode(show.trakt, episode, { at });
  }
}

/** Up to the next five minutes: broadcasters like round times. */
export function roundUp(ms: number): number {
  return Math.ceil(ms / (5 * minuteMs)) * 5 * minuteMs;
}
