import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ShowProgress } from "./standing.ts";

type Told = ReplyOf<"views.episodes">["seasons"];

/** How one episode stands; `hidden`: its season counts nowhere. */
export type EpisodeState = "watched" | "unwatched" | "ahead" | "hidden";

export interface EpisodeLine {
  number: number;
  title: string | null;
  /** ISO 8601; null while it is not known. */
  firstAired: string | null;
  state: EpisodeState;
  isNext: boolean;
}

export interface SeasonLine {
  number: number;
  isHidden: boolean;
  /** Of what has aired. */
  completed: number;
  aired: number;
  episodes: EpisodeLine[];
}

/**
 * A show's seasons: what is watched of each, and, once it is known, what its episodes are called and which are still to
 * come. Seasons that have not begun and those that are hidden are among them.
 */
export function seasonLines(
  one: Pick<ShowProgress, "seasons" | "hidden_seasons" | "next_episode">,
  told: Told | undefined,
): SeasonLine[] {
  const counted = new Map(one.seasons.map((season) => [season.season, season]));
  const named = new Map(told?.map((season) => [season.number, season.episodes]));
  const hidden = new Set(one.hidden_seasons);
  const numbers = new Set([...counted.keys(), ...named.keys(), ...hidden]);
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map((number) => {
      const season = counted.get(number);
      const flags = new Map(Object.entries(season?.episodes ?? {}).map(([key, seen]) => [Number(key), seen]));
      const facts = new Map(named.get(number)?.map((episode) => [episode.number, episode]));
      const isHidden = hidden.has(number);
      const stateOf = (episode: number): EpisodeState => {
        const seen = flags.get(episode);
        if (seen !== undefined) return seen ? "watched" : "unwatched";
        return isHidden ? "hidden" : "ahead";
      };
      const episodes = [...new Set([...flags.keys(), ...facts.keys()])]
        .toSorted((a, b) => a - b)
        .map((episode) => ({
          number: episode,
          title: facts.get(episode)?.title ?? null,
          firstAired: facts.get(episode)?.firstAired ?? null,
          state: stateOf(episode),
          isNext: one.next_episode?.season === number && one.next_episode.number === episode,
        }));
      return { number, isHidden, completed: season?.completed ?? 0, aired: season?.aired ?? 0, episodes };
    });
}
