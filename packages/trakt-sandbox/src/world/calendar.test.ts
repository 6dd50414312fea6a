import * as fc from "fast-check";
import { expect, test } from "vitest";
import { defaultCatalogue } from "../catalogue.ts";
import { episodesAiring, episodeTypeOf, moviesReleased, releaseDay, type ShowCalendar } from "./calendar.ts";
import { putMovie, putShow } from "./library.ts";
import { createState, type State } from "./state.ts";

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 20);
const catalogue = createState(defaultCatalogue());

/** One show whose episodes air so many hours from the start, `null` at a time that nobody knows. */
function airing(hours: readonly (number | null)[]): State {
  const state = createState({ shows: [], movies: [] });
  const at = (hour: number | null): string | null =>
    hour === null ? null : new Date(start + hour * hourMs).toISOString();
  putShow(
    state.library,
    {
      title: "Any",
      year: 2026,
      ids: { trakt: 1, slug: "any" },
      genres: [],
      status: "returning series",
      first_aired: null,
      seasons: [
        { number: 1, trakt: 2, episodes: hours.map((hour, index) => [index + 1, null, at(hour), null, index + 10]) },
      ],
    },
    0,
  );
  return state;
}

test("a calendar has just what airs from its first instant up to, and without, its last, the earliest first", () => {
  const hour = fc.integer({ min: -30, max: 60 });
  fc.assert(
    fc.property(
      fc.array(fc.option(hour), { maxLength: 20 }),
      hour,
      fc.integer({ min: 0, max: 40 }),
      (hours, from, length) => {
        const window = { fromMs: start + from * hourMs, toMs: start + (from + length) * hourMs };
        const found = episodesAiring(airing(hours), "shows", window, undefined, "both");
        const expected = hours.flatMap((one, index) =>
          one !== null && one >= from && one < from + length ? [{ one, trakt: index + 10 }] : [],
        );
        expect(found.map(({ trakt }) => trakt)).toEqual(
          expected.toSorted((a, b) => a.one - b.one || a.trakt - b.trakt).map(({ trakt }) => trakt),
        );
      },
    ),
  );
});

test("each calendar of shows is part of the one before it; finales are no premieres but where a season has one episode", () => {
  const window = { fromMs: 0, toMs: start };
  const keysOf = (calendar: ShowCalendar): Set<number> =>
    new Set(episodesAiring(catalogue, calendar, window, undefined, "both").map(({ trakt }) => trakt));
  const [shows, premieres, fresh, finales] = [keysOf("shows"), keysOf("premieres"), keysOf("new"), keysOf("finales")];
  expect(fresh.size).toBeGreaterThan(10);
  expect(fresh.isSubsetOf(premieres) && premieres.isSubsetOf(shows) && finales.isSubsetOf(shows)).toBe(true);
  expect(fresh.size).toBeLessThan(premieres.size);
  expect(premieres.isDisjointFrom(finales)).toBe(true);
});

test("a season begins with a premiere, ends with a finale, and breaks off only to go on", () => {
  for (const show of catalogue.library.shows.values()) {
    for (const { number, episodes } of show.seasons) {
      const types = episodes.map((episode) => episodeTypeOf(catalogue, episode));
      const where = `${show.facts.title} ${number}`;
      if (number === 0) {
        expect(new Set(types).isSubsetOf(new Set(["standard"])), where).toBe(true);
        continue;
      }
      if (episodes.length < 2) continue;
      if (episodes[0]?.number === 1) expect(types[0], where).toBe(number === 1 ? "series_premiere" : "season_premiere");
      expect(types.at(-1), where).toMatch(/^(season|series)_finale$/);
      types.forEach((type, at) => {
        // The last one after a break is the season's end before all.
        if (type === "mid_season_finale") expect(types[at + 1], where).toMatch(/^(mid_season_premiere|.*_finale)$/);
        if (type === "mid_season_premiere" && at > 1) expect(types[at - 1], where).toMatch(/^mid_season_/);
      });
    }
  }
});

test("a movie is in theaters, then streamed, then on disc, and in a calendar on just that day", () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 3_000 }), (day) => {
      const dayOf = (offset: number): string =>
        new Date(start + (day + offset) * 24 * hourMs).toISOString().slice(0, 10);
      const state = createState({ shows: [], movies: [] });
      const facts = { title: "Any", year: null, ids: { trakt: 1, slug: "any" }, genres: [], status: "released" };
      putMovie(state.library, { ...facts, released: dayOf(0) }, 0);
      for (const [release, offset] of [
        ["theaters", 0],
        ["streaming", 45],
        ["dvd", 90],
      ] as const) {
        const on = (from: number, to: number): string[] =>
          moviesReleased(state, release, { fromDay: dayOf(from), toDay: dayOf(to) }, undefined).map((one) => one.day);
        expect(on(offset, offset + 1)).toEqual([dayOf(offset)]);
        expect(on(offset - 40, offset)).toEqual([]);
        expect(on(offset + 1, offset + 40)).toEqual([]);
      }
    }),
  );
});

test("a movie without a day is in no calendar", () => {
  const facts = { title: "Any", year: null, ids: { trakt: 1, slug: "any" }, genres: [], status: "rumored" };
  expect(releaseDay({ facts: { ...facts, released: null }, updatedAt: 0 }, "dvd")).toBeNull();
});
