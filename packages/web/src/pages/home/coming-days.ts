import type { ReplyOf } from "@showrunner/client/asked.ts";
import { dayLabel } from "./by-day.ts";

type Calendar = ReplyOf<"views.calendar">;
type Entry = Calendar["days"][number]["entries"][number];

export interface Coming {
  key: string;
  title: string;
  /** "2×05 · The Title". */
  detail: string | undefined;
  /** ISO 8601; undefined where only the day is known. */
  at: string | undefined;
  /** "Series premiere". */
  mark: { words: string; isEnd: boolean } | undefined;
  isWatched: boolean;
}

export interface ComingDay {
  date: string;
  label: string;
  items: Coming[];
  /** How many more there are that day. */
  more: number;
}

const mostOfDay = 6;
/** As many as a glance takes in. */
const mostAtAll = 14;

/** Today and the days after it on which something comes, shortened to what a glance takes in. */
export function comingDays({ days, today }: Pick<Calendar, "days" | "today">): ComingDay[] {
  let left = mostAtAll;
  const shown: ComingDay[] = [];
  for (const { date, entries } of days) {
    if (left <= 0) break;
    if (entries.length === 0 && date !== today) continue;
    const items = entries.slice(0, Math.min(mostOfDay, left)).map(comingOf);
    left -= items.length;
    shown.push({ date, label: dayLabel(date, today), items, more: entries.length - items.length });
  }
  return shown;
}

const premieres = { show: "Series premiere", season: "Season premiere" } as const;
const finales = { half_season: "Mid-season finale", season: "Season finale", show: "Series finale" } as const;

function comingOf(entry: Entry): Coming {
  if (entry.kind === "movie")
    return {
      key: `movie-${entry.movie.trakt}`,
      title: entry.movie.title,
      detail: "Movie",
      at: undefined,
      mark: undefined,
      isWatched: false,
    };
  const { show, season, number, title, airsAt, premiere, finale, watched, trakt } = entry;
  const place = `${season}×${String(number).padStart(2, "0")}`;
  return {
    key: `episode-${trakt}`,
    title: show.title,
    // Trakt calls an episode without a name by its number, which stands there already.
    detail: title === null || title === `Episode ${number}` ? place : `${place} · ${title}`,
    at: airsAt,
    mark:
      finale !== null
        ? { words: finales[finale], isEnd: true }
        : premiere !== null
          ? { words: premieres[premiere], isEnd: false }
          : undefined,
    isWatched: watched === true,
  };
}
