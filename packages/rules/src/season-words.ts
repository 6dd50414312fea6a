import { type EvaluateInput, type FactNeed, type SeasonEpisode, type Word, at } from "./word.ts";

const season: FactNeed = { fact: "season" };
const owners = ["season", "episode"];

const episodeNumber = ({ event }: EvaluateInput): unknown => at(event.data, ["episode", "number"]);

function hasAired({ first_aired }: SeasonEpisode, now: number): boolean {
  return first_aired !== null && Date.parse(first_aired) <= now;
}

/** Trakt's own word where it has one; or else the last of its season that it knows of. */
function isFinale(input: EvaluateInput): boolean | undefined {
  const { season: episodes } = input.facts;
  const own = episodes?.find(({ number }) => number === episodeNumber(input));
  if (episodes === undefined || own === undefined) return undefined;
  if (own.episode_type !== null) return own.episode_type === "season_finale" || own.episode_type === "series_finale";
  return episodes.every(({ number }) => number <= own.number);
}

/** What the season as a whole tells. */
export const seasonWords: readonly Word[] = [
  {
    name: "season.episodes",
    type: "int",
    meaning: "How many episodes the season has, as far as Trakt knows, aired or not.",
    facts: [season],
    needs: owners,
    read: ({ facts }) => facts.season?.length,
  },
  {
    name: "season.fully_aired",
    type: "bool",
    meaning: "Every episode of the season that Trakt knows of has aired.",
    facts: [season],
    needs: owners,
    read: ({ facts, now }) =>
      facts.season === undefined || facts.season.length === 0
        ? undefined
        : facts.season.every((episode) => hasAired(episode, now)),
  },
  {
    name: "episode.is_premiere",
    type: "bool",
    meaning: "It is the first episode of a season, specials left out.",
    facts: [],
    needs: ["episode"],
    read: (input) => {
      const [number, of] = [episodeNumber(input), at(input.event.data, ["episode", "season"])];
      return typeof number === "number" && typeof of === "number" ? number === 1 && of > 0 : undefined;
    },
  },
  {
    name: "episode.is_finale",
    type: "bool",
    meaning: "It is the last episode of a season, as Trakt has marked it, or else the last that Trakt knows of.",
    facts: [season],
    needs: ["episode"],
    read: isFinale,
  },
];
