import { describe, expect, expectTypeOf, test } from "vitest";
import type * as z from "zod";
import * as MoviesCharts from "./movies-charts.ts";
import * as Movies from "./movies.ts";
import * as ShowsCharts from "./shows-charts.ts";
import * as Sync from "./sync.ts";
import { contract } from "./table.ts";

const movies = MoviesCharts.trending;
const shows = ShowsCharts.trending;

describe("filters", () => {
  test("are sent as Trakt wants them: comma-separated, ranges with a hyphen, all of it encoded", () => {
    const wanted = {
      query: "dark & light",
      years: "2010-2019",
      genres: ["science-fiction", "drama"],
      languages: ["en"],
      ratings: "75-100",
      status: ["returning series", "in production"],
      network_ids: [53, 2],
    } as const;
    const [path, query] = shows.target(shows.params.parse(wanted)).split("?");
    expect(path).toBe("/shows/trending");
    expect(query?.split("&").toSorted()).toEqual([
      "genres=science-fiction,drama",
      "languages=en",
      "network_ids=53,2",
      "query=dark%20%26%20light",
      "ratings=75-100",
      "status=returning%20series,in%20production",
      "years=2010-2019",
    ]);
  });

  test.each([
    { years: "2019-" },
    { years: 20 },
    { ratings: "100-75" },
    { ratings: "0-101" },
    { imdb_ratings: "1-11" },
    { runtimes: "long" },
    { languages: ["english"] },
    { countries: ["US"] },
    { genres: [] },
    { genres: [""] },
    { metascores: "10" },
    { page: 0 },
    { colour: "red" },
  ])("%j is no filter of movies", (wrong) => {
    expect(movies.params.safeParse(wrong).success).toBe(false);
  });

  test("of movies and of shows are their own", () => {
    expect(movies.params.safeParse({ metascores: "50-100" }).success).toBe(true);
    expect(shows.params.safeParse({ metascores: "50-100" }).success).toBe(false);
    expect(shows.params.safeParse({ networks: ["HBO"] }).success).toBe(true);
    expect(movies.params.safeParse({ networks: ["HBO"] }).success).toBe(false);
    expect(movies.params.safeParse({ statuses: ["released"] }).success).toBe(true);
    expect(shows.params.safeParse({ statuses: ["released"] }).success).toBe(false);
  });

  test("are named in the table where a method takes them, and only there", () => {
    expect(movies.filters).toContain("genres");
    expect(Movies.summary.filters).toEqual([]);
    expect(contract.find((one) => one.id === "sync.history")?.filters).toEqual([]);
  });
});

describe("extended levels and orders", () => {
  test("are typed by method, alone or several", () => {
    type Level = z.input<typeof Sync.watchedShows.params>["extended"];
    expectTypeOf<"progress">().toExtend<Level>();
    expectTypeOf<readonly ["full", "progress"]>().toExtend<Level>();
    expectTypeOf<"metadata">().not.toExtend<Level>();
    type Order = z.input<typeof Sync.watchlist.params>["sort_by"];
    expectTypeOf<"added">().toExtend<Order>();
    expectTypeOf<"loudest">().not.toExtend<Order>();
    expect(Sync.watchedShows.params.safeParse({ extended: "metadata" }).success).toBe(false);
    expect(Sync.watchlist.params.safeParse({ type: "all", sort_by: "loudest" }).success).toBe(false);
  });

  test("several levels are sent comma-separated", () => {
    const asked = Sync.watchedShows.params.parse({ extended: ["full", "progress"], page: 2 });
    expect(Sync.watchedShows.target(asked)).toBe("/sync/watched/shows?extended=full,progress&page=2");
  });
});
