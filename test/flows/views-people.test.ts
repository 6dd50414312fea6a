import type { Account } from "@showrunner/core/records.ts";
import { friends } from "@showrunner/services/views/friends.ts";
import { progress } from "@showrunner/services/views/progress.ts";
import { watched } from "@showrunner/services/views/watched.ts";
import { watching } from "@showrunner/services/views/watching.ts";
import { june2012Ms, june2012Person, seedJune2012 } from "@showrunner/trakt-sandbox/demo/june-2012.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
let june: Account;

beforeEach(async () => {
  t = await createTestWorld({ startsAt: new Date(june2012Ms).toISOString() });
  seedJune2012(t.world);
  june = await t.connect(june2012Person);
});
afterEach(() => t.close());

const sourceCode = {
  type: "movie",
  movie: {
    title: "Source Code",
    year: 2011,
    ids: expect.objectContaining({ trakt: 31_151 }),
    url: "https://trakt.tv/movies/source-code-2011",
  },
};
const drive = {
  id: expect.any(Number),
  watched_at: "2012-06-07T12:00:00.000Z",
  action: "checkin",
  type: "movie",
  movie: {
    title: "Drive",
    year: 2011,
    ids: expect.objectContaining({ trakt: 46_736 }),
    url: "https://trakt.tv/movies/drive-2011",
  },
};
const finale = {
  id: expect.any(Number),
  watched_at: "2012-06-05T12:00:00.000Z",
  action: "scrobble",
  type: "episode",
  show: {
    title: "Game of Thrones",
    year: 2011,
    ids: expect.objectContaining({ trakt: 1390, tvdb: 121_361 }),
    url: "https://trakt.tv/shows/game-of-thrones",
  },
  episode: {
    season: 2,
    number: 10,
    title: "Valar Morghulis",
    ids: expect.objectContaining({ trakt: 73_659 }),
    url: "https://trakt.tv/shows/game-of-thrones/seasons/2/episodes/10",
  },
};

describe("friends", () => {
  const otto = {
    username: "otto",
    name: "Otto",
    private: false,
    url: "https://trakt.tv/users/otto",
    friends_at: new Date(june2012Ms - 200 * 86_400_000).toISOString(),
    joined_at: new Date(june2012Ms - 500 * 86_400_000).toISOString(),
    location: "Portland, OR",
    about: "Movies at noon.",
    gender: "male",
    age: 29,
    avatar: expect.stringMatching(/^https:/),
    visible: true,
    watching: {
      action: "checkin",
      started_at: "2012-06-08T12:00:00.000Z",
      expires_at: "2012-06-08T13:33:00.000Z",
      ...sourceCode,
    },
    watched: [drive, finale],
  };

  it("come with their profiles, what they watch now and what they watched last", async () => {
    expect(await friends(t.ctx, june, {})).toEqual([otto]);
  });

  it("come with their latest movies and episodes apart when asked for, besides the two together", async () => {
    const [found] = await friends(t.ctx, june, { extended: true });
    expect(found).toEqual({ ...otto, watched_movies: [drive], watched_episodes: [finale] });
    expect(await friends(t.ctx, june, { extended: "true" })).toEqual([found]);
  });

  it("who keep to themselves what they watch come without it, whoever's friends they are", async () => {
    t.world.watch("wren", { type: "movie", trakt: 46_736 });
    t.world.startWatching("wren", { type: "movie", trakt: 31_151 }, 90);
    const kept = { username: "wren", private: true, visible: false, watching: null, watched: [] };
    expect(await friends(t.ctx, june, { user: "otto" })).toEqual([
      expect.objectContaining(kept),
      expect.objectContaining({ username: june2012Person, visible: true }),
    ]);
    expect(await friends(t.ctx, june, { user: "otto", extended: true })).toContainEqual(
      expect.objectContaining({ ...kept, watched_movies: [], watched_episodes: [] }),
    );
    // To who is let follow them they show it.
    t.world.befriend("june", "wren");
    expect(await friends(t.ctx, june, {})).toContainEqual(
      expect.objectContaining({ username: "wren", private: true, visible: true, watched: [expect.anything()] }),
    );
  });

  it("who are many are read a few at a time, two calls each, and nobody's plays are somebody else's", async () => {
    const movies = t.world.movies();
    for (let at = 0; at < 40; at++) {
      t.world.addPerson({ username: `friend-${at}` });
      t.world.befriend(june2012Person, `friend-${at}`);
      for (let play = 0; play < 15; play++)
        t.world.watch(`friend-${at}`, { type: "movie", trakt: movies[at + play]?.trakt ?? 0 });
    }
    const requests = await t.requestsDuring(async () => {
      const found = await friends(t.ctx, june, {});
      expect(found).toHaveLength(41);
      for (const { username, watched: plays } of found) {
        if (username === "otto") continue;
        const first = Number(username.slice("friend-".length));
        const expected = movies.slice(first + 5, first + 15).map((movie) => movie.title);
        const told = plays.map((play) => (play.type === "movie" ? play.movie.title : ""));
        expect(told.toSorted()).toEqual(expected.toSorted());
      }
    });
    expect(requests).toEqual({
      "GET /users/:id/friends": 1,
      "GET /users/:id/watching": 41,
      "GET /users/:id/history": 41,
    });
  });

  it("are none for who has none", async () => {
    t.world.addPerson({ username: "ann" });
    expect(await friends(t.ctx, await t.connect("ann"), {})).toEqual([]);
  });
});

