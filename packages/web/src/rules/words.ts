/** What rules can name, as the server tells it (`schemas.words`). */
export interface Reference {
  events: readonly EventReference[];
  words: readonly WordReference[];
}

export interface EventReference {
  type: string;
  family: string;
  title: string;
  description: string;
  keys: readonly string[];
  items: readonly string[];
  subjects: readonly string[];
}

export type WordType = "string" | "int" | "double" | "bool" | "timestamp" | "list<string>";

export interface WordReference {
  name: string;
  type: WordType;
  meaning: string;
  needs: readonly string[];
  isCall: boolean;
  isFetched: boolean;
}

/** Every word by its name, whichever events have it. */
export type Words = ReadonlyMap<string, WordReference>;

export function wordsOf(reference: Reference): Words {
  return new Map(reference.words.map((word) => [word.name, word]));
}

/** The words that a rule on all of these event types can use. */
export function wordsOn(reference: Reference, types: readonly string[]): WordReference[] {
  const events = eventsNamed(reference, types);
  return reference.words.filter(
    ({ needs }) => needs.length === 0 || events.every(({ keys }) => needs.some((need) => keys.includes(need))),
  );
}

export function eventsNamed(reference: Reference, types: readonly string[]): EventReference[] {
  return reference.events.filter(({ type }) => types.includes(type));
}

/** Whether every one of the event types is on a calendar: only these can be told early or late. */
export const hasOffset = (events: readonly EventReference[]): boolean => haveKey(events, "offset_minutes");

/** Whether every one of them is on the calendar of all shows and movies, too. */
export const hasScope = (events: readonly EventReference[]): boolean => haveKey(events, "scope");

function haveKey(events: readonly EventReference[], key: string): boolean {
  return events.length > 0 && events.every(({ keys }) => keys.includes(key));
}

/** `show.ids.trakt` as people say it: "Show: Trakt id". */
export function wordTitle(name: string): string {
  const known = titles[name];
  if (known !== undefined) return known;
  const [owner = "", ...rest] = name.split(".");
  const field = rest.join(" ").replaceAll("_", " ");
  return field === "" ? capital(owner.replaceAll("_", " ")) : `${capital(owner.replaceAll("_", " "))}: ${field}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const titles: Readonly<Record<string, string>> = {
  on_list: "On a list of mine",
  on_watchlist: "On my watchlist",
  in_favorites: "Among my favorites",
  collected: "In my collection",
  dropped: "Dropped by me",
  rewatching: "Watched before",
  plays: "Times I watched it",
  my_rating: "My rating",
  "show.my_rating": "My rating of the show",
  friends_watched: "Friends who watched it",
  now: "The moment itself",
  "local.hour": "My clock: hour",
  "local.minute": "My clock: minute",
  "local.weekday": "My clock: weekday",
  "local.date": "My clock: date",
  "progress.caught_up": "My progress: caught up",
  "progress.started": "My progress: started",
  "progress.completed": "My progress: completed",
  "progress.aired": "My progress: episodes aired",
  "progress.watched": "My progress: episodes watched",
  "progress.behind": "My progress: episodes behind",
  "progress.percent": "My progress: percent",
  "progress.last_watched_days": "My progress: days since I watched",
  "progress.next_episode.season": "My progress: next episode's season",
  "progress.next_episode.number": "My progress: next episode's number",
};

/** What a word is about, for whom it is about. */
export function meaningOf({ meaning, isFetched }: WordReference): string {
  const words = toYou(meaning.replaceAll("`", ""));
  return isFetched ? `${words} It is looked up when it is needed.` : words;
}

/** What the reference says of "the person" is said to them. */
export function toYou(words: string): string {
  const told = words
    .replaceAll("of the person's.", "of yours.")
    .replaceAll(/\b[Tt]he person's/g, "your")
    .replaceAll(/\b[Tt]he person (no longer )?(\w+)/g, (_, not: string | undefined, verb: string) =>
      ["you", not?.trim(), verbs[verb] ?? verb].filter(Boolean).join(" "),
    )
    .replaceAll(/\b[Tt]he person\b/g, "you");
  const isSpoken = /^The person\b(?!')/.test(words);
  const spoken = isSpoken ? told.replaceAll("they", "you").replaceAll("their", "your") : told;
  return capital(stillTheirs.reduce((text, [theirs, own]) => text.replaceAll(theirs, own), spoken));
}

const verbs: Readonly<Record<string, string>> = {
  has: "have",
  was: "were",
  is: "are",
  watches: "watch",
  follows: "follow",
  connects: "connect",
};
/** Where "they" is the person, though others are spoken of too. */
const stillTheirs: readonly (readonly [theirs: string, own: string])[] = [
  ["reset their progress", "reset your progress"],
  ["came onto their calendar", "came onto your calendar"],
  ["who follow them", "who follow you"],
  ["tells what they watched", "tells what you watched"],
  ["time that they stop", "time that you stop"],
];
