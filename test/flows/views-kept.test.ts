import type { Account } from "@showrunner/core/records.ts";
import { progress } from "@showrunner/services/views/progress.ts";
import type { ProgressView } from "@showrunner/services/views/progress-view.ts";
import { june2012Ms, june2012Person, seedJune2012 } from "@showrunner/trakt-sandbox/demo/june-2012.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

const [gameOfThrones, hellsKitchen, suits] = [1390, 2356, 37_522];
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let t: TestWorld;
let june: Account;

beforeEach(async () => {
  t = await createTestWorld({ startsAt: new Date(june2012Ms).toISOString() });
  seedJune2012(t.world);
  june = await t.connect(june2012Person);
});
afterEach(() => t.close());

type Requests = Record<string, number>;

/** The answer, and what it cost at Trakt. */
async function ask(asked: object = {}): Promise<{ shows: ProgressView[]; requests: Requests }> {
  let shows: ProgressView[] = [];
  const requests = await t.requestsDuring(async () => {
    shows = await progress(t.ctx, june, asked);
  });
  return { shows, requests };
}

const counts = (shows: readonly ProgressView[]): string[] =>
  shows.map(({ show, progress: { completed, aired } }) => `${show.title}: ${completed} of ${aired}`);

const lists: Requests = {
  "GET /sync/last_activities": 1,
  "GET /sync/watched/shows": 1,
  "GET /users/hidden/:section": 2,
};
const oneCall: Requests = { "GET /sync/last_activities": 1 };

const episodeOf = (show: number, season: number, number: number) => {
  const found = t.world.show(show).episodes.find((one) => one.season === season && one.number === number);
  if (found === undefined) throw new Error(`no ${season}×${number} of ${show}`);
  return { type: "episode" as const, trakt: found.trakt };
};

describe("progress that was read", () => {
  it("is answered again by a single call while nothing moved, in any order and detail, for all shows and for some", async () => {
    const first = await ask();
    expect(first.requests).toEqual({
      ...lists,
      "GET /shows/:id/progress/watched": 3,
      "GET /shows/:id/seasons": 3,
      // All plays are on one page, those of each show on three.
      "GET /sync/history/:type": 1,
    });
    expect(await ask()).toEqual({ shows: first.shows, requests: oneCall });
    for (const asked of [{ sort: "activity", extended: "full" }, { title: "suits,74897" }])
      expect((await ask(asked)).requests).toEqual(oneCall);
  });

  it("is read for the shows that are asked for alone, and for the others when their turn comes", async () => {
    const some = await ask({ title: "suits" });
    expect(some.requests).toEqual({
      ...lists,
      "GET /shows/:id/progress/watched": 1,
      "GET /shows/:id/seasons": 1,
      "GET /sync/history/:type/:id": 1,
    });
    const all = await ask();
    expect(all.requests).toMatchObject({ ...oneCall, "GET /shows/:id/progress/watched": 2 });
    expect(counts(all.shows)).toEqual(["Game of Thrones: 17 of 20", "Hell's Kitchen: 87 of 93", "Suits: 8 of 12"]);
  });

  it("is read anew after a play of it alone, and once more when Trakt's reads have surely caught up", async () => {
    await ask();
    t.world.watch(june2012Person, episodeOf(gameOfThrones, 2, 8), { action: "checkin" });
    const reread = {
      "GET /shows/:id/progress/watched": 1,
      "GET /sync/history/:type/:id": 1,
    };
    const after = await ask();
    expect(after.requests).toEqual({ ...lists, ...reread });
    expect(after.shows[0]).toMatchObject({
      progress: { percentage: 90, completed: 18, left: 2 },
      stats: { plays: 18, scrobbles: 16, checkins: 1, seen: 1 },
      next_episode: { season: 2, number: 9, title: "Blackwater" },
    });
    await t.clock.advance(2 * minuteMs);
    expect((await ask()).requests).toEqual({ ...lists, ...reread });
    expect((await ask()).requests).toEqual(oneCall);
  });

  it("follows what was removed, and an exchange of one play for another", async () => {
    await ask();
    t.world.removePlay(june2012Person, t.world.watch(june2012Person, episodeOf(suits, 1, 9))[0] ?? 0);
    expect((await ask()).shows[2]?.progress.completed).toBe(8);
    await t.clock.advance(minuteMs);
    const plays = t.world.watch(june2012Person, episodeOf(suits, 1, 9), { watched_at: "2012-05-01T20:00:00.000Z" });
    expect((await ask()).shows[2]).toMatchObject({ progress: { completed: 9 }, next_episode: { number: 10 } });
    await t.clock.advance(minuteMs);
    t.world.removePlays(june2012Person, plays);
    t.world.watch(june2012Person, episodeOf(suits, 1, 11), { watched_at: "2012-05-01T20:00:00.000Z" });
    expect((await ask()).shows[2]).toMatchObject({ progress: { completed: 9 }, next_episode: { number: 12 } });
  });

  it("follows the removal of a play that is neither the latest nor the last to come in: only their number tells of it", async () => {
    const plays = t.world.watch(june2012Person, episodeOf(suits, 1, 9), { watched_at: "2012-05-01T20:00:00.000Z" });
    await t.clock.advance(minuteMs);
    t.world.watch(june2012Person, episodeOf(suits, 1, 10), { watched_at: "2012-05-02T20:00:00.000Z" });
    await t.clock.advance(5 * minuteMs);
    expect(counts((await ask()).shows)).toContain("Suits: 10 of 12");
    t.world.removePlays(june2012Person, plays);
    expect(counts((await ask()).shows)).toContain("Suits: 9 of 12");
  });

  it("follows seasons that are hidden and shown again: of that show alone", async () => {
    await ask();
    const season = { type: "season" as const, show: gameOfThrones, number: 1 };
    t.world.hide(june2012Person, season, "progress_watched");
    const hidden = await ask();
    expect(hidden.requests["GET /shows/:id/progress/watched"]).toBe(1);
    expect(hidden.shows[0]).toMatchObject({
      progress: { percentage: 70, aired: 10, completed: 7, left: 3 },
      seasons: [{ season: 2 }],
      hidden_seasons: [1],
    });
    t.world.unhide(june2012Person, season, "progress_watched");
    expect(counts((await ask()).shows)).toContain("Game of Thrones: 17 of 20");
  });

  it("follows shows that are dropped and taken up again", async () => {
    await ask();
    t.world.drop(june2012Person, { type: "show", trakt: suits });
    expect(counts((await ask()).shows)).toEqual(["Game of Thrones: 17 of 20", "Hell's Kitchen: 87 of 93"]);
    t.world.undrop(june2012Person, { type: "show", trakt: suits });
    expect((await ask()).shows).toHaveLength(3);
  });

  it("follows a reset: what was watched before counts no more", async () => {
    await ask();
    t.world.resetProgress(june2012Person, suits);
    expect((await ask()).shows[2]).toMatchObject({
      progress: { percentage: 0, aired: 12, completed: 0, left: 12 },
      stats: { plays: 11 },
      next_episode: { season: 1, number: 1 },
    });
  });

  it("is right again although Trakt's reads lagged behind its timestamps", async () => {
    await ask();
    await t.clock.advance(2 * minuteMs);
    t.sandbox.behaviour.lagMs = 30_000;
    t.world.watch(june2012Person, episodeOf(suits, 1, 9));
    expect(counts((await ask()).shows)).toContain("Suits: 8 of 12");
    await t.clock.advance(20_000);
    expect(counts((await ask()).shows)).toContain("Suits: 8 of 12");
    await t.clock.advance(2 * minuteMs);
    expect(counts((await ask()).shows)).toContain("Suits: 9 of 12");
    expect((await ask()).requests).toEqual(oneCall);
  });
});

