import { empty, json, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, listed, movieBody, showBody } from "../http/media.ts";
import { countByType, namedItems, type Fields } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { playables, releasedAt } from "../world/find.ts";
import { itemOf, itemTypes, type Item } from "../world/items.ts";
import type { Episode } from "../world/library.ts";
import { Copy } from "../world/playing-ops.ts";
import type { Entry, Person } from "../world/state.ts";
import { timeOf } from "./history.ts";
import { sorted } from "./shelf-sorts.ts";
import { listBody, notFoundOf } from "./shelves.ts";
import { limitsOf } from "./watchlist.ts";

export const collectionRoutes: readonly Route[] = [
  read("/sync/collection/movies", "workers", "movies"),
  read("/sync/collection/shows", "rails", "shows"),
  read("/sync/collection/episodes", "workers", "episodes"),
  read("/sync/collection/media", "workers", "media"),
  {
    method: "GET",
    path: "/sync/collection/minimal/:type",
    auth: "required",
    dialect: "workers",
    handle: (call) => readMinimal(call, me(call)),
  },
  { method: "POST", path: "/sync/collection", auth: "required", dialect: "rails", handle: collect },
  { method: "POST", path: "/sync/collection/remove", auth: "required", dialect: "rails", handle: uncollect },
];

function read(path: string, dialect: Route["dialect"], type: string): Route {
  return { method: "GET", path, auth: "required", dialect, handle: (call) => readCollection(call, me(call), type) };
}

/** What a person has collected: `movies`, `shows`, or `episodes` and `media` each for itself. */
export function readCollection(call: Call, person: Person, type: string): Answer {
  switch (type) {
    case "movies":
      return readMovies(call, person);
    case "shows":
      return readShows(call, person);
    case "episodes":
      return readMedia(call, person, false);
    case "media":
      return readMedia(call, person, true);
    default:
      return notFoundPage();
  }
}

/** What was collected within `start_at` and `end_at`. */
function entriesOf(call: Call, person: Person): [Item, Entry][] {
  const from = timeOf(call.query.get("start_at"), Number.NEGATIVE_INFINITY);
  const to = timeOf(call.query.get("end_at"), Number.POSITIVE_INFINITY);
  return [...collectedBy(person)]
    .filter(([, { listedAt }]) => listedAt >= from && listedAt <= to)
    .map(([key, entry]) => [itemOf(key), entry]);
}

function collectedBy(person: Person): ReadonlyMap<string, Entry> {
  return person.shelves.get("collection")?.entries ?? new Map<string, Entry>();
}

const nothingSaid = { media_type: null, resolution: null, hdr: null, audio: null, audio_channels: null, "3d": null };

/** What the copy is like, where it is asked for; the newer backend says of all that nobody told it. */
function copyBody(call: Call, { copy }: Entry): Record<string, unknown> {
  if (call.extended.has("metadata")) return { metadata: { ...nothingSaid, ...copy } };
  return call.dialect === "workers" ? { metadata: null } : {};
}

function datesOf({ listedAt, updatedAt }: Entry): { collected_at: string; updated_at: string } {
  return { collected_at: isoOf(listedAt), updated_at: isoOf(updatedAt ?? listedAt) };
}

function readMovies(call: Call, person: Person): Answer {
  const movies = entriesOf(call, person).flatMap(([item, entry]) => {
    const movie = item.type === "movie" ? call.state.library.movies.get(item.trakt) : undefined;
    return movie === undefined ? [] : [{ movie, entry }];
  });
  return page(call, movies, { defaultLimit: 100 }, ({ movie, entry }) =>
    listed(call, { ...datesOf(entry), ...copyBody(call, entry) }, { type: "movie", movie: movieBody(call, movie) }),
  );
}

/** Movies and episodes, the newest first unless it is asked otherwise. */
function readMedia(call: Call, person: Person, withMovies: boolean): Answer {
  const all = [...collectedBy(person)].filter(([key]) => withMovies || itemOf(key).type === "episode");
  const wanted = new Set(entriesOf(call, person).map(([, entry]) => entry));
  const within = all.filter(([, entry]) => wanted.has(entry));
  const by = call.query.get("sort_by") ?? "added";
  const ordered = sorted(call, person, within, by, call.query.get("sort_how") ?? "desc");
  return page(call, ordered, { defaultLimit: 100 }, ([key, entry]) =>
    listed(call, { ...datesOf(entry), metadata: null, ...copyBody(call, entry) }, itemBody(call, key) ?? {}),
  );
}

