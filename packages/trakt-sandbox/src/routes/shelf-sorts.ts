import type { Call } from "../http/call.ts";
import { digest } from "../seeded.ts";
import { itemOf, keyOf, type Item } from "../world/items.ts";
import { timeOf } from "../world/library.ts";
import type { Entry, Person } from "../world/state.ts";

export type Listed = [key: string, entry: Entry];

type SortKey = (call: Call, person: Person, key: string, entry: Entry) => number | string;

interface Facts {
  title: string;
  votes?: number | undefined;
  rating?: number | undefined;
  runtime?: number | undefined;
  out: number | null;
}

/** Of the movie, or of the show that it belongs to. */
function factsOf(call: Call, item: Item): Facts {
  const { library } = call.state;
  if (item.type === "movie") {
    const facts = library.movies.get(item.trakt)?.facts;
    return { title: "", ...facts, out: timeOf(facts?.released ?? null) };
  }
  const episode = item.type === "episode" ? library.episodes.get(item.trakt) : undefined;
  const show = library.shows.get(
    item.type === "show" ? item.trakt : item.type === "season" ? item.show : (episode?.show ?? 0),
  );
  return { title: "", ...show?.facts, out: (episode === undefined ? show?.firstAired : episode.firstAired) ?? null };
}

const byRank: SortKey = (_call, _person, _key, entry) => entry.rank;
const byVotes: SortKey = (call, _person, key) => factsOf(call, itemOf(key)).votes ?? 0;

/** How lists can be sorted. Trakt: sort_by of list items. */
const sortKeys: Readonly<Record<string, SortKey>> = {
  rank: byRank,
  added: (_call, _person, _key, entry) => entry.listedAt,
  title: (call, _person, key) => factsOf(call, itemOf(key)).title.toLowerCase(),
  released: (call, _person, key) => factsOf(call, itemOf(key)).out ?? 0,
  runtime: (call, _person, key) => factsOf(call, itemOf(key)).runtime ?? 0,
  popularity: byVotes,
  votes: byVotes,
  percentage: (call, _person, key) => factsOf(call, itemOf(key)).rating ?? 0,
  my_rating: (_call, person, key) => person.ratings.get(key)?.rating ?? 0,
  // The same order for as long as nothing changes.
  random: (call, _person, key) => digest("random", call.state.serial, key),
  watched: (_call, person, key) => lastWatchedAt(person, itemOf(key)),
  collected: (_call, person, key) => person.shelves.get("collection")?.entries.get(key)?.listedAt ?? 0,
};

export function isSort(name: string): boolean {
  return Object.hasOwn(sortKeys, name);
}

/** By rank where the order asked for is none; what is equal stays in the order it came in. */
export function sorted(call: Call, person: Person, entries: readonly Listed[], by: string, how: string): Listed[] {
  const sortKey = sortKeys[isSort(by) ? by : "rank"] ?? byRank;
  const keyed = entries.map((one) => ({ one, by: sortKey(call, person, ...one) }));
  const ascending = keyed.toSorted((a, b) => compare(a.by, b.by) || a.one[1].id - b.one[1].id).map(({ one }) => one);
  return how === "desc" ? ascending.toReversed() : ascending;
}

export function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}

function lastWatchedAt(person: Person, item: Item): number {
  const play = person.plays.findLast((one) => keyOf(item) === `${one.movie ? "movie" : "episode"}:${one.trakt}`);
  return play?.watchedAt ?? 0;
}
