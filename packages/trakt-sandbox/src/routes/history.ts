import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, listed } from "../http/media.ts";
import { countByType, namedItems } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { playables } from "../world/find.ts";
import type { Person, Play } from "../world/state.ts";

const types = ["all", "movies", "shows", "seasons", "episodes"];

export const historyRoutes: readonly Route[] = [
  ...["/sync/history", "/sync/history/:type", "/sync/history/:type/:id"].map((path): Route => ({
    method: "GET",
    path,
    auth: "required",
    dialect: "rails",
    handle: (call) => readHistory(call, me(call), call.params.id),
  })),
  { method: "POST", path: "/sync/history", auth: "required", dialect: "rails", handle: addHistory },
  { method: "POST", path: "/sync/history/remove", auth: "required", dialect: "rails", handle: removeHistory },
];

/** A person's plays, newest first, of a type or of one thing. */
export function readHistory(call: Call, person: Person, id: string | undefined): Answer {
  const { type = "all" } = call.params;
  if (!types.includes(type)) return notFoundPage();
  // Trakt's own apps may ask for what a sync brought; nobody else.
  if (call.query.has("sync_id")) return empty(403);
  const from = timeOf(call.query.get("start_at"), Number.NEGATIVE_INFINITY);
  const to = timeOf(call.query.get("end_at"), Number.POSITIVE_INFINITY);
  const plays = person.plays
    .filter((play) => play.watchedAt >= from && play.watchedAt <= to && isOf(call, play, type, id))
    .toReversed();
  return page(call, plays, { defaultLimit: 100 }, (play) => playBody(call, play));
}

function playBody(call: Call, play: Play): unknown {
  const { id, watchedAt, action, movie, trakt } = play;
  const item = itemBody(call, `${movie ? "movie" : "episode"}:${trakt}`) ?? {};
  return listed(call, { id, watched_at: isoOf(watchedAt), action }, item);
}

/** Plays are added as often as they are sent: history tells no duplicates (trakt-api #694). */
function addHistory(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const plays = named.found.map(({ item, fields }) => ({ item, watched_at: fields.watched_at }));
  if (plays.some(({ watched_at }) => watched_at !== undefined && !isWatchedAt(watched_at))) return empty(422);
  const { username } = me(call);
  const before = me(call).plays.length;
  call.world.watchAll(username, plays);
  const movies = plays.filter(({ item }) => item.type === "movie").length;
  const added = me(call).plays.length - before;
  const { users: _users, ...notFound } = named.notFound;
  return written(
    {
      added: { movies, episodes: added - movies },
      updated: { movies: 0, episodes: 0 },
      not_found: { ...notFound, people: [] },
    },
    added,
  );
}

/** By history id, or all plays of what is named; a show is all of its episodes. */
function removeHistory(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const person = me(call);
  const gone = new Set(named.found.flatMap(({ item }) => playables(call.state.library, item, call.nowMs, true)));
  const ids = new Set(named.historyIds);
  const plays = person.plays.filter(
    (play) => ids.has(play.id) || gone.has(`${play.movie ? "movie" : "episode"}:${play.trakt}`),
  );
  const found = new Set(plays.map((play) => play.id));
  call.world.removePlays(person.username, [...found]);
  const items = plays.map((play) => ({ type: play.movie ? "movie" : "episode", trakt: play.trakt }) as const);
  const { users: _users, ...notFound } = named.notFound;
  return written(
    {
      deleted: countByType(items, ["movie", "episode"]),
      not_found: { ...notFound, people: [], ids: named.historyIds.filter((id) => !found.has(id)) },
    },
    plays.length,
    200,
  );
}

function isOf(call: Call, play: Play, type: string, id: string | undefined): boolean {
  if (type === "all") return id === undefined;
  if (type === "movies") return play.movie && (id === undefined || String(play.trakt) === id);
  if (play.movie) return false;
  if (id === undefined || type === "episodes") return id === undefined || String(play.trakt) === id;
  const episode = call.state.library.episodes.get(play.trakt);
  if (type === "shows") return String(episode?.show) === id;
  const season = call.state.library.seasons.get(Number(id));
  return season !== undefined && episode?.show === season.show && episode.season === season.number;
}

function isWatchedAt(text: string): boolean {
  return text === "released" || text === "unknown" || !Number.isNaN(Date.parse(text));
}

/** A moment in a query; the fallback where there is none that can be read. */
export function timeOf(text: string | null, fallback: number): number {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? fallback : time;
}
