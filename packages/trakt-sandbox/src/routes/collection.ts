import { empty, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { listed, movieBody, showBody } from "../http/media.ts";
import { countByType, namedItems } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { playables } from "../world/find.ts";
import { itemOf } from "../world/items.ts";
import type { Episode } from "../world/library.ts";
import type { Entry } from "../world/state.ts";
import { notFoundOf } from "./shelves.ts";
import { limitsOf } from "./watchlist.ts";

export const collectionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/sync/collection/movies",
    auth: "required",
    dialect: "workers",
    handle: readMovies,
  },
  { method: "GET", path: "/sync/collection/shows", auth: "required", dialect: "rails", handle: readShows },
  { method: "POST", path: "/sync/collection", auth: "required", dialect: "rails", handle: collect },
  { method: "POST", path: "/sync/collection/remove", auth: "required", dialect: "rails", handle: uncollect },
];

function entriesOf(call: Call): ReadonlyMap<string, Entry> {
  return me(call).shelves.get("collection")?.entries ?? new Map<string, Entry>();
}

function readMovies(call: Call): Answer {
  const movies = [...entriesOf(call)].flatMap(([key, entry]) => {
    const item = itemOf(key);
    const movie = item.type === "movie" ? call.state.library.movies.get(item.trakt) : undefined;
    return movie === undefined ? [] : [{ movie, entry }];
  });
  return page(call, movies, { defaultLimit: 100 }, ({ movie, entry }) => {
    const at = isoOf(entry.listedAt);
    return listed(call, { collected_at: at, updated_at: at }, { movie: movieBody(call, movie) });
  });
}

function readShows(call: Call): Answer {
  const { library } = call.state;
  const shows = new Map<number, { episode: Episode; at: number }[]>();
  for (const [key, entry] of entriesOf(call)) {
    const item = itemOf(key);
    const episode = item.type === "episode" ? library.episodes.get(item.trakt) : undefined;
    if (episode === undefined) continue;
    const own = shows.get(episode.show) ?? [];
    shows.set(episode.show, own);
    own.push({ episode, at: entry.listedAt });
  }
  return page(call, [...shows], { defaultLimit: 100 }, ([trakt, own]) => {
    const show = library.shows.get(trakt);
    const last = isoOf(Math.max(...own.map(({ at }) => at)));
    const seasons = [...Map.groupBy(own, ({ episode }) => episode.season)]
      .toSorted(([a], [b]) => a - b)
      .map(([number, episodes]) => ({
        number,
        episodes: episodes
          .toSorted((a, b) => a.episode.number - b.episode.number)
          .map(({ episode, at }) => ({ number: episode.number, collected_at: isoOf(at) })),
      }));
    return listed(
      call,
      { last_collected_at: last, last_updated_at: last },
      { show: show && showBody(call, show), seasons },
    );
  });
}

function collect(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const before = entriesOf(call);
  const wanted = named.found.flatMap(({ item, fields }) =>
    playables(call.state.library, item, call.nowMs).map((key) => ({ key, at: fields.collected_at })),
  );
  const fresh = new Map(wanted.filter(({ key }) => !before.has(key)).map((one) => [one.key, one.at]));
  if (before.size + fresh.size > limitsOf(call).collection) return empty(420);
  const existing = wanted.filter(({ key }) => before.has(key)).map(({ key }) => itemOf(key));
  for (const [at, keys] of Map.groupBy(fresh.keys(), (key) => fresh.get(key))) {
    const items = keys.map(itemOf);
    call.world.put(me(call).username, "collection", items, at === undefined ? {} : { listed_at: at });
  }
  const added = [...fresh.keys()].map(itemOf);
  return written(
    {
      added: countByType(added, ["movie", "episode"]),
      updated: { movies: 0, episodes: 0 },
      existing: countByType(existing, ["movie", "episode"]),
      not_found: notFoundOf(named.notFound, ["movie", "show", "season", "episode"]),
    },
    added.length,
  );
}

function uncollect(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const before = entriesOf(call);
  const items = named.found
    .flatMap(({ item }) => playables(call.state.library, item, call.nowMs, true))
    .filter((key) => before.has(key))
    .map(itemOf);
  call.world.take(me(call).username, "collection", items);
  return written(
    {
      deleted: countByType(items, ["movie", "episode"]),
      not_found: notFoundOf(named.notFound, ["movie", "show", "season", "episode"]),
    },
    items.length,
    200,
  );
}