describe("watched", () => {
  it("is the last 100 plays, newest first, of oneself and of others", async () => {
    const own = await watched(t.ctx, june, {});
    expect(own).toHaveLength(100);
    expect(own[0]).toMatchObject({ watched_at: "2012-06-07T12:00:00.000Z", show: { title: "Suits" } });
    const times = own.map((play) => play.watched_at);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(await watched(t.ctx, june, { user: "otto" })).toEqual([drive, finale]);
    expect(await watched(t.ctx, june, { user: "OTTO" })).toEqual([drive, finale]);
    expect(await watched(t.ctx, june, { user: june2012Person })).toEqual(own);
  });
});

describe("watching", () => {
  it("is what somebody watches now, until it is over", async () => {
    expect(await watching(t.ctx, june, { user: "otto" })).toMatchObject({ action: "checkin", ...sourceCode });
    t.world.startWatching(june2012Person, { type: "episode", trakt: 73_657 }, 55);
    expect(await watching(t.ctx, june, {})).toMatchObject({
      action: "scrobble",
      expires_at: "2012-06-08T12:55:00.000Z",
      show: { title: "Game of Thrones" },
      episode: { season: 2, number: 8 },
    });
    await t.clock.advance(94 * 60_000);
    expect(await watching(t.ctx, june, {})).toBeNull();
    expect(await watching(t.ctx, june, { user: "otto" })).toBeNull();
  });
});

describe("progress of somebody else", () => {
  it("is worked out from what they show: the same as they see, but for what they alone know", async () => {
    const otto = await t.connect("otto");
    for (const episode of t.world.show(37_522).episodes.slice(0, 12))
      t.world.watch("otto", { type: "episode", trakt: episode.trakt }, { action: "scrobble" });
    for (const extended of ["minimal", "full"]) {
      const asked = { extended, sort: "activity" };
      const own = await progress(t.ctx, otto, asked);
      expect(own.map((one) => one.progress.percentage)).toEqual([100, 5]);
      expect(await progress(t.ctx, june, { ...asked, user: "otto" })).toEqual(own);
    }
  });

  it("tells June's numbers to her friend, with the seasons that she hid counted in", async () => {
    const otto = await t.connect("otto");
    const title = "game-of-thrones,suits,74897";
    const own = await progress(t.ctx, june, { title });
    const told = await progress(t.ctx, otto, { title, user: june2012Person });
    expect([told[0], told[2]]).toEqual([own[0], own[2]]);
    expect(told[1]).toMatchObject({
      progress: { percentage: 70, aired: 123, completed: 87, left: 36 },
      hidden_seasons: [],
      stats: own[1]?.stats,
      next_episode: own[1]?.next_episode,
    });
  });

  it("starts over where they did", async () => {
    t.world.resetProgress(june2012Person, 37_522);
    await t.clock.advance(60_000);
    t.world.watch(june2012Person, { type: "episode", trakt: t.world.show(37_522).episodes[2]?.trakt ?? 0 });
    const asked = { title: "suits" };
    const own = await progress(t.ctx, june, asked);
    expect(own[0]?.progress.completed).toBe(1);
    expect(await progress(t.ctx, await t.connect("otto"), { ...asked, user: june2012Person })).toEqual(own);
  });

  it("is zero for a show that they never watched", async () => {
    const [found] = await progress(t.ctx, june, { user: "otto", title: "suits" });
    expect(found).toMatchObject({
      progress: { percentage: 0, aired: 12, completed: 0, left: 12 },
      stats: { plays: 0 },
      next_episode: { season: 1, number: 1 },
    });
  });
});
