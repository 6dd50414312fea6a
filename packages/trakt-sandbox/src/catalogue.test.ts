import { readdirSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { Catalogue, defaultCatalogue } from "./catalogue.ts";
import { createLibrary } from "./world/library.ts";

const folder = new URL("../catalogue/", import.meta.url);

test("the catalogue is what its schema says, and names nothing twice", () => {
  const catalogue = Catalogue.parse(defaultCatalogue());
  const ids = (list: readonly { ids: { trakt: number; slug: string } }[], key: "trakt" | "slug") =>
    list.map((one) => one.ids[key]);
  for (const list of [catalogue.shows, catalogue.movies]) {
    for (const key of ["trakt", "slug"] as const) expect(new Set(ids(list, key)).size).toBe(list.length);
  }
  const episodes = catalogue.shows
    .flatMap((show) => show.seasons ?? [])
    .flatMap((season) => season.episodes.map((row) => row[4]));
  expect(new Set(episodes).size).toBe(episodes.length);
  expect(createLibrary(catalogue).episodes.size).toBe(episodes.length);
});

test("the catalogue has the shows that people ask for first, complete, and enough beside them", () => {
  const { shows, movies } = defaultCatalogue();
  const complete = new Map(
    shows.map((show) => [
      show.title,
      (show.seasons ?? [])
        .filter((season) => season.number > 0)
        .reduce((count, season) => count + season.episodes.length, 0),
    ]),
  );
  expect(Object.fromEntries(complete)).toMatchObject({
    "Game of Thrones": 73,
    "Breaking Bad": 62,
    Friends: 236,
    "The Office": 186,
    "Stranger Things": 34,
    Constantine: 13,
    "Marvel's Agent Carter": 18,
    Utopia: 12,
    Torchwood: 41,
  });
  expect(shows.length + movies.length).toBeGreaterThan(400);
});

test("the catalogue stays small enough to load at every start", () => {
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0);
  expect(bytes).toBeLessThan(350_000);
});