describe("time", () => {
  it("makes an episode air without any activity: its show is read anew from then on, and no other", async () => {
    await ask();
    const airsAt = Date.parse("2012-06-14T01:00:00.000Z");
    // Past the time for which the lists serve, too.
    await t.clock.set(airsAt - minuteMs);
    const before = await ask();
    expect(counts(before.shows)).toContain("Hell's Kitchen: 87 of 93");
    expect(before.requests).toEqual({ ...lists, "POST /oauth/token": 1 });
    await t.clock.set(airsAt);
    const after = await ask();
    expect(counts(after.shows)).toEqual(["Game of Thrones: 17 of 20", "Hell's Kitchen: 87 of 94", "Suits: 8 of 12"]);
    expect(after.requests).toMatchObject({ ...oneCall, "GET /shows/:id/progress/watched": 1 });
    expect((await ask()).requests).toEqual(oneCall);
  });

  it("brings episodes that nobody knew of when the progress was read, within half a day", async () => {
    await ask();
    t.world.addEpisode(suits, { season: 2, number: 1, first_aired: t.clock.now() + 60 * minuteMs });
    await t.clock.advance(dayMs / 2);
    const { shows } = await ask();
    expect(shows[2]).toMatchObject({
      progress: { percentage: 61, aired: 13, completed: 8, left: 5 },
      seasons: [{ season: 1 }, { season: 2, aired: 1, completed: 0, episodes: { 1: false } }],
    });
  });

  it("brings the season finale of a show asked for that was never watched", async () => {
    const { show } = addWeeklyShow(t.sandbox, { title: "Another", aired: 2, ahead: 1 });
    t.world.setStatus(show, "returning series");
    const title = "another-2026";
    expect((await ask({ title })).shows[0]?.progress).toMatchObject({ aired: 2, left: 2 });
    expect((await ask({ title })).requests).toEqual(oneCall);
    await t.clock.advance(dayMs);
    expect((await ask({ title })).shows[0]?.progress).toMatchObject({ aired: 3, left: 3 });
  });
});

