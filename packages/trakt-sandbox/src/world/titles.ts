import type { Title } from "./cast.ts";
import { itemOf } from "./items.ts";
import type { Library, Movie, Show } from "./library.ts";

/** A movie or a show with what is known of it. */
export type KnownTitle = { type: "movie"; movie: Movie } | { type: "show"; show: Show };

export type TitleType = KnownTitle["type"];

export function moviesOf(library: Library): KnownTitle[] {
  return [...library.movies.values()].map((movie) => ({ type: "movie", movie }));
}

export function showsOf(library: Library): KnownTitle[] {
  return [...library.shows.values()].map((show) => ({ type: "show", show }));
}

/** The title that is named so; undefined when the library does not have it. */
export function knownTitle(library: Library, { type, trakt }: Title): KnownTitle | undefined {
  if (type === "movie") {
    const movie = library.movies.get(trakt);
    return movie && { type, movie };
  }
  const show = library.shows.get(trakt);
  return show && { type, show };
}

export function factsOf(title: KnownTitle): Movie["facts"] | Show["facts"] {
  return title.type === "movie" ? title.movie.facts : title.show.facts;
}

export function refOf(title: KnownTitle): Title {
  return { type: title.type, trakt: factsOf(title).ids.trakt };
}

/** `movie:28`, `show:1390`. */
export function titleKeyOf(title: KnownTitle): string {
  return `${title.type}:${factsOf(title).ids.trakt}`;
}

/** The key of the movie or show that an item is, or is part of; undefined when it is gone. */
export function titleOfItem(library: Library, itemKey: string): string | undefined {
  const item = itemOf(itemKey);
  if (item.type === "movie" || item.type === "show") return itemKey;
  const show = item.type === "season" ? item.show : library.episodes.get(item.trakt)?.show;
  return show === undefined ? undefined : `show:${show}`;
}

/** The day that the movie came out, or the show began, in epoch ms; null while it is not known. */
export function beganAt(title: KnownTitle): number | null {
  if (title.type === "show") return title.show.firstAired;
  const { released } = title.movie.facts;
  return released === null ? null : Date.parse(released);
}

/** Few votes say little: they pull a rating towards the mean. Trakt makes its own from the same two numbers. */
function popularityOf(title: KnownTitle): number {
  const { rating = 0, votes = 0 } = factsOf(title);
  return (rating * votes + meanRating * steadyVotes) / (votes + steadyVotes) + votes / 1e9;
}

const meanRating = 7;
const steadyVotes = 1000;

export function byPopularity(a: KnownTitle, b: KnownTitle): number {
  return popularityOf(b) - popularityOf(a) || factsOf(a).ids.trakt - factsOf(b).ids.trakt;
}
