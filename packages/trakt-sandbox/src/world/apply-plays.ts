import { touch } from "./activities.ts";
import { takeFromShelf } from "./apply-shelves.ts";
import { itemOf } from "./items.ts";
import type { OpOf } from "./ops.ts";
import type { Person, Play, State } from "./state.ts";

/**
 * Adds plays; what was watched leaves the watchlist: a movie itself, of an episode also its season and show
 * (Trakt does it by itself; PlexTraktSync #1247).
 */
export function addPlays(state: State, person: Person, op: OpOf<"plays.added">): void {
  const touched = new Set<string>();
  const watched = new Set<string>();
  for (const [key, watchedAt, action] of op.plays) {
    const item = itemOf(key);
    if (item.type !== "movie" && item.type !== "episode") continue;
    const movie = item.type === "movie";
    insert(person.plays, {
      id: state.nextPlayId++,
      movie,
      trakt: item.trakt,
      watchedAt,
      addedAt: op.at,
      action,
    });
    touched.add(movie ? "movies.watched_at" : "episodes.watched_at");
    if (person.playback.delete(key)) touched.add(movie ? "movies.paused_at" : "episodes.paused_at");
    watched.add(key);
    const episode = movie ? undefined : state.library.episodes.get(item.trakt);
    if (episode !== undefined) {
      watched.add(`show:${episode.show}`);
      watched.add(`season:${episode.show}:${episode.season}`);
    }
  }
  touch(person, op.at, touched);
  takeFromShelf(person, "watchlist", [...watched], op.at);
}

export function removePlays(person: Person, op: OpOf<"plays.removed">): void {
  const ids = new Set(op.ids);
  const touched = new Set<string>();
  person.plays = person.plays.filter((play) => {
    if (!ids.has(play.id)) return true;
    touched.add(play.movie ? "movies.watched_at" : "episodes.watched_at");
    return false;
  });
  touch(person, op.at, touched);
}

function insert(plays: Play[], play: Play): void {
  let at = plays.length;
  while (at > 0) {
    const before = plays[at - 1];
    if (before === undefined || before.watchedAt <= play.watchedAt) break;
    at--;
  }
  if (at === plays.length) plays.push(play);
  else plays.splice(at, 0, play);
}
