import { notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { listed, movieBody, showBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { itemOf } from "../world/items.ts";
import type { Movie, Show } from "../world/library.ts";
import type { Person } from "../world/state.ts";

const dayMs = 86_400_000;
/** How far back updates are kept, and how many of them a page holds. Trakt: /sync/updates. */
const updatesDays = 30;
const updatesMaxLimit = 100;

const ids = "/sync/updates/id/:type";
const whole = "/sync/updates/:type";

// Those of ids go first: `id` is no type.
export const updateRoutes: readonly Route[] = [ids, `${ids}/:start_date`, whole, `${whole}/:start_date`].map(
  (path) => ({
    method: "GET",
    path,
    auth: "required",
    dialect: "workers",
    handle: (call) => readUpdates(call, me(call), path.startsWith(ids)),
  }),
);

/** What changed of what the person watched, collected or has on the watchlist, newest first. */
function readUpdates(call: Call, person: Person, idsAlone: boolean): Answer {
  const { type = "" } = call.params;
  const { movies, shows } = call.state.library;
  const mine = following(call, person);
  const today = Math.floor(call.nowMs / dayMs) * dayMs;
  const sent = Date.parse(call.params.start_date ?? "");
  const from = Math.max(Number.isNaN(sent) ? today : sent, today - updatesDays * dayMs);
  const changed = <T extends Movie | Show>(all: ReadonlyMap<number, T>, key: string): T[] =>
    [...all.values()]
      .filter(({ updatedAt, facts }) => updatedAt >= from && mine.has(`${key}:${facts.ids.trakt}`))
      .toSorted((a, b) => b.updatedAt - a.updatedAt);
  const options = { defaultLimit: 100, maxLimit: updatesMaxLimit, headers: { "x-start-date": isoOf(from) } };
  const toldOf = <T extends Movie | Show>(all: readonly T[], body: (one: T) => Record<string, unknown>): Answer =>
    page(call, all, options, (one) =>
      idsAlone ? one.facts.ids.trakt : listed(call, { updated_at: isoOf(one.updatedAt) }, body(one)),
    );
  if (type === "movies") return toldOf(changed(movies, "movie"), (movie) => ({ movie: movieBody(call, movie) }));
  if (type === "shows") return toldOf(changed(shows, "show"), (show) => ({ show: showBody(call, show) }));
  return notFoundPage();
}

/** Keys of the movies, and of the shows of whatever of them it is. */
function following(call: Call, person: Person): ReadonlySet<string> {
  const { episodes } = call.state.library;
  const keys = [
    ...person.plays.map(({ movie, trakt }) => `${movie ? "movie" : "episode"}:${trakt}`),
    ...(person.shelves.get("collection")?.entries.keys() ?? []),
    ...(person.shelves.get("watchlist")?.entries.keys() ?? []),
  ];
  return new Set(
    keys.map((key) => {
      const item = itemOf(key);
      if (item.type === "season") return `show:${item.show}`;
      return item.type === "episode" ? `show:${episodes.get(item.trakt)?.show}` : key;
    }),
  );
}
