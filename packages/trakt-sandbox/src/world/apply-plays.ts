import { touch } from "./activities.ts";
import { takeFromShelf } from "./apply-shelves.ts";
import { itemOf } from "./items.ts";
import type { OpOf, PlayAction } from "./ops.ts";
import type { Person, Play, State } from "./state.ts";

const minuteMs = 60_000;

/** Adds plays; what was watched leaves the watchlist (Trakt does it by itself; PlexTraktSync #1247). */
export function addPlays(state: State, person: Person, op: OpOf<"plays.added">): void {
  const touched = new Set<string>();
  const watched = new Set<string>();
  for (const [key, watchedAt, action] of op.plays) {
    const { type } = itemOf(key);
    if (type !== "movie" && type !== "episode") continue;
    take(state, person, { key, watchedAt, action, at: op.at, id: state.nextPlayId++ }, touched, watched);
  }
  touch(person, op.at, touched);
  takeFromShelf(person, "watchlist", [...watched], op.at);
}

interface NewPlay {
  key: string;
  watchedAt: number;
  action: PlayAction;
  /** When it comes into the history. */
  at: number;
  id: number;
}

/** Adds one play whose id is known already. */
export function addPlay(state: State, person: Person, play: NewPlay): void {
  const touched = new Set<string>();
  const watched = new Set<string>();
  take(state, person, play, touched, watched);
  touch(person, play.at, touched);
  takeFromShelf(person, "watchlist", [...watched], play.at);
}

/** Notes what it touches, and what of the watchlist it covers: a movie itself, of an episode also its season and show. */
function take(state: State, person: Person, play: NewPlay, touched: Set<string>, watched: Set<string>): void {
  const { key, watchedAt, action, at, id } = play;
  const item = itemOf(key);
  if (item.type !== "movie" && item.type !== "episode") return;
  const movie = item.type === "movie";
  const minute = Math.floor(watchedAt / minuteMs) * minuteMs;
  insert(person.plays, { id, movie, trakt: item.trakt, watchedAt: minute, addedAt: at, action });
  touched.add(movie ? "movies.watched_at" : "episodes.watched_at");
  if (person.playback.delete(key)) touched.add(movie ? "movies.paused_at" : "episodes.paused_at");
  watched.add(key);
  const episode = movie ? undefined : state.library.episodes.get(item.trakt);
  if (episode === undefined) return;
  watched.add(`show:${episode.show}`);
  watched.add(`season:${episode.show}:${episode.season}`);
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
