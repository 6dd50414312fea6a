import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultCatalogue } from "../catalogue.ts";
import { createLibrary } from "../world/library.ts";
import { foreignRatingsOf, networkIdOf, studiosOf } from "../world/title-facts.ts";
import { factsOf, moviesOf, showsOf, type KnownTitle } from "../world/titles.ts";
import { passesFilters, titlePasses, type FilterFacts } from "./filters.ts";

const library = createLibrary(defaultCatalogue());
const titles = [...moviesOf(library), ...showsOf(library)];

const kept = (query: Record<string, string>): KnownTitle[] =>
  titles.filter((title) => titlePasses(new URLSearchParams(query), title));
const names = (query: Record<string, string>): string[] => kept(query).map((title) => factsOf(title).title);

const plain: FilterFacts = { title: "Batman Begins", year: 2005, genres: ["action"], status: "released" };
const passes = (query: Record<string, string>, facts: Partial<FilterFacts> = {}): boolean =>
  passesFilters(new URLSearchParams(query), { ...plain, ...facts });

describe("one filter", () => {
  test.each<[Record<string, string>, Partial<FilterFacts>, boolean]>([
    [{ query: "bat" }, {}, true],
    [{ query: "begins batman" }, {}, true],
    [{ query: "man" }, {}, false],
    [{ query: "gotham" }, { overview: "How Gotham got its bat." }, true],
    [{ years: "2005" }, {}, true],
    [{ years: "2004-2006" }, {}, true],
    [{ years: "2006" }, {}, false],
    [{ years: "2005" }, { year: null }, false],
    [{ genres: "drama,action" }, {}, true],
    [{ genres: "drama" }, {}, false],
    [{ subgenres: "space-opera" }, {}, false],
    [{ subgenres: "space-opera" }, { subgenres: ["space-opera"] }, true],
    [{ languages: "en" }, { language: "en" }, true],
    [{ languages: "en" }, {}, false],
    [{ countries: "us,gb" }, { country: "gb" }, true],
    [{ runtimes: "30-90" }, { runtime: 91 }, false],
    [{ runtimes: "30-90" }, { runtime: 90 }, true],
    [{ ratings: "75-100" }, { rating: 7.5 }, true],
    [{ ratings: "75-100" }, { rating: 7.49 }, false],
    [{ votes: "100-200" }, { votes: 150 }, true],
    [{ votes: "100-200" }, {}, false],
    [{ certifications: "pg-13" }, { certification: "PG-13" }, true],
    [{ networks: "hbo" }, { network: "HBO" }, true],
    [{ status: "ended" }, { status: "ended" }, true],
    [{ statuses: "ended,canceled" }, { status: "returning series" }, false],
  ])("%j of %j: %j", (query, facts, expected) => expect(passes(query, facts)).toBe(expected));

  test("that is unknown, empty or no range is ignored", () => {
    for (const query of [{ ignore_watched: "true" }, { genres: "" }, { years: "soon" }, { constructor: "x" }])
      expect(passes(query)).toBe(true);
  });

  test("is left out where the route has its own use for it", () => {
    expect(passesFilters(new URLSearchParams({ query: "spider" }), plain, undefined, new Set(["query"]))).toBe(true);
  });
});

describe("filters on what is made up", () => {
  test("network ids, studio ids and the ratings of others find the titles that tell of them", () => {
    const hbo = kept({ network_ids: String(networkIdOf("HBO")) });
    expect(hbo.length).toBeGreaterThan(0);
    expect(hbo).toEqual(titles.filter((title) => title.type === "show" && title.show.facts.network === "HBO"));
    const [darkKnight] = kept({ query: "dark knight", years: "2008" });
    if (darkKnight === undefined) throw new Error("The Dark Knight is in the catalogue");
    const [studio] = studiosOf(darkKnight);
    const { imdb, rt_meter } = foreignRatingsOf(darkKnight);
    expect(kept({ studio_ids: String(studio?.ids.trakt) })).toContain(darkKnight);
    expect(kept({ imdb_ratings: `${imdb.rating}-10`, rt_meters: `${rt_meter.rating}-100` })).toContain(darkKnight);
    expect(kept({ imdb_ratings: `${imdb.rating + 0.1}-10` })).not.toContain(darkKnight);
  });
});

const genres = [...new Set(titles.flatMap((title) => factsOf(title).genres))];
const filterArb = fc.record(
  {
    genres: fc.subarray(genres, { minLength: 1, maxLength: 4 }).map((some) => some.join(",")),
    years: fc.tuple(fc.integer({ min: 1950, max: 2030 }), fc.nat(30)).map(([from, more]) => `${from}-${from + more}`),
    ratings: fc.tuple(fc.nat(90), fc.nat(60)).map(([from, more]) => `${from}-${from + more}`),
    languages: fc.constantFrom("en", "fr", "en,ja", "xx"),
    status: fc.constantFrom("ended", "released,canceled", "returning series"),
  },
  { requiredKeys: [] },
);

test("several filters keep exactly what each of them keeps", () => {
  fc.assert(
    fc.property(filterArb, (filter) => {
      const each = Object.entries(filter).map(([name, value]) => new Set(kept({ [name]: value })));
      expect(kept(filter)).toEqual(titles.filter((title) => each.every((some) => some.has(title))));
    }),
    { numRuns: 50 },
  );
});

test("a list keeps what any of its values keeps, in any case and order", () => {
  fc.assert(
    fc.property(fc.subarray(genres, { minLength: 1, maxLength: 5 }), (some) => {
      const all = new Set(some.flatMap((genre) => names({ genres: genre })));
      expect(new Set(names({ genres: some.toReversed().join(",").toUpperCase() }))).toEqual(all);
    }),
    { numRuns: 50 },
  );
});

test("two ranges that meet keep together what the range over both keeps", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1950, max: 2020 }), fc.nat(30), fc.nat(30), (from, some, more) => {
      const middle = from + some;
      const both = [
        ...names({ years: `${from}-${middle}` }),
        ...names({ years: `${middle + 1}-${middle + more + 1}` }),
      ];
      expect(new Set(names({ years: `${from}-${middle + more + 1}` }))).toEqual(new Set(both));
    }),
    { numRuns: 50 },
  );
});
