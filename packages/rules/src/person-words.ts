import { type EvaluateInput, type FactNeed, type FeedFact, type Word, type WordType, at } from "./word.ts";

const things = ["show", "movie"];
const list = "the event's movie or show, or the very season or episode,";

type Read = Word["read"];

/**
 * What the person has done with the things of an event. An event that is about just that tells it itself: the snapshot
 * of the feed it came from may be of before.
 */
function own(
  name: string,
  type: WordType,
  meaning: string,
  need: Omit<FactNeed, "fact"> & { fact: FeedFact | "friends" },
  read: Read,
  needs: readonly string[] = things,
): Word {
  return { name, type, meaning, facts: [need], needs, read };
}

/** What an event's type says of being on a list: true when it was put there, false when it was taken off. */
function told(added: string, removed: string, otherwise: Read): { unlessOn: string[]; read: Read } {
  return {
    unlessOn: [added, removed],
    read: (input) => {
      const { type } = input.event;
      return type === added || type === removed ? type === added : otherwise(input);
    },
  };
}

const watchlist = told("watchlist.item_added", "watchlist.item_removed", ({ facts }) => facts.watchlist);
const favorites = told("favorites.item_added", "favorites.item_removed", ({ facts }) => facts.favorites);
const collection = told("collection.item_added", "collection.item_removed", ({ facts }) => facts.collection);
const dropped = told("show.dropped", "show.undropped", ({ facts }) => facts.dropped);

const ratingEvents = ["item.rated", "item.unrated"];

function myRating({ event, facts }: EvaluateInput): unknown {
  return ratingEvents.includes(event.type) ? at(event.data, ["rating"]) : facts.ratings?.own;
}

function plays({ event, facts }: EvaluateInput): number | undefined {
  const isPlay = at(event.data, ["play_id"]) !== undefined && event.type !== "play.removed";
  return facts.history === undefined ? undefined : facts.history + (isPlay ? 1 : 0);
}

const played = ["episode", "movie"];

function rewatching(input: EvaluateInput): boolean | undefined {
  const { event, facts } = input;
  if (played.some((key) => at(event.data, [key]) !== undefined)) {
    const count = plays(input);
    const isPlay = at(event.data, ["play_id"]) !== undefined;
    return count === undefined ? undefined : count > (isPlay ? 1 : 0);
  }
  const progress = at(event.data, ["progress"]) ?? facts.progress;
  return progress === undefined ? undefined : typeof at(progress, ["reset_at"]) === "string";
}

function hiddenFrom({ event, facts }: EvaluateInput): readonly string[] | undefined {
  const section = at(event.data, ["section"]);
  if (facts.hidden === undefined || typeof section !== "string") return facts.hidden;
  const others = facts.hidden.filter((one) => one !== section);
  return event.type === "item.hidden" ? [...others, section] : others;
}

/** What the person, and their friends, have to do with the things of an event. */
export const personWords: readonly Word[] = [
  own(
    "on_watchlist",
    "bool",
    `Whether ${list} is on the watchlist.`,
    { fact: "watchlist", unlessOn: watchlist.unlessOn },
    watchlist.read,
  ),
  own(
    "in_favorites",
    "bool",
    "Whether the event's movie or show is a favorite.",
    { fact: "favorites", unlessOn: favorites.unlessOn },
    favorites.read,
  ),
  own(
    "collected",
    "bool",
    "Whether the event's movie or episode is in the collection; of a season or show, any episode of it.",
    { fact: "collection", unlessOn: collection.unlessOn },
    collection.read,
  ),
  own(
    "my_rating",
    "int",
    "What the person rated the very episode, season, show or movie, 1 to 10; not known when they did not.",
    { fact: "ratings", unlessOn: ratingEvents },
    myRating,
  ),
  own(
    "show.my_rating",
    "int",
    "What the person rated the show, 1 to 10; not known when they did not.",
    { fact: "ratings" },
    ({ facts }) => facts.ratings?.show,
    ["show"],
  ),
  own(
    "hidden",
    "list<string>",
    "The sections of Trakt that the movie, show or season is hidden from, such as `calendar` or `progress_watched`.",
    { fact: "hidden" },
    hiddenFrom,
  ),
  own(
    "dropped",
    "bool",
    "Whether the person gave the show up.",
    { fact: "dropped", unlessOn: dropped.unlessOn },
    dropped.read,
    ["show"],
  ),
  own(
    "plays",
    "int",
    "How often the person has watched the very episode or movie, this time included; of a season or show, all its episodes.",
    { fact: "history" },
    plays,
  ),
  {
    name: "rewatching",
    type: "bool",
    meaning:
      "Whether the person had watched the very episode or movie before; of a show, whether they reset their progress to begin it anew.",
    facts: [
      { fact: "history", when: played },
      { fact: "progress", unless: "progress", whenNot: played },
    ],
    needs: things,
    read: rewatching,
  },
  own(
    "friends_watched",
    "list<string>",
    "User names of the friends who watched the show or movie, as far as their latest 250 plays tell.",
    { fact: "friends" },
    ({ facts }) => facts.friends,
  ),
];

/** `on_list("To watch")`: whether the event's things are on the personal list of that name. */
export function onList(name: string): Word {
  const key = name.trim().toLowerCase();
  return {
    name: `on_list(${JSON.stringify(name)})`,
    argument: key,
    type: "bool",
    meaning: `Whether ${list} is on the personal list of that name.`,
    facts: [{ fact: `list:${key}` }],
    needs: things,
    read: ({ facts }) => facts.lists?.[key],
  };
}
