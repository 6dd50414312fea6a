import * as z from "zod";
import { afterEach, describe, expect, test } from "vitest";
import { startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

const dayMs = 86_400_000;
const at = (days: number, hour = 20): number => Math.floor(startMs / dayMs) * dayMs + days * dayMs + hour * 3_600_000;
const dayAt = (days: number): string => new Date(at(days)).toISOString().slice(0, 10);

const Entries = z.array(
  z.object({
    first_aired: z.string().optional(),
    released: z.string().nullish(),
    episode: z.object({ number: z.int(), episode_type: z.string().optional() }).optional(),
    movie: z.object({ title: z.string() }).optional(),
  }),
);

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

async function begin(behaviour: Parameters<typeof testSandbox>[0] = {}): Promise<number> {
  sandbox = await testSandbox({ people: ["ada", "ben"], ...behaviour });
  return sandbox.world.addShow({
    title: "Daily",
    votes: 10,
    episodes: Array.from({ length: 60 }, (_, day) => ({ season: 1, number: day + 1, first_aired: at(day) })),
  });
}

async function episodes(who: string | null, path: string): Promise<number[]> {
  const { status, body } = await sandbox.call(who, path);
  expect(status).toBe(200);
  return Entries.parse(body).flatMap(({ episode }) => (episode === undefined ? [] : [episode.number]));
}

describe("the span of a calendar", () => {
  test("begins today, in UTC, and has 7 days", async () => {
    await begin();
    expect(await episodes(null, "/calendars/all/shows")).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await episodes(null, `/calendars/all/shows/${dayAt(3)}`)).toEqual([4, 5, 6, 7, 8, 9, 10]);
  });

  test("has 33 days at most: more are cut off without a word", async () => {
    await begin();
    expect(await episodes(null, `/calendars/all/shows/${dayAt(0)}/33`)).toHaveLength(33);
    expect(await episodes(null, `/calendars/all/shows/${dayAt(0)}/50`)).toHaveLength(33);
  });

  test.each(["yesterday/7", "2026-13-01/7", `${dayAt(0)}/0`, `${dayAt(0)}/-1`, `${dayAt(0)}/two`])(
    "%s is none",
    async (span) => {
      await begin();
      expect((await sandbox.call(null, `/calendars/all/shows/${span}`)).status).toBe(404);
    },
  );
});

describe("my calendar", () => {
  test("needs a token", async () => {
    await begin();
    expect((await sandbox.call(null, "/calendars/my/shows")).status).toBe(401);
  });

  test("has what is watched or on the watchlist, single episodes of it too", async () => {
    const show = await begin();
    expect(await episodes("ada", "/calendars/my/shows")).toEqual([]);
    const third = sandbox.world.addEpisode(show, { season: 2, number: 1, first_aired: at(2) });
    sandbox.world.watchlistAdd("ada", { type: "episode", trakt: third });
    expect(await episodes("ada", "/calendars/my/shows/premieres")).toEqual([1]);
    expect(await episodes("ada", "/calendars/my/shows")).toEqual([1]);
    sandbox.world.watchlistAdd("ben", { type: "show", trakt: show });
    expect(await episodes("ben", "/calendars/my/shows")).toHaveLength(8);
  });

  test.each([
    ["dropped", ["dropped"]],
    ["hidden", ["calendar"]],
    ["both", ["dropped", "calendar"]],
  ] as const)("where it goes by what is %s, leaves out what is in %j alone", async (calendarHides, sections) => {
    const show = await begin({ behaviour: { calendarHides } });
    const item = { type: "show", trakt: show } as const;
    for (const section of ["dropped", "calendar"] as const) {
      sandbox.world.watchlistAdd("ada", item);
      sandbox.world.hide("ada", item, section);
      const left = await episodes("ada", "/calendars/my/shows");
      expect(left).toHaveLength(sections.some((one) => one === section) ? 0 : 7);
      sandbox.world.unhide("ada", item, section);
    }
  });

  test.each([
    ["movies", 0],
    ["streaming", 45],
    ["dvd", 90],
  ])(
    "of %s has movies that are watched or on the watchlist, on their day alone, but not hidden ones",
    async (kind, later) => {
      await begin();
      const { world } = sandbox;
      const added = ["Watched", "Wanted", "Hidden", "Foreign"].map((title) => ({
        type: "movie" as const,
        trakt: world.addMovie({ title, released: dayAt(3) }),
      }));
      const [watched, wanted, hidden] = added;
      if (watched === undefined || wanted === undefined || hidden === undefined) return;
      world.watch("ada", watched);
      for (const item of [wanted, hidden]) world.watchlistAdd("ada", item);
      world.hide("ada", hidden, "calendar");
      const titles = async (day: number) => {
        const { body } = await sandbox.call("ada", `/calendars/my/${kind}/${dayAt(day + later)}/1`);
        return Entries.parse(body).map(({ movie, released }) => [movie?.title, released]);
      };
      const day = dayAt(3 + later);
      expect(await titles(3)).toEqual([
        ["Watched", day],
        ["Wanted", day],
      ]);
      expect([await titles(2), await titles(4)]).toEqual([[], []]);
      world.unhide("ada", hidden, "calendar");
      expect(await titles(3)).toHaveLength(3);
    },
  );

  test("follows an episode that moves", async () => {
    const show = await begin();
    sandbox.world.watchlistAdd("ada", { type: "show", trakt: show });
    const moving = sandbox.world.addEpisode(show, { season: 2, number: 77, first_aired: at(1) });
    expect(await episodes("ada", `/calendars/my/shows/${dayAt(1)}/1`)).toContain(77);
    sandbox.world.reschedule(moving, at(12));
    expect(await episodes("ada", `/calendars/my/shows/${dayAt(1)}/1`)).not.toContain(77);
    expect(await episodes("ada", `/calendars/my/shows/${dayAt(12)}/1`)).toContain(77);
  });
});

test("calendars of everything leave out what few voted for, where Trakt is told to choose", async () => {
  await begin({ behaviour: { allCalendarMinVotes: 11 } });
  expect(await episodes(null, "/calendars/all/shows")).toEqual([]);
  sandbox.behaviour.allCalendarMinVotes = 10;
  expect(await episodes(null, "/calendars/all/shows")).toHaveLength(7);
});

test("all episodes of a season on one day are one card, a full season", async () => {
  await begin();
  sandbox.world.addShow({
    title: "At Once",
    episodes: [1, 2, 3].map((number) => ({ season: 1, number, first_aired: at(20, number) })),
  });
  const { body } = await sandbox.call(null, `/calendars/all/shows/${dayAt(20)}/1?group=day`);
  expect(Entries.parse(body).map(({ episode }) => episode)).toEqual([
    { number: 1, episode_type: "full_season" },
    { number: 21 },
  ]);
  const { body: premiere } = await sandbox.call(null, `/calendars/all/shows/new/${dayAt(20)}/1?group=day`);
  expect(Entries.parse(premiere).map(({ episode }) => episode)).toEqual([{ number: 1 }]);
});
