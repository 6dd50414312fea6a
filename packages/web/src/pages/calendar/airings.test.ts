import { describe, expect, it } from "vitest";
import {
  airingsOf,
  countWords,
  type EpisodeEntry,
  isShown,
  marksOf,
  type MovieEntry,
  numberOf,
  standingOf,
} from "./airings.ts";

const show = { trakt: 1, slug: "andor", title: "Andor", year: 2022 };
const episode = (number: number, more: Partial<EpisodeEntry> = {}): EpisodeEntry => ({
  kind: "episode",
  show,
  trakt: 100 + number,
  season: 2,
  number,
  title: `Episode ${number}`,
  airsAt: "2026-11-21T03:00:00.000Z",
  runtimeMinutes: 60,
  network: "Disney+",
  premiere: null,
  finale: null,
  watched: false,
  ...more,
});
const movie: MovieEntry = {
  kind: "movie",
  movie: { trakt: 9, slug: "drive", title: "Drive", year: 2011 },
  released: "2026-11-21",
  runtimeMinutes: 100,
};
const atMs = Date.parse("2026-11-21T03:30:00.000Z");

describe("airings of a day", () => {
  it("are one for what a show brings out at one moment", () => {
    const [first, ...others] = airingsOf([episode(1), episode(2), episode(3)]);
    expect(others).toEqual([]);
    expect(first && numberOf(first)).toBe("2×01–03");
  });

  it("stay apart by show, season, time and gaps between the numbers", () => {
    const entries = [
      movie,
      episode(1),
      episode(2, { airsAt: "2026-11-21T04:00:00.000Z" }),
      episode(4, { airsAt: "2026-11-21T04:00:00.000Z" }),
      episode(5, { season: 3, airsAt: "2026-11-21T04:00:00.000Z" }),
      episode(6, { season: 3, show: { ...show, trakt: 2 }, airsAt: "2026-11-21T04:00:00.000Z" }),
    ];
    const found = airingsOf(entries);
    expect(found.map(numberOf)).toEqual(["2011", "2×01", "2×02", "2×04", "3×05", "3×06"]);
    expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
  });

  it("say what begins and what ends with them", () => {
    const [whole] = airingsOf([episode(1, { premiere: "season" }), episode(2, { finale: "show" })]);
    expect(whole && marksOf(whole).map(({ words }) => words)).toEqual(["Season premiere", "Series finale"]);
    expect(countWords(whole ? [whole] : [])).toBe("1 airing, 1 premiere, 1 finale");
    expect(countWords([])).toBe("nothing");
  });

  it("are shown by what somebody wants to see", () => {
    const found = airingsOf([movie, episode(1, { premiere: "show" }), episode(9, { finale: "season" })]);
    const shown = (only: Parameters<typeof isShown>[1]): string[] =>
      found.filter((airing) => isShown(airing, only)).map(numberOf);
    expect(shown("all")).toEqual(["2011", "2×01", "2×09"]);
    expect(shown("premieres")).toEqual(["2×01"]);
    expect(shown("finales")).toEqual(["2×09"]);
    expect(shown("movies")).toEqual(["2011"]);
  });
});

describe("how an airing stands", () => {
  const of = (entries: Parameters<typeof airingsOf>[0], nowMs = atMs): unknown => {
    const [first] = airingsOf(entries);
    return first && standingOf(first, nowMs, "2026-11-21");
  };

  it("goes from ahead to on, then to watched or not, and is never guessed", () => {
    expect(of([episode(1)], Date.parse("2026-11-21T02:59:00Z"))).toEqual({ kind: "ahead" });
    expect(of([episode(1)])).toEqual({ kind: "on" });
    expect(of([episode(1)], Date.parse("2026-11-21T04:00:00Z"))).toEqual({ kind: "unwatched" });
    expect(of([episode(1, { watched: null })], Date.parse("2026-11-21T04:00:00Z"))).toEqual({ kind: "aired" });
    expect(of([episode(1, { watched: true })])).toEqual({ kind: "watched" });
  });

  it("counts the watched ones of several", () => {
    expect(of([episode(1, { watched: true }), episode(2), episode(3)])).toEqual({ kind: "partly", watched: 1, of: 3 });
  });

  it("goes by the person's own day for movies", () => {
    expect(of([{ ...movie, released: "2026-11-22" }])).toEqual({ kind: "ahead" });
    expect(of([movie])).toEqual({ kind: "aired" });
  });
});
