import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { describe, expect, test } from "vitest";
import { exampleEvent, noon, placesOf, ruleOf } from "./testing/examples.ts";

const show = { type: "show", trakt: 1390, title: "Game of Thrones" };

function asked(type: EventType, action: Record<string, unknown>, data: Record<string, unknown> = {}): unknown {
  return ruleOf(type, { then: [action] }).evaluate({ event: exampleEvent(type, data), facts: {}, now: noon });
}

const matched = (request: unknown): unknown => expect.objectContaining({ requests: [request] });
const mistakes = (type: EventType | EventType[], action: Record<string, unknown>): unknown =>
  placesOf(() => ruleOf(type, { then: [action] }));

describe("an action asks for", () => {
  const episode = {
    type: "episode",
    trakt: 73657,
    show: 1390,
    season: 2,
    number: 8,
    title: "Game of Thrones S02E08",
  };
  const season = { type: "season", show: 1390, number: 2, title: "Game of Thrones, season 2" };
  const movie = { type: "movie", trakt: 475091, title: "Clerks III" };
  const when = "2026-11-22T02:00:00.000Z";

  test.each<[EventType, Record<string, unknown>, Record<string, unknown>]>([
    ["episode.watched", { do: "watchlist.add" }, { item: episode }],
    ["episode.watched", { do: "watchlist.remove", item: "show" }, { item: show }],
    ["episode.watched", { do: "hide", item: "season", section: "progress_watched" }, { item: season }],
    ["movie.watched", { do: "unhide", section: "calendar" }, { item: movie }],
    ["show.ended", { do: "drop" }, { item: show }],
    ["show.renewed", { do: "undrop" }, { item: show }],
    ["show.renewed", { do: "undrop", whose: "rules" }, { item: show, whose: "rules" }],
    [
      "show.renewed",
      { do: "unhide", section: "progress_watched", whose: "rules" },
      { section: "progress_watched", whose: "rules" },
    ],
    ["show.completed", { do: "list.add", list: "Finished" }, { item: show, list: "Finished" }],
    ["episode.watched", { do: "history.add" }, { item: episode, watched_at: when }],
    ["episode.watched", { do: "history.add", watched_at: "now" }, { watched_at: "2026-11-22T12:00:00.000Z" }],
    ["episode.watched", { do: "history.add", watched_at: "released" }, { watched_at: "released" }],
    ["episode.watched", { do: "rate", rating: 8, item: "season" }, { item: season, rating: 8 }],
    [
      "season.completed",
      { do: "rate", rating: 8 },
      { item: { ...season, number: 1, title: "Game of Thrones, season 1" } },
    ],
    ["watchlist.item_added", { do: "list.add", list: "New" }, { item: show }],
    ["collection.item_added", { do: "watchlist.remove" }, { item: movie }],
    ["show.completed", { do: "favorites.add" }, { item: show }],
    ["show.ended", { do: "favorites.remove" }, { item: show }],
    ["movie.watched", { do: "collection.add" }, { item: movie }],
    ["episode.watched", { do: "collection.remove" }, { item: episode }],
    ["movie.watched", { do: "list.remove", list: "To see" }, { item: movie, list: "To see" }],
    ["episode.watched", { do: "history.remove" }, { item: episode, plays: [12297139948] }],
    ["episode.watched", { do: "history.remove", plays: "all" }, { item: episode, plays: "all" }],
    ["episode.watched", { do: "history.remove", item: "show" }, { item: show, plays: "all" }],
    ["show.ended", { do: "history.remove" }, { item: show, plays: "all" }],
    ["movie.watched", { do: "unrate" }, { item: movie }],
    ["episode.airing", { do: "checkin" }, { item: episode }],
    ["connection.needs_reconnect", { do: "webhook", channel: "me" }, { channel: "me" }],
  ])("on %s, %j: %j", (type, action, request) => {
    expect(asked(type, action)).toEqual(matched(expect.objectContaining({ do: action["do"], ...request })));
  });

  test("a season's own id where Trakt told it", () => {
    const data = { season: { number: 3, ids: { trakt: 33 } } };
    expect(asked("season.completed", { do: "watchlist.add" }, data)).toEqual(
      matched(expect.objectContaining({ item: expect.objectContaining({ trakt: 33, number: 3 }) })),
    );
  });
});

