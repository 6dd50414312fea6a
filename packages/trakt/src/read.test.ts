import { describe, expect, test } from "vitest";
import * as Sync from "./contract/sync.ts";
import { read } from "./read.ts";

const call = { method: "GET", path: "/sync/watchlist", secrets: [] } as const;
const movie = { title: "Star Wars", year: 1977, ids: { trakt: 7, slug: "star-wars-1977" } };
const reply = (items: unknown) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(items),
});

describe("null where a key might be missing", () => {
  test("means that it is not there", () => {
    const item = { id: 1, rank: 1, listed_at: "2026-11-20T12:00:00.000Z", type: "movie", movie };
    const written = { ...item, show: null, season: null, episode: null };
    expect(read(Sync.watchlist, reply([item, written]), call)).toEqual([
      expect.objectContaining({ movie: expect.objectContaining({ title: "Star Wars" }) }),
      expect.not.objectContaining({ show: null }),
    ]);
  });

  test("is refused where the key may not be missing, and beside anything else that is wrong", () => {
    const nameless = { id: 1, rank: 1, listed_at: null, type: "movie", movie: { ...movie, ids: { trakt: null } } };
    expect(() => read(Sync.watchlist, reply([nameless]), call)).toThrow(/ids\.trakt/);
    const wrong = { id: 1, rank: 1, listed_at: null, type: 7, movie, show: null };
    expect(() => read(Sync.watchlist, reply([wrong]), call)).toThrow(/type/);
  });
});
