import * as fc from "fast-check";
import type { ProgressRow } from "../progress.ts";
import { minute } from "./drafts.ts";
import { anEpisode, aShow } from "./things.ts";

/** One minute in the life of a show and of somebody who watches it. */
export interface ShowMinute {
  does:
    | "air"
    | "watch"
    | "watchNext"
    | "unwatch"
    | "reset"
    | "takeBack"
    | "unair"
    | "announce"
    | "end"
    | "cancel"
    | "renew";
  n: number;
  polled: boolean;
}

const oneWay = [
  "air",
  "air",
  "watch",
  "watchNext",
  "watchNext",
  "watchNext",
  "unwatch",
  "announce",
  "reset",
  "end",
  "cancel",
  "renew",
] as const;

/** Without corrections: nothing that aired is unaired, no reset is taken back. */
export const showMinutes = fc.array(
  fc.record({ does: fc.constantFrom(...oneWay), n: fc.nat(11), polled: fc.boolean() }),
  { maxLength: 40 },
);
export const correctedShowMinutes = fc.array(
  fc.record({
    does: fc.constantFrom(...oneWay, "takeBack" as const, "unair" as const),
    n: fc.nat(11),
    polled: fc.boolean(),
  }),
  { maxLength: 40 },
);

interface EpisodeOfWorld {
  season: number;
  number: number;
  aired: boolean;
  plays: string[];
}

/** A show as it is, and not as anyone read it. */
export interface ShowWorld {
  episodes: EpisodeOfWorld[];
  status: string;
  resetAt: string | null;
}

/** A special, and two seasons of two; the specials and the first episode have aired. */
export const newShow = (): ShowWorld => ({
  episodes: [
    { season: 0, number: 1, aired: true, plays: [] },
    { season: 1, number: 1, aired: true, plays: [] },
    { season: 1, number: 2, aired: false, plays: [] },
    { season: 2, number: 1, aired: false, plays: [] },
    { season: 2, number: 2, aired: false, plays: [] },
  ],
  status: "returning series",
  resetAt: null,
});

export function liveShow(world: ShowWorld, { does, n }: ShowMinute, at: number): ShowWorld {
  const next = structuredClone(world);
  const aired = next.episodes.filter((episode) => episode.aired);
  const one = aired[n % aired.length];
  const unaired = next.episodes.find((episode) => !episode.aired);
  switch (does) {
    case "air":
      if (unaired !== undefined) unaired.aired = true;
      break;
    case "watch":
      one?.plays.push(minute(at));
      break;
    case "watchNext":
      aired
        .find(({ season, plays }) => season > 0 && !plays.some((play) => counts(next, play)))
        ?.plays.push(minute(at));
      break;
    case "unwatch":
      if (one !== undefined) one.plays = [];
      break;
    case "unair": {
      const last = aired.at(-1);
      if (last !== undefined && last.season > 0) {
        last.aired = false;
        last.plays = [];
      }
      break;
    }
    case "announce": {
      const last = next.episodes.at(-1);
      if (last !== undefined) next.episodes.push({ ...last, number: last.number + 1, aired: false, plays: [] });
      break;
    }
    case "reset":
      next.resetAt = minute(at);
      break;
    case "takeBack":
      next.resetAt = null;
      break;
    case "end":
      next.status = "ended";
      break;
    case "cancel":
      next.status = "canceled";
      break;
    case "renew":
      next.status = "returning series";
      break;
    default:
      does satisfies never;
  }
  return next;
}

/** A reset hides the plays before it. */
const counts = (world: ShowWorld, play: string): boolean => world.resetAt === null || play > world.resetAt;

/** What Trakt answers: plays before the reset do not count, and specials only under their own season. */
export function readProgress(world: ShowWorld): ProgressRow {
  const isWatched = (episode: EpisodeOfWorld): boolean => episode.plays.some((play) => counts(world, play));
  const numbers = [...new Set(world.episodes.map((episode) => episode.season))];
  const seasons = numbers.map((number) => {
    const all = world.episodes.filter((episode) => episode.season === number);
    const aired = all.filter((episode) => episode.aired);
    return { number, aired: aired.length, completed: aired.filter(isWatched).length, total: all.length };
  });
  const regular = seasons.filter((season) => season.number > 0);
  const plays = world.episodes
    .filter((episode) => episode.season > 0)
    .flatMap((episode) => episode.plays.filter((play) => counts(world, play)));
  return {
    show: aShow(1390),
    status: world.status,
    aired: regular.reduce((sum, season) => sum + season.aired, 0),
    completed: regular.reduce((sum, season) => sum + season.completed, 0),
    reset_at: world.resetAt,
    last_watched_at: plays.toSorted().at(-1) ?? null,
    seasons,
    next_episode: null,
    last_episode: anEpisode(1, 1),
  };
}

/** What is true of a show as the catalogue words it, told from the episodes themselves. */
export function truthsOf(world: ShowWorld): string[] {
  const run = world.resetAt ?? "first";
  const regular = world.episodes.filter((episode) => episode.season > 0);
  const isWatched = (episode: EpisodeOfWorld): boolean => episode.plays.some((play) => counts(world, play));
  const aired = regular.filter((episode) => episode.aired);
  const truths: string[] = [];
  if (aired.some(isWatched)) truths.push(`show.started in ${run}`);
  for (const number of [1, 2]) {
    const season = regular.filter((episode) => episode.season === number);
    if (season.every((episode) => episode.aired && isWatched(episode))) {
      truths.push(`season.completed ${number} in ${run}`);
    }
  }
  if (aired.length > 0 && aired.every(isWatched)) {
    const isOver = world.status === "ended" || world.status === "canceled";
    truths.push(`${isOver ? "show.completed" : "show.caught_up"} of ${aired.length} in ${run}`);
  }
  return truths;
}
