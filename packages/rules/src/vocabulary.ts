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
  ["rating", "int", "The rating that the person gave, or took back, 1 to 10."],
  ["previous_rating", "int", "The rating before; not known when there was none."],
  ["section", "string", "The section of Trakt that it was hidden from, such as `progress_watched`."],
  ["status", "string", "The show's status now, such as `returning series`, `ended` or `canceled`."],
  ["previous_status", "string", "The show's status before."],
  ["scope", "string", "Whose calendar told of it: `mine` or `all`."],
  [
    "offset_minutes",
    "int",
    "How many minutes before (below 0) or after it the rule is told; not known at the time itself.",
  ],
  ["series_finale", "bool", "Whether it is the last episode of the whole show."],
  ["all_at_once", "bool", "Whether the whole season came out at the same time."],
  ["hook.name", "string", "The name of the webhook address that was called."],
  ["hook.kind", "string", "Who calls it: `generic`, `plex`, `jellyfin`, `emby` or `tautulli`."],
  ["hook.event", "string", "What the sender calls it, such as `media.scrobble` or `PlaybackStop`."],
  ["hook.watched", "bool", "Something was watched to its end."],
  ["hook.playing", "bool", "Something plays now: begun, or gone on with."],
  ["hook.user", "string", "Whose account at the sender it was."],
  ["hook.device", "string", "On what device it was."],
  ["hook.title", "string", "The title that the sender gives."],
  [
    "hook.fields",
    "list<string>",
    'The first fifty values of the JSON, such as `sensor.door=open`: `"sensor.door=open" in hook.fields`.',
  ],
  ["media.type", "string", "What the sender says it is about: `movie`, `show` or `episode`."],
  ["media.title", "string", "The title of that, as the sender has it."],
  ["media.year", "int", "Its year, as the sender has it."],
  ["media.show_title", "string", "The title of the episode's show, as the sender has it."],
  ["media.season", "int", "The number of the episode's season, as the sender has it."],
  ["media.number", "int", "The episode's number in its season, as the sender has it."],
  ["cron", "string", "The cron of the rule whose time has come."],
  ["timezone", "string", "The person's time zone, such as `Europe/Berlin`."],
  ["from", "timestamp", "The rule's time before this one: since then is told what was watched and what aired."],
  ["until", "timestamp", "The rule's next time: until then is told what airs."],
  ["watched", "list<string>", "What was watched since, a line each: `Game of Thrones 2×08 The Prince of Winterfell`."],
  ["watched_count", "int", "How many plays there were since."],
  ["episodes_watched", "int", "How many of them were episodes."],
  ["movies_watched", "int", "How many of them were movies."],
  ["aired", "list<string>", "What aired of the person's shows since, a line each: `Sun 21:00 Game of Thrones 2×08`."],
  ["aired_count", "int", "How many episodes aired since."],
  ["airing", "list<string>", "What airs of the person's shows until the next time, a line each."],
  ["airing_count", "int", "How many episodes air until then."],
  ["after_minutes", "int", "For how many minutes none of it was watched."],
  ["last_watched_at", "timestamp", "When an episode of it was watched last."],
  ["airs_at", "timestamp", "When the episode airs."],
  ["previously_airs_at", "timestamp", "When the episode was to air before it moved."],
  ["released", "timestamp", "The day of the movie's release, as midnight UTC."],
  ["watched_at", "timestamp", "When it was watched."],
  ["play_id", "int", "Trakt's id of the play."],
  ["action", "string", "How Trakt came to know of it: `watch`, `checkin` or `scrobble`."],
  ["listed_at", "timestamp", "When it came onto the list."],
  ["collected_at", "timestamp", "When it came into the collection."],
  ["rated_at", "timestamp", "When it was rated."],
  ["hidden_at", "timestamp", "When it was hidden or dropped."],
  ["percent", "double", "How far the player got, 0 to 100."],
  ["paused_at", "timestamp", "When the player was paused."],
  ["started_at", "timestamp", "When it was begun to be watched."],
  ["expires_at", "timestamp", "When it is over, if it is watched to its end."],
  ["ended_at", "timestamp", "When it was no longer watched."],
  ["outcome", "string", "How the watching ended: `finished`, `stopped` or `replaced`."],
  ["became_play", "bool", "Whether it became a play in the history."],
  ["personal_list.name", "string", "The name of the personal list."],
  ["personal_list.id", "int", "Trakt's id of the personal list."],
  ["personal_list.slug", "string", "The personal list's name in Trakt's addresses."],
  ["personal_list.description", "string", "What is said of the personal list."],
  ["personal_list.privacy", "string", "Who sees the personal list: `private`, `link`, `friends` or `public`."],
  ["changed", "list<string>", "What of the list changed: `name`, `description`, `privacy`, `sort_by` or `sort_how`."],
  ["previous_name", "string", "The list's name before."],
  ["by.username", "string", "The user name of who watched it, of the household."],
  ["by.name", "string", "The name that they give themselves."],
  ["friend.username", "string", "The friend's user name."],
  ["friend.name", "string", "The name that the friend gives themselves."],
  ["friend.slug", "string", "The friend's name in Trakt's addresses."],
  ["friend_rating", "double", "How the friend rated it, 1 to 10; not known where they did not."],
  ["person.username", "string", "The user name of who follows, asks to, or likes."],
  ["person.name", "string", "The name that they give themselves."],
  ["person.slug", "string", "Their name in Trakt's addresses."],
  ["followed_at", "timestamp", "Since when they follow."],
  ["requested_at", "timestamp", "When they asked to follow."],
  ["comment.id", "int", "Trakt's id of the comment."],
  ["comment.text", "string", "How the comment begins."],
  ["comment.likes", "int", "How many like the comment."],
  ["comment.url", "string", "The comment's address at Trakt."],
  ["liked_at", "timestamp", "When it was liked."],
  ["reason", "string", "Why it happened."],
  ["rule_id", "string", "The id of the rule that it is about."],
  ["rule_name", "string", "The name of the rule that it is about."],
  ["failures", "int", "How many times in a row the rule failed."],
  ["channel_id", "string", "The id of the channel that is disabled."],
  ["channel_name", "string", "The name of the channel that is disabled."],
  ["channel_kind", "string", "What kind of channel it is, such as `webhook`."],
  ["limit", "string", "Which limit is reached, such as `watchlist`."],
  ["allowed", "int", "How much the limit allows, where that is known."],
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
