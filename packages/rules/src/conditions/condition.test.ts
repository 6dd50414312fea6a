import { describe, expect, test } from "vitest";
import { evaluated, exampleFacts, placesOf, progressOf, ruleOf } from "../testing/examples.ts";

const outcome = (...parameters: Parameters<typeof evaluated>): string => evaluated(...parameters).trace.outcome;
const mistakes = (condition: string): unknown => placesOf(() => ruleOf("episode.airing", { if: [condition] }));

describe("numbers", () => {
  const show = { ...exampleFacts, rating: 7, votes: 120 };
  test.each([
    "show.rating >= 7",
    "show.rating >= 7.0",
    "show.rating == 7",
    "7 == show.rating",
    "show.rating != 8",
    "show.votes == 120.0",
    "show.rating * 10 == 70",
    "show.votes / 2.0 > 59.5",
    "show.votes + 1 == 121",
    "episode.season in [1, 2, 3]",
    "show.votes > show.rating",
  ])("%s holds for a rating of 7 and 120 votes, whole or broken", (condition) => {
    expect(outcome("episode.airing", condition, { show })).toBe("matched");
  });
});

describe("what is not known", () => {
  const show = { ...exampleFacts, rating: null, network: undefined };
  test.each([
    ["show.rating >= 7", "not_matched"],
    ["!(show.rating >= 7)", "not_matched"],
    ["show.rating < 7 || show.rating >= 7", "not_matched"],
    ["show.rating >= 7 || show.votes > 100", "matched"],
    ["show.votes > 100 || show.rating >= 7", "matched"],
    ["(show.rating >= 7 && show.votes > 1000) || show.votes > 100", "matched"],
    ["has(show.rating)", "not_matched"],
    ["!has(show.rating)", "matched"],
    ["has(show.rating) ? show.rating > 7 : show.votes > 100", "matched"],
    ["!known(show.network) && known(show.votes)", "matched"],
    ["show.genres.exists(g, g == show.network)", "not_matched"],
    ['show.genres[7] == "drama"', "not_matched"],
    ["progress.caught_up", "not_matched"],
    ["movie.year > 2000 || show.year > 2000", "matched"],
  ])("decides nothing by itself: %s is %s", (condition, expected) => {
    const type = condition.includes("movie") ? "watchlist.item_added" : "episode.airing";
    expect(outcome(type, condition, { show })).toBe(expected);
  });

  test("of a fact that was not fetched is the same as of a value that Trakt does not have", () => {
    expect(outcome("episode.airing", "show.rating >= 7 || progress.started", {})).toBe("not_matched");
    expect(outcome("item.rated", "!known(previous_rating)")).toBe("matched");
    expect(outcome("item.rated", "previous_rating < rating", {}, { previous_rating: 3 })).toBe("matched");
  });

  test("of data that is not what its schema says, too: a wrong type is no crash", () => {
    const data = { show: { title: 5, year: "x", ids: null }, airs_at: "soon", episode: [] };
    const conditions = [
      'show.title == "x"',
      "show.year > 1",
      "show.ids.trakt == 1",
      "airs_at > now",
      "episode.number > 1",
    ];
    for (const condition of conditions) expect(outcome("episode.airing", condition, {}, data)).toBe("not_matched");
  });
});

describe("times", () => {
  test.each([
    'airs_at - event.time < duration("24h")',
    'now > timestamp("2026-11-22T11:59:59Z")',
    'now.getHours() == 12 && now.getHours("Europe/Berlin") == 13',
    "now.getDayOfWeek() == 0",
    "event.time < now",
  ])("%s holds at noon of a Sunday", (condition) => {
    expect(outcome("episode.airing", condition)).toBe("matched");
  });
});

