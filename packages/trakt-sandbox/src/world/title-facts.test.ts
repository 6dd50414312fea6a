import * as fc from "fast-check";
import { expect, test } from "vitest";
import { defaultCatalogue } from "../catalogue.ts";
import { createState } from "./state.ts";
import * as Facts from "./title-facts.ts";
import { factsOf, moviesOf, showsOf } from "./titles.ts";

const state = createState(defaultCatalogue());
const titles = [...moviesOf(state.library), ...showsOf(state.library)];

test("a distribution has every vote once, and none below zero, whatever the rating", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 10, noNaN: true }), fc.nat(200_000), (rating, votes) => {
      const { distribution } = Facts.ratingOf(state, "movie:0", { rating, votes });
      const counts = Object.values(distribution);
      expect(counts).toHaveLength(10);
      expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(votes);
    }),
  );
});

test("what is made up of a title agrees with what is known of it, and is the same each time", () => {
  for (const title of titles) {
    const { country = "us", language = "en", rating = 0 } = factsOf(title);
    expect(Facts.studiosOf(title)).toEqual(Facts.studiosOf(title));
    for (const studio of Facts.studiosOf(title)) expect(studio.country).toBe(country);
    for (const video of Facts.videosOf(title)) expect(video).toMatchObject({ country, language });
    expect(Facts.translationsOf(title).map((one) => one.language)).toContain(language);
    const { imdb, metascore } = Facts.foreignRatingsOf(title);
    expect(Math.abs(imdb.rating - rating)).toBeLessThanOrEqual(rating === 0 ? 0 : 1);
    expect(Math.abs(metascore.rating / 10 - rating)).toBeLessThanOrEqual(rating === 0 ? 0 : 1);
  }
});

test("related titles are others of the type, those with more of the genres first", () => {
  const all = showsOf(state.library);
  for (const show of all.slice(0, 40)) {
    const own = new Set(factsOf(show).genres);
    const shared = Facts.relatedTo(show, all).map(
      (one) => factsOf(one).genres.filter((genre) => own.has(genre)).length,
    );
    expect(shared).toEqual(shared.toSorted((a, b) => b - a));
    expect(shared.every((count) => count > 0)).toBe(true);
    expect(Facts.relatedTo(show, all)).not.toContain(show);
  }
});