describe("many shows", () => {
  const many = 150;

  beforeEach(() => {
    for (let at = 0; at < many; at++) {
      const { episodes } = addWeeklyShow(t.sandbox, { title: `Show ${at}`, aired: 4 });
      for (const trakt of episodes.slice(0, at % 5)) t.world.watch(june2012Person, { type: "episode", trakt });
    }
  });

  it("are read a few at a time, each once, their plays by the page; a second time with one call", async () => {
    await t.clock.advance(5 * minuteMs);
    let underWay = 0;
    let most = 0;
    const { trakt } = t.ctx;
    const counted = {
      ...t.ctx,
      trakt: {
        ...trakt,
        as: (person: Parameters<typeof trakt.as>[0]) => {
          const session = trakt.as(person);
          const call: typeof session.call = async (...how) => {
            underWay += 1;
            most = Math.max(most, underWay);
            try {
              return await session.call(...how);
            } finally {
              underWay -= 1;
            }
          };
          return { ...session, call };
        },
      },
    };
    const started = 3 + (many / 5) * 4;
    let shows: ProgressView[] = [];
    const requests = await t.requestsDuring(async () => {
      shows = await progress(counted, june, {});
    });
    expect(shows).toHaveLength(started);
    expect(requests).toEqual({
      ...lists,
      "GET /shows/:id/progress/watched": started,
      "GET /shows/:id/seasons": started,
      // 17 + 87 + 11 and 30 × (1 + 2 + 3 + 4) plays.
      "GET /sync/history/:type": 2,
    });
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(6);
    expect((await ask()).requests).toEqual(oneCall);
  });

  it("of which reading one fails: what was read before is not read again", async () => {
    await t.clock.advance(5 * minuteMs);
    t.sandbox.faults.inject({ name: "500", match: { route: "/shows/:id/progress/watched" }, share: 0.02 });
    await expect(progress(t.ctx, june, {})).rejects.toMatchObject({ code: "trakt.server" });
    t.sandbox.faults.clear();
    const { shows, requests } = await ask();
    expect(shows.length).toBe(123);
    expect(requests["GET /shows/:id/progress/watched"]).toBeLessThan(123);
  });
});

it("progress asked for twice at the same time is right both times, and the next time by one call", async () => {
  t.world.watch(june2012Person, episodeOf(hellsKitchen, 9, 13));
  await t.clock.advance(2 * minuteMs);
  const both = await Promise.all([progress(t.ctx, june, {}), progress(t.ctx, june, {})]);
  for (const shows of both) expect(counts(shows)).toContain("Hell's Kitchen: 88 of 93");
  await ask();
  const last = await ask();
  expect(counts(last.shows)).toContain("Hell's Kitchen: 88 of 93");
  expect(last.requests).toEqual(oneCall);
});

it("progress of more shows than Trakt lets be read at once waits for its turn, and is never turned away", async () => {
  const w = await createTestWorld({ governed: true, behaviour: { limits: true } });
  const many = 270;
  w.world.addPerson({ username: "ann" });
  for (let at = 0; at < many; at++) {
    const { episodes } = addWeeklyShow(w.sandbox, { title: `Show ${at}`, aired: 1 });
    w.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
  }
  const ann = await w.connect("ann");
  await w.clock.advance(5 * minuteMs);
  const before = w.clock.now();
  const shows = await w.flowing(() => progress(w.ctx, ann, {}));
  expect(shows).toHaveLength(many);
  // 270 × 2 calls and more are beyond the 500 that a person has in five minutes.
  expect(w.clock.now() - before).toBeGreaterThan(4 * minuteMs);
  expect(Object.keys(w.sandbox.answers()).filter((answer) => answer.endsWith(" 429"))).toEqual([]);
  await w.close();
}, 60_000);

it("progress that another version kept in a shape of its own is read anew", async () => {
  const before = await ask();
  const { store } = t.database;
  for (const pk of [`ACC#${june.id}`, "SHARED"])
    for (const item of (await store.query({ pk })).items)
      if (/^(?:VIEW|AIRDATES)#/.test(item.sk)) await store.put({ ...item, v: item.v + 1, data: { odd: true } });
  expect((await ask()).shows).toEqual(before.shows);
  expect(await ask()).toEqual({ shows: before.shows, requests: oneCall });
});

it("progress of one person is kept from another", async () => {
  await ask();
  t.world.addPerson({ username: "ann" });
  const ann = await t.connect("ann");
  expect(await progress(t.ctx, ann, {})).toEqual([]);
  expect((await progress(t.ctx, ann, { title: "suits" }))[0]).toMatchObject({
    progress: { completed: 0 },
    hidden_seasons: [],
  });
});
