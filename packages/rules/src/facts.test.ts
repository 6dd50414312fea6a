import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { describe, expect, test } from "vitest";
import { compileRule, type EvaluateInput } from "./compile.ts";
import { onList } from "./person-words.ts";
import { exampleEvent, exampleFacts, noon, progressOf } from "./testing/examples.ts";
import { isOn, vocabulary, wordNamed } from "./vocabulary.ts";
import { type Fact, type SeasonEpisode, valueOf } from "./word.ts";

const compile = (event: EventType[], conditions: string[], body = "b"): ReturnType<typeof compileRule> =>
  compileRule({
    name: "A rule",
    when: { event },
    if: conditions,
    then: [{ do: "notify", channel: "inbox", title: "a", body }],
  });

const on = (type: EventType, facts: EvaluateInput["facts"] = {}): EvaluateInput => ({
  event: exampleEvent(type),
  facts,
  now: noon,
  timezone: "Europe/Berlin",
});

const none = new Set<Fact>();

describe("what a rule wants to be fetched", () => {
  const rule = compile(
    ["episode.watched", "show.caught_up"],
    ["show.rating > 5.0", "progress.behind == 0"],
    "{{ show.watchers }}",
  );
  test("is what decides next, condition by condition, and what its texts name only when all of them hold", () => {
    expect([...rule.needs].toSorted()).toEqual(["progress", "show", "watchers"]);
    expect([...rule.wants(on("episode.watched"), none)]).toEqual(["show"]);
    const show = { ...exampleFacts, rating: 8 };
    const had = new Set<Fact>(["show"]);
    expect([...rule.wants(on("episode.watched", { show }), had)]).toEqual(["progress"]);
    had.add("progress");
    expect([...rule.wants(on("episode.watched", { show, progress: progressOf(3, 3) }), had)]).toEqual(["watchers"]);
    had.add("watchers");
    expect([...rule.wants(on("episode.watched", { show, progress: progressOf(3, 3) }), had)]).toEqual([]);
  });

  test("is nothing more once a condition does not hold", () => {
    const show = { ...exampleFacts, rating: 3 };
    expect([...rule.wants(on("episode.watched", { show }), new Set<Fact>(["show"]))]).toEqual([]);
  });

  test("is not what could not be found before", () => {
    expect([...rule.wants(on("episode.watched"), new Set<Fact>(["show"]))]).toEqual([]);
  });

  test("is not what the event itself tells, of each event type by itself", () => {
    const show = { ...exampleFacts, rating: 8 };
    expect([...rule.wants(on("show.caught_up", { show }), new Set<Fact>(["show"]))]).toEqual(["watchers"]);
  });

  test("is nothing on events that are none of the rule's", () => {
    expect([...rule.wants(on("movie.watched"), none)]).toEqual([]);
  });
});

const read = (name: string, input: EvaluateInput): unknown => {
  const word = wordNamed(name);
  return word && valueOf(word, input);
};

describe("words about the person", () => {
  const facts: EvaluateInput["facts"] = {
    watchlist: true,
    favorites: false,
    collection: true,
    ratings: { own: null, show: 9 },
    hidden: ["calendar"],
    dropped: false,
    history: 2,
    friends: ["bob"],
    lists: { "to watch": true },
  };

  test("are what was found", () => {
    const input = on("episode.watched", facts);
    const names =
      "on_watchlist in_favorites collected my_rating show.my_rating hidden dropped plays rewatching friends_watched";
    expect(Object.fromEntries(names.split(" ").map((name) => [name, read(name, input)]))).toEqual({
      on_watchlist: true,
      in_favorites: false,
      collected: true,
      my_rating: undefined,
      "show.my_rating": 9,
      hidden: ["calendar"],
      dropped: false,
      plays: 3,
      rewatching: true,
      friends_watched: ["bob"],
    });
    expect(valueOf(onList(" To Watch "), input)).toBe(true);
    expect(valueOf(onList("Other"), input)).toBeUndefined();
  });

  test("are not known before they were found", () => {
    const words = vocabulary.filter((word) => word.facts.length > 0 && isOn(word, "episode.airing"));
    expect(words.length).toBeGreaterThan(30);
    expect(words.filter((word) => valueOf(word, on("episode.airing")) !== undefined)).toEqual([]);
  });

  test("are told by the events that are about just that, whatever was found", () => {
    const told = (type: EventType, name: string): unknown => read(name, on(type, facts));
    expect([told("watchlist.item_added", "on_watchlist"), told("watchlist.item_removed", "on_watchlist")]).toEqual([
      true,
      false,
    ]);
    expect([told("favorites.item_added", "in_favorites"), told("favorites.item_removed", "in_favorites")]).toEqual([
      true,
      false,
    ]);
    expect([told("collection.item_added", "collected"), told("collection.item_removed", "collected")]).toEqual([
      true,
      false,
    ]);
    expect([told("show.dropped", "dropped"), told("show.undropped", "dropped")]).toEqual([true, false]);
    expect(told("item.rated", "my_rating")).toBe(9);
    expect([told("item.hidden", "hidden"), told("item.unhidden", "hidden")]).toEqual([
      ["calendar", "progress_watched"],
      ["calendar"],
    ]);
  });

  test("rewatching is of the play where there is one, and of the progress where there is none", () => {
    expect(read("rewatching", on("movie.watched", { history: 0 }))).toBe(false);
    expect(
      read("rewatching", on("show.dropped", { progress: { ...progressOf(3, 1), reset_at: "2026-01-01T00:00:00Z" } })),
    ).toBe(true);
    expect(read("rewatching", on("show.dropped", { progress: progressOf(3, 1) }))).toBe(false);
    expect([...compile(["show.dropped"], ["rewatching"]).needs]).toEqual(["progress"]);
    expect([...compile(["movie.watched"], ["rewatching"]).needs]).toEqual(["history"]);
  });
});

