import { describe, expect, test } from "vitest";
import * as Checkin from "./checkin.ts";
import * as Scrobble from "./scrobble.ts";
import * as Collection from "./sync-collection.ts";
import * as Playback from "./sync-playback.ts";
import * as Shelves from "./sync-shelves.ts";
import * as Watched from "./sync-watched.ts";
import * as Sync from "./sync.ts";

const movie = { ids: { trakt: 7 } };
const show = { title: "Game of Thrones", year: 2011 };

describe("what is played", () => {
  test.each([
    [{ movie, progress: 0 }],
    [{ movie: { ...movie, title: "Star Wars", year: 1977 }, progress: 100, app_version: "1.0" }],
    [{ episode: { ids: { tvdb: 3254641 } }, progress: 12.5 }],
    [{ show, episode: { season: 1, number: 1 }, progress: 1 }],
    [{ show, episode: { number_abs: 11 }, progress: 1 }],
  ])("may be %j", (body) => {
    expect(Scrobble.start.body.safeParse(body).success).toBe(true);
    const { progress: _progress, ...rest } = body;
    expect(Checkin.checkIn.body.safeParse(rest).success).toBe(true);
  });

  test.each([
    [{ progress: 1 }],
    [{ movie, episode: movie, progress: 1 }],
    [{ movie, show, progress: 1 }],
    [{ episode: { season: 1, number: 1 }, progress: 1 }],
    [{ show, episode: { season: 1 }, progress: 1 }],
    [{ show: { year: 2011 }, episode: { season: 1, number: 1 }, progress: 1 }],
    [{ movie: { title: "Star Wars" }, progress: 1 }],
    [{ movie, progress: 100.1 }],
    [{ movie, progress: -1 }],
    [{ movie }],
    [{ movie, progress: 1, volume: 11 }],
  ])("is never %j", (body) => {
    expect(Scrobble.stop.body.safeParse(body).success).toBe(false);
  });
});

describe("what is collected", () => {
  const sent = (copy: object) => Collection.addToCollection.body.safeParse({ movies: [{ ...movie, ...copy }] }).success;

  test("is described in Trakt's words", () => {
    expect(sent({ media_type: "bluray", resolution: "uhd_4k", hdr: "hdr10", audio: "dts_x", "3d": true })).toBe(true);
    for (const audio_channels of ["1.0", "5.1.4", "10.1"]) expect(sent({ audio_channels })).toBe(true);
    expect(sent({ collected_at: "released" })).toBe(true);
    for (const wrong of [
      { media_type: "laser" },
      { audio_channels: "many" },
      { collected_at: "unknown" },
      { rating: 1 },
    ])
      expect(sent(wrong)).toBe(false);
  });
});

describe("lists", () => {
  test("take notes of up to 500 characters, orders that name something, and changes that change something", () => {
    const note = (notes: unknown) => Shelves.updateWatchlistItem.body.safeParse({ notes }).success;
    expect([note("x".repeat(500)), note(null), note("x".repeat(501)), note(undefined)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(Shelves.reorderFavorites.body.safeParse({ rank: [] }).success).toBe(false);
    expect(Shelves.updateFavorites.body.safeParse({}).success).toBe(false);
    expect(Shelves.updateFavorites.body.safeParse({ sort_by: "mood" }).success).toBe(false);
    expect(Shelves.updateFavorites.body.safeParse({ description: "" }).success).toBe(true);
  });

  test("read members that are null as missing, and items without type or date as they are", () => {
    const [item] = Sync.watchlist.reply.parse([{ rank: 1, id: 2, type: null, movie: null, show: null }]);
    expect(item).toEqual({ rank: 1, id: 2, listed_at: "", type: "" });
  });
});

test("the minimal form of what was watched is asked for without saying so", () => {
  const { params, target, extended } = Watched.watchedMinimal;
  expect(target(params.parse({ type: "shows", specials: true }))).toBe(
    "/sync/watched/shows?extended=min&specials=true",
  );
  expect(extended).toEqual(["min"]);
});

test("a new order is read from an answer without a body, too", () => {
  expect(Shelves.reorderWatchlist.reply.parse(null)).toEqual({ updated: 0, skipped_ids: [] });
});

test("collected shows that are not named are left out, the others stay", () => {
  const shows = Sync.collectionShows.reply.parse([
    { last_collected_at: "t", show: null },
    { show: { title: "X", ids: { trakt: 1 } } },
  ]);
  expect(shows.map(({ show: one }) => one.title)).toEqual(["X"]);
});

test("ids of 64 bits are kept", () => {
  expect(Playback.removePlayback.target({ id: 13_000_000_000 })).toBe("/sync/playback/13000000000");
  const scrobbled = Scrobble.stop.reply.parse({ id: 13_000_000_001, action: "scrobble", progress: 90 });
  expect(scrobbled.id).toBe(13_000_000_001);
});
