import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { listed } from "./listed.ts";
import { nearestName } from "./near-names.ts";
import { progressWords } from "./progress-words.ts";
import { personWords } from "./person-words.ts";
import { seasonWords } from "./season-words.ts";
import { timeWords } from "./time-words.ts";
import { type EvaluateInput, type Fact, type FactNeed, type Word, type WordType, at, dataKeys } from "./word.ts";

type Row = readonly [name: string, type: WordType, meaning: string];

/** Words about the event itself and the moment: on every event. */
const always: readonly Word[] = [
  onEvery("event.type", "string", "The event's type, such as `episode.watched`.", ({ event }) => event.type),
  onEvery("event.time", "timestamp", "When it happened at Trakt.", ({ event }) => event.time),
  onEvery("event.subject", "string", "What it is about, such as `show:1390`.", ({ event }) => event.subject),
  onEvery("now", "timestamp", "The moment at which the rule is evaluated.", ({ now }) => now),
];

/** Words whose path is that of the event's data. */
const fromData: readonly Row[] = [
  ["show.title", "string", "The show's title."],
  ["show.year", "int", "The year in which the show began."],
  ["show.ids.trakt", "int", "Trakt's id of the show."],
  ["show.ids.slug", "string", "The show's name in Trakt's addresses."],
  ["show.ids.tvdb", "int", "TheTVDB's id of the show."],
  ["show.ids.imdb", "string", "IMDb's id of the show."],
  ["show.ids.tmdb", "int", "TMDB's id of the show."],
  ["movie.title", "string", "The movie's title."],
  ["movie.year", "int", "The movie's year."],
  ["movie.ids.trakt", "int", "Trakt's id of the movie."],
  ["movie.ids.slug", "string", "The movie's name in Trakt's addresses."],
  ["movie.ids.tvdb", "int", "TheTVDB's id of the movie."],
  ["movie.ids.imdb", "string", "IMDb's id of the movie."],
  ["movie.ids.tmdb", "int", "TMDB's id of the movie."],
  ["episode.season", "int", "The number of the episode's season; 0 for specials."],
  ["episode.number", "int", "The episode's number in its season."],
  ["episode.title", "string", "The episode's title."],
  ["episode.ids.trakt", "int", "Trakt's id of the episode."],
  ["item_type", "string", "What was listed, rated or hidden: `movie`, `show`, `season` or `episode`."],
  ["rating", "int", "The rating that the person gave, 1 to 10."],
  ["previous_rating", "int", "The rating before; not known when there was none."],
  ["section", "string", "The section of Trakt that it was hidden from, such as `progress_watched`."],
  ["status", "string", "The show's status now, such as `returning series`, `ended` or `canceled`."],
  ["previous_status", "string", "The show's status before."],
  ["scope", "string", "Whose calendar told of it: `mine` or `all`."],
  ["airs_at", "timestamp", "When the episode airs."],
  ["previously_airs_at", "timestamp", "When the episode was to air before it moved."],
  ["released", "timestamp", "The day of the movie's release, as midnight UTC."],
  ["watched_at", "timestamp", "When it was watched."],
  ["play_id", "int", "Trakt's id of the play."],
  ["action", "string", "How the play came into the history: `watch`, `checkin` or `scrobble`."],
  ["listed_at", "timestamp", "When it came onto the list."],
  ["collected_at", "timestamp", "When it came into the collection."],
  ["rated_at", "timestamp", "When it was rated."],
  ["hidden_at", "timestamp", "When it was hidden or dropped."],
  ["reason", "string", "Why it happened."],
  ["since", "timestamp", "Since when it has been so."],
];

/** What Trakt's full summary adds, of shows and movies alike. */
const fromSummary: readonly Row[] = [
  ["status", "string", "The status, such as `returning series`, `ended`, `canceled` or `released`."],
  ["genres", "list<string>", "The genres, such as `drama` or `science-fiction`."],
  ["country", "string", "The country it is from, as two lower-case letters."],
  ["language", "string", "The language it is in, as two lower-case letters."],
  ["certification", "string", "The age rating, such as `TV-MA` or `PG-13`."],
  ["runtime", "double", "Minutes: of an episode, or of the movie."],
  ["rating", "double", "What Trakt's users think of it, 0 to 10."],
  ["votes", "int", "How many of Trakt's users rated it."],
];

