import type { Progress } from "@showrunner/core/media.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRule } from "./compile.ts";
import { exampleEvent, exampleFacts, noon, progressOf } from "./testing/examples.ts";
import { parseRule } from "./parse.ts";
import type { RuleDefinition } from "./rule.ts";
import { inputSchema } from "./recipe.ts";
import { recipeOf, recipes } from "./recipes.ts";
import { filledIn } from "./testing/filled-in.ts";

test.each(filledIn().map((definition) => [definition.name, definition] as const))(
  "%s is a rule that people could have written, and compiles for its events",
  (_name, definition) => {
    expect(parseRule(JSON.stringify(definition))).toEqual(definition);
    expect(compileRule(definition).types).toEqual([definition.when.event].flat());
  },
);

test("rules of recipes have names of their own, and take another", () => {
  const names = filledIn().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(
    recipeOf("hide-finished-shows")
      .make({ name: "Mine" })
      .map(({ name }) => name),
  ).toEqual(["Mine", "Mine: back when renewed"]);
});

test.each(recipes)(
  "$id says what can be filled in, each with a title, and refuses all else with its place",
  (recipe) => {
    const { properties = {} } = inputSchema(recipe);
    for (const [key, schema] of Object.entries(properties))
      expect([key, schema]).toEqual([key, expect.objectContaining({ title: expect.any(String) })]);
    expect(() => recipe.make({ nonsense: 1 })).toThrow(expect.objectContaining({ code: "recipe.invalid" }));
    expect(() => recipe.make({ name: 5 })).toThrow(expect.objectContaining({ code: "recipe.invalid" }));
  },
);

test("what is filled in stays what it is: a quote in a network's name ends no text of the condition", () => {
  const names = fc.array(
    fc.string({ minLength: 1, maxLength: 20 }).filter((one) => one.trim() === one && one !== ""),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(names, (networks) => {
      const [definition] = recipeOf("premieres-to-watchlist").make({ networks, genres: [] });
      if (definition === undefined) throw new Error("no rule");
      const rule = compileRule(definition);
      const event = exampleEvent("show.premiering", { scope: "all" });
      const on = (network: string) =>
        rule.evaluate({ event, facts: { show: { ...exampleFacts, rating: 9, network } }, now: noon }).trace.outcome;
      for (const network of networks) expect(on(network)).toBe("matched");
      expect(on(`${networks.join("")}, another`)).toBe("not_matched");
    }),
    { numRuns: 200 },
  );
});

test("recipes have ids of their own", () => {
  expect(new Set(recipes.map(({ id }) => id)).size).toBe(recipes.length);
});

describe("premieres to my watchlist", () => {
  const rule = compileRule(first("premieres-to-watchlist"));
  const event = exampleEvent("show.premiering", { scope: "all" });
  test.each([
    ["a well rated drama", { rating: 8, votes: 500 }, "matched"],
    ["a drama that few have rated yet", { rating: 0, votes: 3 }, "matched"],
    ["a drama that nobody can have rated", { rating: null, votes: 0 }, "matched"],
    ["a badly rated drama", { rating: 5, votes: 500 }, "not_matched"],
    ["another genre", { rating: 9, votes: 500, genres: ["reality"] }, "not_matched"],
  ])("%s: %j is %s", (_what, facts, outcome) => {
    const show = { ...exampleFacts, ...facts };
    const { trace, requests } = rule.evaluate({ event, facts: { show }, now: noon });
    expect(trace.outcome).toBe(outcome);
    const item = { type: "show", trakt: 1390, title: "Game of Thrones" };
    expect(requests).toEqual(outcome === "matched" ? [{ do: "watchlist.add", item }] : []);
  });
});

test("hide finished shows asks for no fact and hides the show from progress", () => {
  const rule = compileRule(first("hide-finished-shows"));
  expect(rule.needs.size).toBe(0);
  expect(rule.evaluate({ event: exampleEvent("show.completed"), facts: {}, now: noon }).requests).toEqual([
    { do: "hide", section: "progress_watched", item: { type: "show", trakt: 1390, title: "Game of Thrones" } },
  ]);
});

describe("rated high", () => {
  const rule = compileRule(first("rated-high"));
  test.each([
    ["for the first time", 9, undefined, "matched"],
    ["higher than before", 10, 8, "matched"],
    ["high again", 10, 9, "not_matched"],
    ["not high", 8, 10, "not_matched"],
  ])("%s: %d after %s", (_what, rating, previous_rating, outcome) => {
    const event = exampleEvent("item.rated", { rating, previous_rating });
    expect(rule.evaluate({ event, facts: {}, now: noon }).trace.outcome).toBe(outcome);
  });
});

describe("tell me when it airs", () => {
  const rule = compileRule(first("notify-airing"));
  const next = (season: number, number: number): Partial<Progress> => ({
    next_episode: { season, number, ids: { trakt: 1 } },
  });
  // S02E08 airs: 17 before it, and Trakt may count it as aired already or not yet.
  test.each<[string, Progress, string]>([
    ["caught up, not counted yet", progressOf(17, 17, { next_episode: null }), "matched"],
    ["caught up, counted already", progressOf(18, 17, next(2, 8)), "matched"],
    ["one behind, not counted yet", progressOf(17, 16, next(2, 7)), "not_matched"],
    ["one behind, counted already", progressOf(18, 16, next(2, 7)), "not_matched"],
    ["far behind", progressOf(18, 3, next(1, 4)), "not_matched"],
    ["never begun, and others aired before", progressOf(18, 0, next(1, 1)), "not_matched"],
    ["the first of a season that comes out at once", progressOf(27, 17, next(2, 8)), "matched"],
    ["a later one of a season that comes out at once", progressOf(27, 17, next(2, 1)), "not_matched"],
  ])("%s: %j", (_what, progress, outcome) => {
    const event = exampleEvent("episode.airing");
    expect(rule.evaluate({ event, facts: { progress }, now: noon }).trace.outcome).toBe(outcome);
  });

  test("is quiet while progress is not known", () => {
    const { trace } = rule.evaluate({ event: exampleEvent("episode.airing"), facts: {}, now: noon });
    expect(trace.outcome).toBe("not_matched");
    expect(trace.reason).toContain("progress.behind");
    expect(trace.reason).toContain("not known");
  });

  test("says what airs, and links to it", () => {
    const facts = { progress: progressOf(17, 17) };
    expect(rule.evaluate({ event: exampleEvent("episode.airing"), facts, now: noon }).requests).toEqual([
      {
        do: "notify",
        channel: "inbox",
        title: "Game of Thrones: season 2, episode 8",
        body: '"The Prince of Winterfell" airs now.',
        url: "https://trakt.tv/shows/game-of-thrones/seasons/2/episodes/8",
      },
    ]);
  });
});

function first(id: string): RuleDefinition {
  const [rule] = recipeOf(id).make({});
  if (rule === undefined) throw new Error(`${id} makes no rule`);
  return rule;
}