function readShows(call: Call, person: Person): Answer {
  const { library } = call.state;
  const shows = new Map<number, { episode: Episode; entry: Entry }[]>();
  for (const [item, entry] of entriesOf(call, person)) {
    const episode = item.type === "episode" ? library.episodes.get(item.trakt) : undefined;
    if (episode === undefined) continue;
    const own = shows.get(episode.show) ?? [];
    shows.set(episode.show, own);
    own.push({ episode, entry });
  }
  return page(call, [...shows], { defaultLimit: 100 }, ([trakt, own]) => {
    const show = library.shows.get(trakt);
    const seasons = [...Map.groupBy(own, ({ episode }) => episode.season)]
      .toSorted(([a], [b]) => a - b)
      .map(([number, episodes]) => ({
        number,
        episodes: episodes
          .toSorted((a, b) => a.episode.number - b.episode.number)
          .map(({ episode, entry }) => ({
            number: episode.number,
            collected_at: isoOf(entry.listedAt),
            ...(call.extended.has("metadata") ? copyBody(call, entry) : {}),
          })),
      }));
    return listed(
      call,
      {
        last_collected_at: isoOf(Math.max(...own.map(({ entry }) => entry.listedAt))),
        last_updated_at: isoOf(Math.max(...own.map(({ entry }) => entry.updatedAt ?? entry.listedAt))),
      },
      { type: "show", show: show && showBody(call, show), seasons },
    );
  });
}

/** `{id: collected_at}`, of shows `{show: {season number: {episode number: collected_at}}}`; all of it at once. */
function readMinimal(call: Call, person: Person): Answer {
  const { type = "" } = call.params;
  const ids: Record<string, Record<string, unknown>> = { movies: {}, episodes: {}, shows: {} };
  const shows: Record<string, Record<string, Record<string, string>>> = {};
  for (const [item, { listedAt }] of entriesOf(call, person)) {
    if (item.type !== "movie" && item.type !== "episode") continue;
    Object.assign(ids[`${item.type}s`] ?? {}, { [item.trakt]: isoOf(listedAt) });
    const episode = item.type === "episode" ? call.state.library.episodes.get(item.trakt) : undefined;
    if (episode === undefined) continue;
    const seasons = (shows[episode.show] ??= {});
    (seasons[episode.season] ??= {})[episode.number] = isoOf(listedAt);
  }
  const body = type === "shows" ? shows : ids[type];
  return body === undefined ? notFoundPage() : json(body);
}

/** Collects, and changes what is collected already: `existing` counts it, `updated` what of it is another now. */
function collect(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const person = me(call);
  const before = new Map(collectedBy(person));
  const wanted = new Map<string, Wanted>();
  for (const { item, fields } of named.found) {
    const one = wantedOf(call, fields);
    if (one === undefined) return empty(422);
    for (const key of playables(call.state.library, item, call.nowMs)) wanted.set(key, one);
  }
  const fresh = [...wanted.keys()].filter((key) => !before.has(key));
  if (fresh.length > 0 && before.size + fresh.length > limitsOf(call).collection) return empty(420);
  const updated = [...wanted].filter(([key, one]) => isOther(before.get(key), dateOf(call, key, one), one.copy));
  const changed = new Set([...fresh, ...updated.map(([key]) => key)]);
  call.world.collectAll(
    person.username,
    [...wanted]
      .filter(([key]) => changed.has(key))
      .map(([key, one]) => [key, dateOf(call, key, one) ?? before.get(key)?.listedAt ?? call.nowMs, one.copy]),
  );
  const count = (keys: readonly string[]) => countByType(keys.map(itemOf), itemTypes);
  return written(
    {
      added: count(fresh),
      updated: count(updated.map(([key]) => key)),
      existing: count([...wanted.keys()].filter((key) => before.has(key))),
      not_found: notFoundOf(named.notFound, itemTypes),
      list: listBody(call, person, "collection"),
    },
    changed.size,
  );
}

interface Wanted {
  /** ISO, or `released`; now when it is not said. */
  at: string | undefined;
  copy: Copy;
}

function wantedOf(call: Call, fields: Fields): Wanted | undefined {
  const at = fields.collected_at;
  const copy = Copy.safeParse(fields);
  if (!copy.success) return undefined;
  return at === undefined || at === "released" || !Number.isNaN(Date.parse(at)) ? { at, copy: copy.data } : undefined;
}

function dateOf(call: Call, key: string, { at }: Wanted): number | undefined {
  if (at === undefined) return undefined;
  return at === "released" ? (releasedAt(call.state.library, itemOf(key)) ?? call.nowMs) : Date.parse(at);
}

function isOther(before: Entry | undefined, at: number | undefined, copy: Copy): boolean {
  if (before === undefined) return false;
  const { listedAt, copy: known = {} } = before;
  return (at !== undefined && at !== listedAt) || JSON.stringify({ ...known, ...copy }) !== JSON.stringify(known);
}

function uncollect(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const person = me(call);
  const before = collectedBy(person);
  const items = named.found
    .flatMap(({ item }) => playables(call.state.library, item, call.nowMs, true))
    .filter((key) => before.has(key))
    .map(itemOf);
  call.world.take(person.username, "collection", items);
  return written(
    {
      deleted: countByType(items, itemTypes),
      not_found: notFoundOf(named.notFound, itemTypes),
      list: listBody(call, person, "collection"),
    },
    items.length,
    200,
  );
}
