import { type EventType, definitionOf } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { MovieFacts, Progress, ShowFacts } from "@showrunner/core/media.ts";

/** The same for everybody: fetched once and cached for all. */
export const sharedFacts = ["show", "movie", "season", "watchers"] as const;
/** What polls keep of the person, of the feed of that name. */
export const feedFacts = ["history", "watchlist", "favorites", "ratings", "collection", "hidden", "dropped"] as const;
/** Read as the person. `list:` stands before a personal list's name in lower case. */
export type AskedFact = "progress" | "friends" | `list:${string}`;
export type SharedFact = (typeof sharedFacts)[number];
export type FeedFact = (typeof feedFacts)[number];

/** What has to be fetched before a rule that asks for it can be evaluated. */
export type Fact = SharedFact | FeedFact | AskedFact;

/**
 * What was fetched for an event, about the things in it. The thing itself is the episode, the season, the show or the
 * movie: the narrowest that the event names. Null where there is nothing, as no rating.
 */
export interface Facts {
  show?: ShowFacts;
  movie?: MovieFacts;
  /** The season that the event names, or that of its episode: all its episodes, aired or not. */
  season?: readonly SeasonEpisode[];
  /** How many of Trakt's users watched the show or movie. */
  watchers?: number;
  progress?: Progress;
  /** User names of friends among whose latest plays the show or movie is. */
  friends?: readonly string[];
  /** By a list's name in lower case: whether the movie, the show, the season or the episode is on it. */
  lists?: Readonly<Record<string, boolean>>;
  /** Plays of the thing itself, the play that the event tells of left out. */
  history?: number;
  watchlist?: boolean;
  favorites?: boolean;
  /** What the person gave to the thing itself, and to its show. */
  ratings?: { own: number | null; show: number | null };
  /** The movie or episode; of a season or show, any of its episodes. */
  collection?: boolean;
  /** The sections of Trakt that the movie, the show or the season is hidden from. */
  hidden?: readonly string[];
  dropped?: boolean;
}

/** An episode of a season. Trakt: GET /shows/:id/seasons/:season. */
export interface SeasonEpisode {
  number: number;
  /** Null while Trakt does not know. */
  first_aired: string | null;
  /** `season_finale`, `series_finale` and so on; null where Trakt does not say. */
  episode_type: string | null;
}

/** What a rule is evaluated on. A fact that was not fetched, or is not to be had, is left out. */
export interface EvaluateInput {
  event: ChangeEvent;
  facts: Facts;
  /** Epoch milliseconds. */
  now: number;
  /** The person's own time zone (IANA name), in which templates tell times; UTC unless given. */
  timezone?: string;
}

/** CEL's type names. A timestamp is ISO 8601 in templates and traces. */
export type WordType = "string" | "int" | "double" | "bool" | "timestamp" | "list<string>";

/** What a word stands for on one event; `undefined` is "not known". */
export type Value = string | number | boolean | string[] | undefined;

/** A fact to fetch, unless the event tells the same. */
export interface FactNeed {
  fact: Fact;
  /** A key of the event's data that tells it. */
  unless?: string;
  /** Event types that tell it by what they are. */
  unlessOn?: readonly string[];
  /** Keys of the event's data without which it is not asked for; none: always. */
  when?: readonly string[];
  /** Keys of the event's data with which it is not asked for. */
  whenNot?: readonly string[];
}

/** A name that conditions and templates can use. */
export interface Word {
  /** As written: `show.rating`. */
  name: string;
  /** Of a word that is a call, such as `on_list("To watch")`: what is in its brackets. */
  argument?: string;
  type: WordType;
  /** For a person who writes a rule. */
  meaning: string;
  /** What it costs to know; empty: nothing, the event itself tells. */
  facts: readonly FactNeed[];
  /** Keys of an event type's data of which at least one must be there for the word to exist; none: always. */
  needs: readonly string[];
  /** The raw value, unchecked: `valueOf` gives it in the word's type. */
  read(input: EvaluateInput): unknown;
}

/** Titles and the like are cut here: what Trakt sends is shorter, what a condition may cost is bounded by it. */
const longestText = 500;
/** Lists are cut here: Trakt's longest (genres) holds a few names. */
export const longestList = 50;

/** What a word stands for on this event, checked against its type; `undefined` when it is not known. */
export function valueOf(word: Word, input: EvaluateInput): Value {
  const raw = word.read(input);
  switch (word.type) {
    case "string":
      return typeof raw === "string" ? raw.slice(0, longestText) : undefined;
    case "bool":
      return typeof raw === "boolean" ? raw : undefined;
    case "double":
      return typeof raw === "number" && Number.isFinite(raw) ? raw : undefined;
    case "int":
      return typeof raw === "number" && Number.isFinite(raw) ? Math.trunc(raw) : undefined;
    case "timestamp":
      return timestampOf(raw);
    case "list<string>":
      return Array.isArray(raw) ? raw.filter((one) => typeof one === "string").slice(0, longestList) : undefined;
  }
}

function timestampOf(raw: unknown): string | undefined {
  if (typeof raw !== "string" && typeof raw !== "number") return undefined;
  const date = new Date(raw);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The value at a path of unknown data, own properties only. */
export function at(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** The keys that an event type's data may have. */
export function dataKeys(type: EventType): ReadonlySet<string> {
  const known = keysByType.get(type);
  if (known !== undefined) return known;
  const keys: ReadonlySet<string> = new Set(Object.keys(definitionOf(type).data.shape));
  keysByType.set(type, keys);
  return keys;
}
const keysByType = new Map<EventType, ReadonlySet<string>>();
