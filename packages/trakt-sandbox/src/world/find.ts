import { Problem } from "@showrunner/core/errors.ts";
import { keyOf, type Item } from "./items.ts";
import { hasAired, seasonOf, timeOf, type Library } from "./library.ts";

/** The item's key. Throws Problem `sandbox.no_such_item` when the catalogue does not have it. */
export function keyIn(library: Library, item: Item): string {
  if (!exists(library, item)) {
    throw new Problem({
      code: "sandbox.no_such_item",
      message: `the sandbox's catalogue has no ${keyOf(item)}`,
      hint: "Take one of its Trakt ids, or add it first: addShow, addEpisode or addMovie.",
    });
  }
  return keyOf(item);
}

export function exists(library: Library, item: Item): boolean {
  switch (item.type) {
    case "movie":
      return library.movies.has(item.trakt);
    case "show":
      return library.shows.has(item.trakt);
    case "season":
      return seasonOf(library, item.show, item.number) !== undefined;
    case "episode":
      return library.episodes.has(item.trakt);
  }
}

/**
 * What is watched, collected or removed when an item is named: a show is the aired episodes of its regular seasons,
 * a season its aired episodes. `all` takes in what has not aired, and specials: for removals.
 */
export function playables(library: Library, item: Item, nowMs: number, all = false): string[] {
  if (item.type === "movie" || item.type === "episode") return [keyOf(item)];
  const show = library.shows.get(item.type === "show" ? item.trakt : item.show);
  return (show?.seasons ?? [])
    .filter((season) => (item.type === "season" ? season.number === item.number : all || season.number > 0))
    .flatMap((season) => season.episodes)
    .filter((episode) => all || hasAired(episode, nowMs))
    .map((episode) => `episode:${episode.trakt}`);
}

/** When the movie or episode came out, in epoch ms: what `watched_at: "released"` stands for. */
export function releasedAt(library: Library, item: Item): number | null {
  if (item.type === "movie") return timeOf(library.movies.get(item.trakt)?.facts.released ?? null);
  if (item.type === "episode") return library.episodes.get(item.trakt)?.firstAired ?? null;
  return null;
}
