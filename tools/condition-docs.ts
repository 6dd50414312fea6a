import { eventTypes } from "@showrunner/core/events/catalogue.ts";
import { onList } from "@showrunner/rules/person-words.ts";
import { isOn, vocabulary } from "@showrunner/rules/vocabulary.ts";
import { type Fact, type FactNeed, type FeedFact, feedFacts, type Word } from "@showrunner/rules/word.ts";

const calls: Partial<Record<string, string>> = {
  show: "the show's summary, one call cached for everybody",
  movie: "the movie's summary, one call cached for everybody",
  season: "the season's episodes, one call cached for everybody",
  watchers: "Trakt's statistics, one call cached for everybody",
  progress: "one call as the person, kept while nothing moved",
  friends: "one call as the person, kept for an hour",
  list: "two calls as the person, kept while no list moved",
};

const kept: Record<FeedFact, string> = {
  history: "plays",
  watchlist: "watchlist",
  favorites: "favorites",
  ratings: "ratings",
  collection: "collection",
  hidden: "hidden items",
  dropped: "dropped shows",
};

function costOf(fact: Fact): string {
  const feed = feedFacts.find((one) => one === fact);
  const [kind = fact] = fact.split(":");
  return feed === undefined ? (calls[kind] ?? fact) : `no call: what polls keep of the person's ${kept[feed]}`;
}

function costs(word: Word): string {
  const unless = ({ unless: told, unlessOn = [], when = [], whenNot = [] }: FactNeed): string =>
    (told === undefined || whenNot.length > 0 ? "" : " (none on events that tell it)") +
    (unlessOn.length > 0 ? ` (none on ${unlessOn.map((type) => `\`${type}\``).join(" and ")})` : "") +
    (when.length > 0 ? ` (of an ${when.join(" or ")})` : "") +
    (whenNot.length > 0 ? " (of a show)" : "");
  return word.facts.map((need) => costOf(need.fact) + unless(need)).join("; ") || "nothing";
}

const things: ReadonlySet<string> = new Set(["show", "movie", "season", "episode"]);

/** Which events have a word: in words where they are many. */
function events(word: Word): string {
  const having = eventTypes.filter((type) => isOn(word, type));
  if (having.length === eventTypes.length) return "all";
  if (word.needs.every((key) => things.has(key)))
    return `about a ${word.needs.join(" or ")}`.replace(/\ba (?=[aeiou])/, "an ");
  return having.map((type) => `\`${type}\``).join(", ");
}

const functionRows: readonly (readonly [string, string, string, string, string])[] = [
  ["days_since(time)", "int", "Whole days since a time; below 0 when it is to come.", "all", "what the time costs"],
  ["days_until(time)", "int", "Whole days until a time; below 0 when it is past.", "all", "what the time costs"],
  ["known(name)", "bool", "Whether a name has a value.", "all", "what the name costs"],
];

/** docs/conditions.md: every name that conditions and templates know. */
export function conditionDocs(words: typeof vocabulary = vocabulary): string {
  const list = { ...onList("name"), meaning: onList("name").meaning };
  const rows = [
    ...[...words, list].map((word) => [word.name, word.type, word.meaning, events(word), costs(word)] as const),
    ...functionRows,
  ];
  return [
    "# What conditions and templates know",
    "",
    "Names are there where the event has them: `episode.number` on events about an episode, `rating` on `item.rated`. Calls, with brackets, are for conditions only.",
    "What a name costs is paid once an event, only by rules that use it, and only where the conditions before it held. Facts that need the person's token are read by whoever polls them, and the run waits for them.",
    "A name whose value Trakt does not know never decides: the condition does not hold, and the run says which name was not known. `known(name)` asks.",
    "",
    "This page is generated from `packages/rules/src/vocabulary.ts` by `npm run docs`.",
    "",
    "| name | type | meaning | on events | costs |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(
      ([name, type, meaning, on, cost]) =>
        `| \`${name}\` | ${type} | ${meaning.replaceAll("|", "\\|")} | ${on} | ${cost} |`,
    ),
    "",
  ].join("\n");
}