describe("words about a season", () => {
  const season = (...types: (string | null)[]): SeasonEpisode[] =>
    types.map((episode_type, at) => ({
      number: at + 1,
      first_aired: new Date(noon - (types.length - at - 1) * 86_400_000).toISOString(),
      episode_type,
    }));
  const event = exampleEvent("episode.airing", {
    show: exampleFacts,
    episode: { season: 1, number: 2, ids: { trakt: 5 } },
    airs_at: "2026-11-22T12:00:00.000Z",
  });
  const input = (episodes: ReturnType<typeof season>, now = noon): EvaluateInput => ({
    event,
    facts: { season: episodes },
    now,
  });

  test("whether it has fully aired is a matter of now", () => {
    const episodes = season(null, null);
    expect(read("season.fully_aired", input(episodes))).toBe(true);
    expect(read("season.fully_aired", input(episodes, noon - 1))).toBe(false);
    expect(read("season.fully_aired", input([]))).toBeUndefined();
    expect(read("season.episodes", input(episodes))).toBe(2);
  });

  test("an episode without a time has not aired", () => {
    expect(read("season.fully_aired", input([{ number: 1, first_aired: null, episode_type: null }]))).toBe(false);
  });

  test("the finale is what Trakt calls so, or else the last that is known", () => {
    expect(read("episode.is_finale", input(season(null, null)))).toBe(true);
    expect(read("episode.is_finale", input(season(null, null, null)))).toBe(false);
    expect(read("episode.is_finale", input(season("standard", "standard")))).toBe(false);
    expect(read("episode.is_finale", input(season("standard", "season_finale", "standard")))).toBe(true);
    expect(read("episode.is_finale", input(season("standard", "mid_season_finale")))).toBe(false);
    expect(read("episode.is_finale", input(season(null)))).toBeUndefined();
  });

  test("the premiere is the first of a season, and specials have none", () => {
    const of = (number: number, inSeason: number): EvaluateInput => ({
      event: { ...event, data: { ...event.data, episode: { season: inSeason, number, ids: { trakt: 5 } } } },
      facts: {},
      now: noon,
    });
    expect([of(1, 1), of(1, 4), of(2, 1), of(1, 0)].map((one) => read("episode.is_premiere", one))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("words about the time", () => {
  const at = (now: string, timezone: string): unknown[] =>
    ["local.date", "local.weekday", "local.hour", "local.minute"].map((name) =>
      read(name, { ...on("episode.watched"), now: Date.parse(now), timezone }),
    );

  test.each([
    ["2026-03-29T00:59:00Z", "Europe/Berlin", ["2026-03-29", "sunday", 1, 59]],
    ["2026-03-29T01:00:00Z", "Europe/Berlin", ["2026-03-29", "sunday", 3, 0]],
    ["2026-10-25T00:30:00Z", "Europe/Berlin", ["2026-10-25", "sunday", 2, 30]],
    ["2026-10-25T01:30:00Z", "Europe/Berlin", ["2026-10-25", "sunday", 2, 30]],
    ["2026-04-04T13:59:00Z", "Australia/Lord_Howe", ["2026-04-05", "sunday", 0, 59]],
    ["2026-04-04T15:00:00Z", "Australia/Lord_Howe", ["2026-04-05", "sunday", 1, 30]],
    ["2026-12-31T18:20:00Z", "Asia/Kathmandu", ["2027-01-01", "friday", 0, 5]],
    ["2026-11-20T23:59:00Z", "no such zone", ["2026-11-20", "friday", 23, 59]],
  ])("%s in %s", (now, zone, expected) => {
    expect(at(now, zone)).toEqual(expected);
  });
});
