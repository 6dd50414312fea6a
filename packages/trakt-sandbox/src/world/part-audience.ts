import type { Episode } from "./library.ts";
import type { State } from "./state.ts";

/** What all people together did with a season or an episode. */
export interface PartAudience {
  /** How many different people watched any of it. */
  watchers: number;
  plays: number;
  collectors: number;
  /** Of all collectors together. */
  collected_episodes: number;
  /** Lists and watchlists that it is on itself. */
  lists: number;
}

export function partAudience(state: State, key: string, episodes: readonly Episode[]): PartAudience {
  const ids = new Set(episodes.map((episode) => episode.trakt));
  const sums: PartAudience = { watchers: 0, plays: 0, collectors: 0, collected_episodes: 0, lists: 0 };
  for (const person of state.people.values()) {
    const plays = person.plays.filter((play) => !play.movie && ids.has(play.trakt)).length;
    const collection = person.shelves.get("collection")?.entries;
    const collected = episodes.filter((episode) => collection?.has(`episode:${episode.trakt}`) === true).length;
    sums.plays += plays;
    sums.watchers += plays > 0 ? 1 : 0;
    sums.collected_episodes += collected;
    sums.collectors += collected > 0 ? 1 : 0;
    for (const [name, shelf] of person.shelves) {
      if ((name === "watchlist" || name.startsWith("list:")) && shelf.entries.has(key)) sums.lists++;
    }
  }
  return sums;
}