describe("progress", () => {
  const lastWatched = progressOf(10, 8, { last_watched_at: "2026-11-20T11:00:00.000Z" });
  test.each([
    ["progress.started && !progress.caught_up && progress.behind == 2", lastWatched],
    ["progress.percent == 80 && progress.watched == 8 && progress.aired == 10", lastWatched],
    ["progress.last_watched_days == 2", lastWatched],
    ["progress.caught_up && progress.completed && progress.behind == 0", progressOf(10, 10)],
    ["!progress.started && !progress.caught_up && !known(progress.percent)", progressOf(0, 0)],
    ["progress.behind == 0 && progress.percent == 100", progressOf(10, 12)],
    ["!known(progress.last_watched_days) && !known(progress.next_episode.number)", progressOf(10, 10)],
  ])("%s", (condition, progress) => {
    expect(outcome("episode.airing", condition, { progress, show: exampleFacts })).toBe("matched");
  });

  test("of the event itself comes before what was fetched", () => {
    const facts = { progress: progressOf(10, 1) };
    expect(outcome("show.completed", "progress.caught_up && progress.aired == 73", facts)).toBe("matched");
  });
});

describe("what is refused when the rule is saved", () => {
  test.each([
    ["show.ratin >= 7", 1, "there is no show.ratin", "show.rating"],
    ["shwo.rating >= 7", 1, "there is no shwo.rating", "show.rating"],
    ["progres.behind == 0", 1, "there is no progres.behind", "progress.behind"],
    ["genres.size() > 1", 1, "there is no genres", "show.genres"],
    ["true && rating > 3", 9, "rating is not there on episode.airing", "show.rating"],
    ["movie.rating > 3", 1, "movie.rating is not there on episode.airing", undefined],
    ["show", 1, "show is no value by itself: name one of its fields, such as show.title", undefined],
    [
      "show.ids == show.ids",
      1,
      "show.ids is no value by itself: name one of its fields, such as show.ids.trakt",
      undefined,
    ],
    ['show["rating"] > 7', 1, "show is no value by itself: name one of its fields, such as show.title", undefined],
    ["show.genres.exists(g, g.x == 1)", 23, ".x: only the names of the vocabulary have fields", undefined],
    ["show.genres.exists(g, h > 2)", 23, "there is no h", undefined],
    ["show.title", 1, "a condition must be true or false, and this gives string", undefined],
    ["1 + 2", 1, "a condition must be true or false, and this gives int", undefined],
    ["show.title > 3", 1, "no such overload: string > int", undefined],
    [
      "show.rating == null",
      16,
      "null is not compared with: ask known(previous_rating) or has(show.rating) instead",
      undefined,
    ],
    ["has(airs_at)", 1, "has() takes a field, such as show.rating: ask known(airs_at) instead", undefined],
    ["1 +", 4, "unexpected token: the end", undefined],
    ["(show.rating > 7", 17, "expected ), got the end", undefined],
    ["show.rating = 7", 13, "unexpected character: =", "=="],
    ['show.title.containz("x")', 1, "containz() is not supported in a condition", "contains"],
    ['duration("1 day") > duration("1h")', 10, '"1 day" is no duration such as "36h" or "1h30m"', undefined],
    ["timestamp(show.title) > now", 11, "a timestamp is written out as a text in quotes", undefined],
    ['now.getHours("Nowhere") > 2', 14, '"Nowhere" is no time zone such as "Europe/Berlin"', undefined],
    ["b'x' == b'x'", 1, "bytes and unsigned numbers are not supported in a condition", undefined],
    ["{'a': 1}.size() > 0", 1, "maps and optional fields are not supported in a condition", undefined],
    ["[[1]].exists(a, a == [1])", 1, "a list within a list is not supported in a condition", undefined],
    ["cel.bind(a, 1, a > 0)", 1, "there is no cel", undefined],
  ])("%s", (condition, column, message, suggestion) => {
    const place = { path: "if[0]", line: 1, column, message };
    expect(mistakes(condition)).toContainEqual(suggestion === undefined ? place : { ...place, suggestion });
  });

  test("is placed by line and column inside the expression", () => {
    expect(mistakes("show.rating > 7 &&\n  // a note\n  show.title > 3")).toEqual([
      { path: "if[0]", line: 3, column: 3, message: "no such overload: string > int" },
    ]);
  });
});