const fromShow: readonly Row[] = [
  ...fromSummary,
  ["network", "string", "The network it first airs on."],
  ["first_aired", "timestamp", "When its first episode aired."],
  ["aired_episodes", "int", "How many of its episodes have aired."],
];
const fromMovie: readonly Row[] = [
  ...fromSummary,
  ["released", "timestamp", "The day of its release, as midnight UTC."],
];

/** Every name that conditions and templates can use, in the order of the docs. */
export const vocabulary: readonly Word[] = [
  ...always,
  ...timeWords,
  ...fromData.map(dataWord),
  {
    name: "season.number",
    type: "int",
    meaning: "The season's number; of an episode, that of its season.",
    facts: [],
    needs: ["season", "episode"],
    read: ({ event }) => at(event.data, ["season", "number"]) ?? at(event.data, ["episode", "season"]),
  },
  ...seasonWords,
  ...fromShow.map((row) => factWord("show", row)),
  ...fromMovie.map((row) => factWord("movie", row)),
  watchers("show"),
  watchers("movie"),
  ...progressWords,
  ...personWords,
];

const byName: ReadonlyMap<string, Word> = new Map(vocabulary.map((word) => [word.name, word]));

/** The word of that name, whichever events have it. */
export function wordNamed(name: string): Word | undefined {
  return byName.get(name);
}

/** Whether rules on this event type can use the word. */
export function isOn(word: Word, type: EventType): boolean {
  const keys = dataKeys(type);
  return word.needs.length === 0 || word.needs.some((key) => keys.has(key));
}

/** The words that rules on every one of these event types can use. */
export function wordsOn(types: readonly EventType[]): Word[] {
  return vocabulary.filter((word) => types.every((type) => isOn(word, type)));
}

/** The facts to fetch so that the word is known on every one of these event types: none when their data tells. */
export function factsFor(word: Word, types: readonly EventType[]): Fact[] {
  return word.facts.filter((need) => types.some((type) => isAsked(need, type))).map(({ fact }) => fact);
}

function isAsked({ unless, unlessOn = [], when = [], whenNot = [] }: FactNeed, type: EventType): boolean {
  const keys = dataKeys(type);
  if ((unless !== undefined && keys.has(unless)) || unlessOn.includes(type)) return false;
  return (when.length === 0 || when.some((key) => keys.has(key))) && !whenNot.some((key) => keys.has(key));
}

/** The word of that name if every one of these event types has it; otherwise what is wrong with the name. */
export function lookUp(
  name: string,
  types: readonly EventType[],
): { word: Word } | { message: string; suggestion?: string } {
  const word = wordNamed(name);
  const without = word === undefined ? [] : types.filter((type) => !isOn(word, type));
  if (word !== undefined && without.length === 0) return { word };
  const usable = wordsOn(types).map((one) => one.name);
  if (word === undefined) {
    const field = vocabulary.find((one) => one.name.startsWith(`${name}.`));
    if (field === undefined) return withSuggestion(`there is no ${name}`, nearestName(name, usable));
    return { message: `${name} is no value by itself: name one of its fields, such as ${field.name}` };
  }
  const sameField = usable.find((one) => one.endsWith(`.${name}`));
  return withSuggestion(`${name} is not there on ${listed(without)}`, sameField);
}

function withSuggestion(message: string, suggestion: string | undefined): { message: string; suggestion?: string } {
  return suggestion === undefined ? { message } : { message, suggestion };
}

function onEvery(name: string, type: WordType, meaning: string, read: (input: EvaluateInput) => unknown): Word {
  return { name, type, meaning, facts: [], needs: [], read };
}

function dataWord([name, type, meaning]: Row): Word {
  const path = name.split(".");
  return { name, type, meaning, facts: [], needs: path.slice(0, 1), read: ({ event }) => at(event.data, path) };
}

function factWord(fact: "show" | "movie", [key, type, meaning]: Row): Word {
  return {
    name: `${fact}.${key}`,
    type,
    meaning,
    facts: [{ fact }],
    needs: [fact],
    read: ({ facts }) => at(facts[fact], [key]),
  };
}

function watchers(owner: "show" | "movie"): Word {
  return {
    name: `${owner}.watchers`,
    type: "int",
    meaning: `How many of Trakt's users have watched the ${owner}.`,
    facts: [{ fact: "watchers" }],
    needs: [owner],
    // An event names a show or a movie, never both.
    read: ({ event, facts }) => (at(event.data, [owner]) === undefined ? undefined : facts.watchers),
  };
}