describe("an action that can never apply is refused, with what would", () => {
  test.each<[EventType, Record<string, unknown>, string, string, string | undefined]>([
    [
      "show.ended",
      { do: "checkin" },
      "then[0]",
      "checkin takes a movie or an episode, and show.ended is about a show",
      undefined,
    ],
    [
      "episode.airing",
      { do: "favorites.add" },
      "then[0]",
      "favorites.add takes a movie or a show, and episode.airing is about an episode",
      "item: show",
    ],
    ["show.ended", { do: "history.remove", plays: "event" }, "then[0].plays", "show.ended tells of no play", "all"],
    [
      "episode.watched",
      { do: "history.remove", item: "show", plays: "event" },
      "then[0].plays",
      "the play that episode.watched tells of is of an episode, not of the show",
      "all",
    ],
    [
      "episode.airing",
      { do: "drop" },
      "then[0]",
      "drop takes a show, and episode.airing is about an episode",
      "item: show",
    ],
    ["movie.watched", { do: "drop" }, "then[0]", "drop takes a show, and movie.watched is about a movie", undefined],
    [
      "movie.watched",
      { do: "drop", item: "show" },
      "then[0].item",
      "movie.watched names no show, but movie",
      undefined,
    ],
    [
      "movie.watched",
      { do: "hide", section: "progress_watched" },
      "then[0]",
      "hide with section progress_watched takes a show or a season, and movie.watched is about a movie",
      undefined,
    ],
    [
      "season.completed",
      { do: "hide", section: "calendar" },
      "then[0]",
      "hide with section calendar takes a movie or a show, and season.completed is about a season",
      "item: show",
    ],
    [
      "season.completed",
      { do: "unhide", section: "recommendations", item: "season" },
      "then[0].item",
      "unhide with section recommendations takes a movie or a show",
      "item: show",
    ],
    [
      "show.ended",
      { do: "rate", rating: 5, item: "episode" },
      "then[0].item",
      "show.ended names no episode, but show",
      "item: show",
    ],
    [
      "connection.needs_reconnect",
      { do: "watchlist.add" },
      "then[0]",
      "watchlist.add takes a show, a season, an episode or a movie, and connection.needs_reconnect is about none",
      undefined,
    ],
  ])("on %s: %j", (type, action, path, message, suggestion) => {
    const place = { path, message };
    expect(mistakes(type, action)).toEqual([suggestion === undefined ? place : { ...place, suggestion }]);
  });

  test("on one of the rule's event types, though not on another", () => {
    expect(mistakes(["show.ended", "movie.watched"], { do: "drop" })).toEqual([
      { path: "then[0]", message: "drop takes a show, and movie.watched is about a movie" },
    ]);
  });
});

describe("an action that does not apply to this very event is left out", () => {
  const movieRated = exampleEvent("item.rated");

  test("and the run tells so, doing the others", () => {
    const rule = ruleOf("item.rated", { if: "rating > 3", then: [{ do: "drop" }, { do: "list.add", list: "Best" }] });
    const { trace, requests } = rule.evaluate({ event: movieRated, facts: {}, now: noon });
    expect(trace.outcome).toBe("matched");
    expect(trace.reason).toBe("The condition held; left out: drop is for a show, and this is a movie");
    expect(requests.map((request) => request.do)).toEqual(["list.add"]);
  });

  test("and when none is left, the rule did not match", () => {
    const rule = ruleOf("item.rated", { then: [{ do: "drop" }] });
    const { trace, requests } = rule.evaluate({ event: movieRated, facts: {}, now: noon });
    expect(trace).toMatchObject({
      outcome: "not_matched",
      reason: "It has no conditions, but drop is for a show, and this is a movie",
    });
    expect(requests).toEqual([]);
  });

  test("as is one on an episode of the collection, of which Trakt tells no id; its show and season are told", () => {
    const data = {
      item_type: "episode",
      movie: undefined,
      show: { title: "Game of Thrones", ids: { trakt: 1390 } },
      episode: { season: 2, number: 8 },
    };
    expect(asked("collection.item_added", { do: "rate", rating: 5 }, data)).toMatchObject({ requests: [] });
    expect(asked("collection.item_added", { do: "rate", rating: 5, item: "show" }, data)).toEqual(
      matched({ do: "rate", rating: 5, item: show }),
    );
    expect(asked("collection.item_added", { do: "rate", rating: 5, item: "season" }, data)).toEqual(
      matched(expect.objectContaining({ item: expect.objectContaining({ type: "season", show: 1390, number: 2 }) })),
    );
  });
});
