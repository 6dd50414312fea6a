import type { Account } from "@showrunner/core/records.ts";
import { progress } from "@showrunner/services/views/progress.ts";
import type { ProgressView } from "@showrunner/services/views/progress-view.ts";
import { progressSorts } from "@showrunner/services/views/query.ts";
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

/** The numbers up to the last one, each with the same flag, after those before it. */
const flags = (seen: number, aired: number): Record<string, boolean> =>
  Object.fromEntries(Array.from({ length: aired }, (_, at) => [at + 1, at < seen]));

const whole = (season: number, aired: number) => ({
  season,
  percentage: 100,
  aired,
  completed: aired,
  left: 0,
  episodes: flags(aired, aired),
});

const gameOfThrones: ProgressView = {
  show: {
    title: "Game of Thrones",
    year: 2011,
    ids: { trakt: 1390, slug: "game-of-thrones", tvdb: 121361, imdb: "tt0944947", tmdb: 1399 },
  },
  progress: { percentage: 85, aired: 20, completed: 17, left: 3 },
  last_watched_at: "2012-05-14T21:00:00.000Z",
  seasons: [whole(1, 10), { season: 2, percentage: 70, aired: 10, completed: 7, left: 3, episodes: flags(7, 10) }],
  hidden_seasons: [],
  stats: { plays: 17, scrobbles: 16, checkins: 0, seen: 1 },
  next_episode: { season: 2, number: 8, title: "The Prince of Winterfell", first_aired: "2012-05-21T01:00:00.000Z" },
};

const hellsKitchen: ProgressView = {
  show: {
    title: "Hell's Kitchen",
    year: 2005,
    ids: { trakt: 2356, slug: "hell-s-kitchen-2005", tvdb: 74897, imdb: "tt0437005", tmdb: 2370 },
  },
  progress: { percentage: 93, aired: 93, completed: 87, left: 6 },
  last_watched_at: "2011-09-18T21:00:00.000Z",
  seasons: [
    whole(4, 15),
    whole(5, 15),
    whole(6, 15),
    whole(7, 15),
    whole(8, 15),
    { season: 9, percentage: 75, aired: 16, completed: 12, left: 4, episodes: flags(12, 16) },
    { season: 10, percentage: 0, aired: 2, completed: 0, left: 2, episodes: flags(0, 2) },
  ],
  hidden_seasons: [1, 2, 3],
  stats: { plays: 87, scrobbles: 24, checkins: 0, seen: 63 },
  next_episode: { season: 9, number: 13, title: "Episode 13", first_aired: "2011-09-25T01:00:00.000Z" },
};

const suits: ProgressView = {
  show: {
    title: "Suits",
    year: 2011,
    ids: { trakt: 37_522, slug: "suits", tvdb: 247808, imdb: "tt1632701", tmdb: 37_680 },
  },
  progress: { percentage: 66, aired: 12, completed: 8, left: 4 },
  last_watched_at: "2012-06-07T12:00:00.000Z",
  seasons: [{ season: 1, percentage: 66, aired: 12, completed: 8, left: 4, episodes: flags(8, 12) }],
  hidden_seasons: [],
  stats: { plays: 11, scrobbles: 9, checkins: 0, seen: 2 },
  next_episode: { season: 1, number: 9, title: "Episode 9", first_aired: "2011-08-19T02:00:00.000Z" },
};

const titles = async (asked: object): Promise<string[]> =>
  (await progress(t.ctx, june, asked)).map((one) => one.show.title);

