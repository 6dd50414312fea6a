import type { ReplyOf } from "@showrunner/client/asked.ts";
import { episodeCode } from "../watched/episode-code.ts";
import type { Only } from "./place.ts";

export type CalendarReply = ReplyOf<"views.calendar">;
type Entry = CalendarReply["days"][number]["entries"][number];
export type EpisodeEntry = Extract<Entry, { kind: "episode" }>;
export type MovieEntry = Extract<Entry, { kind: "movie" }>;

/** Episodes of one show that come out together, or a movie. */
export type Airing =
  | { kind: "episodes"; key: string; first: EpisodeEntry; episodes: readonly EpisodeEntry[] }
  | MovieAiring;
interface MovieAiring {
  kind: "movie";
  key: string;
  entry: MovieEntry;
}

/** The airings of a day in their order: what one show brings out at one moment is one of them. */
export function airingsOf(entries: readonly Entry[]): Airing[] {
  const found: Airing[] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    if (entry.kind === "movie") found.push({ kind: "movie", key: `movie:${entry.movie.trakt}`, entry });
    else if (last?.kind === "episodes" && isNextOf(last, entry))
      found[found.length - 1] = { ...last, episodes: [...last.episodes, entry] };
    else found.push({ kind: "episodes", key: `episode:${entry.trakt}`, first: entry, episodes: [entry] });
  }
  return found;
}

function isNextOf({ episodes }: Extract<Airing, { kind: "episodes" }>, entry: EpisodeEntry): boolean {
  const last = episodes.at(-1);
  return (
    last !== undefined &&
    last.show.trakt === entry.show.trakt &&
    last.season === entry.season &&
    last.number + 1 === entry.number &&
    last.airsAt === entry.airsAt
  );
}

export function isShown(airing: Airing, only: Only): boolean {
  switch (only) {
    case "all":
      return true;
    case "movies":
      return airing.kind === "movie";
    case "premieres":
      return airing.kind === "episodes" && airing.episodes.some(({ premiere }) => premiere !== null);
    case "finales":
      return airing.kind === "episodes" && airing.episodes.some(({ finale }) => finale !== null);
  }
}

const premieres = { show: "Series premiere", season: "Season premiere" } as const;
const finales = { half_season: "Mid-season finale", season: "Season finale", show: "Series finale" } as const;

interface Mark {
  kind: "premiere" | "finale";
  words: string;
}

/** What begins and what ends with an airing. */
export function marksOf(airing: Airing): Mark[] {
  if (airing.kind === "movie") return [];
  const begins = airing.episodes.map(({ premiere }) => premiere).find((one) => one !== null);
  const ends = airing.episodes.map(({ finale }) => finale).findLast((one) => one !== null);
  return [
    ...(begins == null ? [] : [{ kind: "premiere", words: premieres[begins] } as const]),
    ...(ends == null ? [] : [{ kind: "finale", words: finales[ends] } as const]),
  ];
}

export const titleOf = (airing: Airing): string =>
  airing.kind === "movie" ? airing.entry.movie.title : airing.first.show.title;

/** "2×05", "2×01–08"; a movie's is its year. */
export function numberOf(airing: Airing): string {
  if (airing.kind === "movie") return airing.entry.movie.year === null ? "" : String(airing.entry.movie.year);
  const { first, episodes } = airing;
  const last = episodes.at(-1) ?? first;
  const code = episodeCode(first.season, first.number);
  return last === first ? code : `${code}–${String(last.number).padStart(2, "0")}`;
}

/** How an airing stands, for who looks at the calendar at a moment. */
export type Standing =
  | { kind: "ahead" }
  | { kind: "on" }
  | { kind: "watched" }
  | { kind: "partly"; watched: number; of: number }
  | { kind: "unwatched" }
  /** It has aired, and whether it was watched is not known. */
  | { kind: "aired" };

/** Whether it is still to come, runs at this moment, or was watched. `today` is the day in the person's own zone. */
export function standingOf(airing: Airing, nowMs: number, today: string): Standing {
  if (airing.kind === "movie") return { kind: airing.entry.released > today ? "ahead" : "aired" };
  const { first, episodes } = airing;
  const startMs = Date.parse(first.airsAt);
  const watched = episodes.filter((one) => one.watched === true).length;
  if (watched === episodes.length) return { kind: "watched" };
  if (startMs > nowMs) return { kind: "ahead" };
  if (watched > 0) return { kind: "partly", watched, of: episodes.length };
  if (nowMs < startMs + (first.runtimeMinutes ?? 0) * 60_000) return { kind: "on" };
  return { kind: first.watched === null ? "aired" : "unwatched" };
}

/** What a day brings, for who hears it: "2 airings, 1 premiere". */
export function countWords(airings: readonly Airing[]): string {
  if (airings.length === 0) return "nothing";
  const marks = airings.flatMap(marksOf);
  const counted = (kind: Mark["kind"]): number => marks.filter((mark) => mark.kind === kind).length;
  return [
    plural(airings.length, "airing"),
    ...(counted("premiere") > 0 ? [plural(counted("premiere"), "premiere")] : []),
    ...(counted("finale") > 0 ? [plural(counted("finale"), "finale")] : []),
  ].join(", ");
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
