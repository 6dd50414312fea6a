import { describe, expect, test } from "vitest";
import { compileRule } from "./compile.ts";
import { parseRule } from "./parse.ts";
import { placesOf } from "./testing/examples.ts";

const rule = (options: string): string =>
  `name: Clean\nwhen: { event: item.rated }\nthen:\n  - do: watchlist.remove\noptions:\n  ${options}\n`;

describe("the limit and the watchlist budget of a rule", () => {
  test.each([
    "limit: { removals: 10, hides: 20, history: 50, per: 1 day }",
    "limit: { removals: 0 }",
    "watchlist: { reserve: 10, evict: oldest }",
    "watchlist: { reserve: 0 }",
  ])("%s is kept as it is written", (options) => {
    const definition = parseRule(rule(options));
    expect(parseRule(JSON.stringify(definition))).toEqual(definition);
    expect(compileRule(definition).definition.options).toEqual(definition.options);
  });

  test.each([
    ["limit: { removal: 10 }", "options.limit.removal", 6, "removals"],
    ["limit: { removals: -1 }", "options.limit.removals", 6, undefined],
    ["limit: { removals: 1, per: 1 fortnight }", "options.limit.per", 6, undefined],
    ["limit: { removals: 1, per: 1 second }", "options.limit.per", 6, undefined],
    ["watchlist: { evict: oldest }", "options.watchlist.reserve", 6, undefined],
    ["watchlist: { reserve: 1, evict: oldes }", "options.watchlist.evict", 6, "oldest"],
  ])("%s is refused with its place", (options, path, line, suggestion) => {
    const [place, ...more] = placesOf(() => parseRule(rule(options)));
    expect(more).toEqual([]);
    expect(place).toMatchObject({ path, line, ...(suggestion === undefined ? {} : { suggestion }) });
  });
});
