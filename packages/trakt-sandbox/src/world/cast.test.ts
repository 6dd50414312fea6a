import { expect, test } from "vitest";
import { defaultCatalogue } from "../catalogue.ts";
import { artists, creditsBy, creditsOf, findArtist, updatedAt } from "./cast.ts";
import { createLibrary } from "./library.ts";

const library = createLibrary(defaultCatalogue());
const dayMs = 86_400_000;

test("ids and slugs are each one person's, and a person is found by them", () => {
  const named = artists().flatMap(({ ids }) => [
    String(ids.trakt),
    ids.slug,
    ...(ids.imdb === undefined ? [] : [ids.imdb]),
  ]);
  expect(new Set(named).size).toBe(named.length);
  expect(findArtist("142")?.name).toBe("Bryan Cranston");
  expect(findArtist("nm0186505")).toBe(findArtist("bryan-cranston"));
});

test("the catalogue has every title that people are credited for", () => {
  for (const artist of artists()) {
    if (artist.made_up) continue;
    expect(creditsBy(library, artist), artist.name).not.toEqual([]);
  }
});

test("every title has a cast, the same each time, and its people have the title", () => {
  for (const trakt of library.movies.keys()) {
    const title = { type: "movie", trakt } as const;
    const credits = creditsOf(title);
    expect(credits.length).toBeGreaterThan(0);
    expect(creditsOf({ ...title })).toEqual(credits);
  }
  const [moana] = creditsOf({ type: "movie", trakt: 175_475 });
  const titles = moana === undefined ? [] : creditsBy(library, moana.artist).map(({ title }) => title.trakt);
  expect(titles).toContain(175_475);
});

test("real people are credited only with what the catalogue says", () => {
  for (const trakt of library.movies.keys()) {
    const credits = creditsOf({ type: "movie", trakt });
    const real = credits.filter(({ artist }) => !artist.made_up).length;
    expect([0, credits.length]).toContain(real);
  }
});

test("data is refreshed within thirty days, and never in the future", () => {
  const nowMs = Date.UTC(2026, 10, 20);
  for (const artist of artists()) {
    const at = updatedAt(artist, nowMs);
    expect(at).toBeLessThanOrEqual(nowMs);
    expect(at).toBeGreaterThan(nowMs - 30 * dayMs);
    expect(updatedAt(artist, at)).toBe(at);
  }
});