describe("progress in June 2012", () => {
  it("of three shows, two named by slug and one by TVDB id, is what Trakt's first documentation shows", async () => {
    expect(await progress(t.ctx, june, { title: "game-of-thrones,suits,74897" })).toEqual([
      gameOfThrones,
      hellsKitchen,
      suits,
    ]);
  });

  it("of every show is the same, whatever order Trakt's episodes come in and whatever keys it adds or lacks", async () => {
    t.sandbox.behaviour.episodesReversed = true;
    t.sandbox.behaviour.extraKeys = true;
    t.sandbox.behaviour.missingNewerKeys = true;
    expect(await progress(t.ctx, june, {})).toEqual([gameOfThrones, hellsKitchen, suits]);
  });

  it("comes in each of the six orders", async () => {
    const expected: Record<(typeof progressSorts)[number], string[]> = {
      title: ["Game of Thrones", "Hell's Kitchen", "Suits"],
      activity: ["Suits", "Game of Thrones", "Hell's Kitchen"],
      "most-completed": ["Hell's Kitchen", "Game of Thrones", "Suits"],
      "least-completed": ["Suits", "Game of Thrones", "Hell's Kitchen"],
      "recently-aired": ["Hell's Kitchen", "Game of Thrones", "Suits"],
      "previously-aired": ["Suits", "Game of Thrones", "Hell's Kitchen"],
    };
    for (const sort of progressSorts) expect([sort, await titles({ sort })]).toEqual([sort, expected[sort]]);
  });

  it("tells more of each show when asked to: where to see it and how it is, then all its facts", async () => {
    const showOf = async (extended: string) =>
      (await progress(t.ctx, june, { title: "suits", extended })).map((one) => one.show);
    const minimal = suits.show;
    const normal = {
      ...minimal,
      url: "https://trakt.tv/shows/suits",
      status: "returning series",
      network: "USA Network",
    };
    expect(await showOf("minimal")).toEqual([minimal]);
    expect(await showOf("normal")).toEqual([normal]);
    expect(await showOf("full")).toEqual([
      {
        ...normal,
        first_aired: "2011-06-23T07:00:00.000Z",
        runtime: 45,
        country: "us",
        language: "en",
        genres: ["drama"],
        certification: "TV-14",
        rating: 8.72,
        votes: 16_588,
        aired_episodes: 12,
      },
    ]);
  });
});

it("what is next comes after what was watched furthest on; after the last episode, it is the first that was passed over", async () => {
  const { episodes } = t.world.show(37_522);
  const watch = (number: number) =>
    t.world.watch(june2012Person, { type: "episode", trakt: episodes[number - 1]?.trakt ?? 0 });
  const next = async () => (await progress(t.ctx, june, { title: "suits" }))[0]?.next_episode;
  watch(11);
  expect(await next()).toMatchObject({ season: 1, number: 12, title: "Episode 12" });
  watch(12);
  expect(await next()).toEqual(suits.next_episode);
  watch(9);
  expect(await next()).toMatchObject({ season: 1, number: 10, title: "Episode 10" });
  watch(10);
  expect(await next()).toBeNull();
});

describe("titles", () => {
  it("may name shows that were never watched, by slug or TVDB id: nothing of them is watched", async () => {
    for (const title of ["breaking-bad", "81189"]) {
      const [found, ...more] = await progress(t.ctx, june, { title });
      expect(more).toEqual([]);
      expect(found).toMatchObject({
        show: { title: "Breaking Bad" },
        progress: { percentage: 0, completed: 0 },
        last_watched_at: null,
        stats: { plays: 0, scrobbles: 0, checkins: 0, seen: 0 },
        next_episode: { season: 1, number: 1, title: "Pilot" },
      });
      expect(found?.progress.aired).toBeGreaterThan(40);
    }
  });

  it("of one show, named twice in different ways, tell of it once", async () => {
    expect(await titles({ title: "suits,247808,SUITS" })).toEqual(["Suits"]);
  });

  it("that are a number are a TVDB id first, a slug where no show has that id, and never Trakt's own id", async () => {
    t.world.addShow({ title: "1899", ids: { slug: "1899", tvdb: 388_477, trakt: 910_900_001 } });
    t.world.addShow({ title: "Somebody else's id", ids: { slug: "else", tvdb: 1, trakt: 910_900_002 } });
    expect(await titles({ title: "1899" })).toEqual(["1899"]);
    expect(await titles({ title: "1" })).toEqual(["Somebody else's id"]);
    // Trakt's own id of Game of Thrones.
    await expect(progress(t.ctx, june, { title: "1390" })).rejects.toMatchObject({ code: "show.unknown" });
  });

  it("that nobody knows are each named, and nothing of the others is answered", async () => {
    await expect(progress(t.ctx, june, { title: "suits,no-such-show,999999999" })).rejects.toMatchObject({
      code: "show.unknown",
      message: 'Trakt knows no show "no-such-show", "999999999"',
    });
  });
});

describe("shows that were hidden from progress, or dropped", () => {
  it("are left out of all shows, and told of when they are named", async () => {
    t.world.hide(june2012Person, { type: "show", trakt: 1390 }, "progress_watched");
    t.world.drop(june2012Person, { type: "show", trakt: 37_522 });
    expect(await titles({})).toEqual(["Hell's Kitchen"]);
    expect(await progress(t.ctx, june, { title: "game-of-thrones,suits" })).toEqual([gameOfThrones, suits]);
  });
});
