import type { ReplyOf } from "@showrunner/client/asked.ts";

export type ShowProgress = ReplyOf<"views.progress">["items"][number];

export const sorts = [
  { value: "title", label: "Title" },
  { value: "activity", label: "Watched last" },
  { value: "most-completed", label: "Most completed" },
  { value: "least-completed", label: "Least completed" },
  { value: "recently-aired", label: "Recently aired" },
  { value: "previously-aired", label: "Aired longest ago" },
] as const;
export type Sort = (typeof sorts)[number]["value"];

export const filters = [
  { value: "all", label: "All" },
  { value: "started", label: "Started" },
  { value: "behind", label: "Behind" },
  { value: "caught-up", label: "Caught up" },
  { value: "finished", label: "Finished" },
  { value: "hidden", label: "Hidden seasons" },
] as const;
export type Filter = (typeof filters)[number]["value"];

/** Nothing more will come of these. Trakt: the status of a show. */
const over: ReadonlySet<string> = new Set(["ended", "canceled"]);

export type Standing = "not started" | "behind" | "caught up" | "finished";

type Told = Pick<ShowProgress, "progress"> & { show: Pick<ShowProgress["show"], "status"> };

/** How a person stands with a show: finished is caught up with a show of which nothing more will come. */
export function standingOf({ progress, show }: Told): Standing {
  if (progress.completed === 0) return "not started";
  if (progress.left > 0) return "behind";
  return over.has(show.status ?? "") ? "finished" : "caught up";
}

/** Whether a filter lets a show through; one may be in several. */
export function isIn(one: Told & Pick<ShowProgress, "hidden_seasons">, filter: Filter): boolean {
  const standing = standingOf(one);
  switch (filter) {
    case "all":
      return true;
    case "started":
      return standing !== "not started";
    case "behind":
      return standing === "behind";
    case "caught-up":
      return standing === "caught up" || standing === "finished";
    case "finished":
      return standing === "finished";
    case "hidden":
      return one.hidden_seasons.length > 0;
  }
}

/** Without case and accents: "bron" finds "Brön". */
const plain = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** Whether a title has every word that was typed, in any order. */
export function isFound(title: string, typed: string): boolean {
  const within = plain(title);
  return plain(typed)
    .split(/\s+/)
    .every((word) => within.includes(word));
}

interface Sums {
  shows: number;
  /** Shows of which something is left. */
  unfinished: number;
  left: number;
  watched: number;
}

/** All of it in four numbers. */
export function sumsOf(items: readonly Told[]): Sums {
  return {
    shows: items.length,
    unfinished: items.filter(({ progress }) => progress.left > 0).length,
    left: items.reduce((sum, { progress }) => sum + progress.left, 0),
    watched: items.reduce((sum, { progress }) => sum + progress.completed, 0),
  };
}

/** "12 shows · 230 episodes watched · 8 left in 3 shows". */
export function sumWords({ shows, unfinished, left, watched }: Sums): string {
  const toWatch = left === 0 ? "nothing left" : `${left} left in ${plural(unfinished, "show")}`;
  return [plural(shows, "show"), `${plural(watched, "episode")} watched`, toWatch].join(" · ");
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
