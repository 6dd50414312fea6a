import { titleOfItem, type KnownTitle } from "../world/titles.ts";
import type { Call } from "./call.ts";
import { findMovie, findShow } from "./named.ts";
import { movieBody, showBody } from "./media.ts";

/** The movie or show that `:id` names, by Trakt's id, slug or IMDb's. */
export function titleNamed(call: Call, type: KnownTitle["type"]): KnownTitle | undefined {
  const { library } = call.state;
  const { id = "" } = call.params;
  if (type === "movie") {
    const movie = library.movies.get(findMovie(library, id) ?? 0);
    return movie && { type, movie };
  }
  const show = library.shows.get(findShow(library, id) ?? 0);
  return show && { type, show };
}

export function titleBody(call: Call, title: KnownTitle): Record<string, unknown> {
  return title.type === "movie" ? movieBody(call, title.movie) : showBody(call, title.show);
}

/** `{movie}` or `{show}`. */
export function titleItem(call: Call, title: KnownTitle): Record<string, unknown> {
  return { [title.type]: titleBody(call, title) };
}

/** Keys of the titles that `ignore_watched`, `ignore_collected` and `ignore_watchlisted` leave out for the caller. */
export function ignoredTitles(call: Call): ReadonlySet<string> {
  const { viewer, query, state } = call;
  const ignored = new Set<string>();
  if (viewer === undefined) return ignored;
  const asked = (name: string): boolean => query.get(`ignore_${name}`) === "true";
  const leaveOut = (itemKey: string): void => {
    const key = titleOfItem(state.library, itemKey);
    if (key !== undefined) ignored.add(key);
  };
  if (asked("watched")) for (const play of viewer.plays) leaveOut(`${play.movie ? "movie" : "episode"}:${play.trakt}`);
  if (asked("collected")) for (const key of viewer.shelves.get("collection")?.entries.keys() ?? []) leaveOut(key);
  if (asked("watchlisted")) for (const key of viewer.shelves.get("watchlist")?.entries.keys() ?? []) leaveOut(key);
  return ignored;
}
