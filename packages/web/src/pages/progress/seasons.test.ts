import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seasonLines } from "./seasons.ts";

const season = (number: number, episodes: Record<string, boolean>) => {
  const flags = Object.values(episodes);
  const completed = flags.filter(Boolean).length;
  return { season: number, percentage: 0, aired: flags.length, completed, left: flags.length - completed, episodes };
};
const named = (number: number, count: number) => ({
  number,
  episodes: Array.from({ length: count }, (_, at) => ({
    number: at + 1,
    title: `Title ${at + 1}`,
    trakt: number * 100 + at,
    firstAired: "2026-01-01T00:00:00.000Z",
  })),
});

describe("a show's seasons", () => {
  it("tell of each episode whether it was watched, is left, or is to come, and which is next", () => {
    const [line] = seasonLines(
      {
        seasons: [season(1, { "1": true, "2": false })],
        hidden_seasons: [],
        next_episode: { season: 1, number: 2, title: null, first_aired: null },
      },
      [named(1, 3)],
    );
    expect(line?.episodes.map(({ number, state, isNext }) => [number, state, isNext])).toEqual([
      [1, "watched", false],
      [2, "unwatched", true],
      [3, "ahead", false],
    ]);
    expect(line).toMatchObject({ completed: 1, aired: 2 });
  });

  it("are there before their titles are known, with the hidden and the coming ones among them", () => {
    const one = { seasons: [season(2, { "1": true, "10": false })], hidden_seasons: [1], next_episode: null };
    expect(seasonLines(one, undefined).map(({ number, isHidden }) => [number, isHidden])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(seasonLines(one, undefined)[1]?.episodes.map(({ number }) => number)).toEqual([1, 10]);
    const told = seasonLines(one, [named(1, 1), named(2, 10), named(3, 2)]);
    expect(told.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(told[0]?.episodes[0]?.state).toBe("hidden");
    expect(told[2]).toMatchObject({ aired: 0, isHidden: false });
  });

  it("never lose an episode, and never call one watched that is not", () => {
    const flags = fc.dictionary(fc.integer({ min: 1, max: 30 }).map(String), fc.boolean());
    fc.assert(
      fc.property(flags, fc.integer({ min: 0, max: 30 }), (episodes, count) => {
        const [line] = seasonLines({ seasons: [season(1, episodes)], hidden_seasons: [], next_episode: null }, [
          named(1, count),
        ]);
        const states = new Map(line?.episodes.map(({ number, state }) => [String(number), state]));
        for (const [number, seen] of Object.entries(episodes))
          expect(states.get(number)).toBe(seen ? "watched" : "unwatched");
        expect([...states.values()].filter((state) => state === "watched")).toHaveLength(line?.completed ?? 0);
      }),
    );
  });
});
