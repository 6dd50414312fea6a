import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo"] });
});

afterEach(() => sandbox.close());

const Airings = z.array(
  z.object({ show: z.object({ title: z.string() }), episode: z.object({ season: z.int(), number: z.int() }) }),
);
const Seasons = z.array(z.object({ episodes: z.array(z.object({ episode_type: z.string(), number: z.int() })) }));

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** A show with one aired episode, one that airs in an hour and one whose time is not known. */
function newShow(overrides: { votes?: number; genres?: string[] } = {}): number {
  return sandbox.world.addShow({
    title: "The Long Wait",
    ...overrides,
    episodes: [
      { season: 1, number: 1, first_aired: startMs - 7 * dayMs },
      { season: 1, number: 2, first_aired: startMs + 3_600_000 },
      { season: 1, number: 3, first_aired: null },
    ],
  });
}

async function titles(path: string, username = "ada"): Promise<string[]> {
  const { body } = await sandbox.call(username, path);
  return Airings.parse(body).map(({ show, episode }) => `${show.title} ${episode.season}x${episode.number}`);
}

test("progress counts what has aired, and its next episode becomes watchable when it airs", async () => {
  const show = newShow();
  const path = `/shows/${show}/progress/watched`;
  const never = await sandbox.call("ada", path);
  expect([never.status, never.body]).toMatchObject([
    200,
    { aired: 1, completed: 0, last_watched_at: null, reset_at: null, next_episode: { number: 1 }, last_episode: null },
  ]);
  const [first] = sandbox.world.show(show).episodes;
  sandbox.world.watch("ada", { type: "episode", trakt: first?.trakt ?? 0 });
  expect((await sandbox.call("ada", path)).body).toMatchObject({
    aired: 1,
    completed: 1,
    last_watched_at: iso(startMs),
    next_episode: null,
    last_episode: { season: 1, number: 1 },
    seasons: [{ number: 1, aired: 1, completed: 1, episodes: [{ number: 1, completed: true }] }],
  });
  await sandbox.clock.advance(3_600_000);
  expect((await sandbox.call("ada", path)).body).toMatchObject({ aired: 2, completed: 1, next_episode: { number: 2 } });
});

test("specials and hidden seasons come into the progress only when asked for", async () => {
  const { world, call } = sandbox;
  world.hide("ada", { type: "season", show: known.utopia.trakt, number: 1 }, "progress_watched");
  const path = "/shows/utopia/progress/watched";
  const plain = await call("ada", path);
  expect(plain.body).toMatchObject({ aired: 6, seasons: [{ number: 2 }], hidden_seasons: [{ number: 1 }] });
  const listed = await call("ada", `${path}?specials=true&count_specials=false`);
  expect(listed.body).toMatchObject({ aired: 6, seasons: [{ number: 0, aired: 4 }, { number: 2 }] });
  const counted = await call("ada", `${path}?specials=true`);
  expect(counted.body).toMatchObject({ aired: 10, seasons: [{ number: 0, aired: 4 }, { number: 2 }] });
  const all = await call("ada", `${path}?specials=true&hidden=true`);
  expect(all.body).toMatchObject({ aired: 16, seasons: [{ number: 0 }, { number: 1 }, { number: 2 }] });
});

test("the next episode to air is 204 where there is none", async () => {
  expect((await sandbox.call("ada", `/shows/${newShow()}/next_episode`)).body).toMatchObject({ season: 1, number: 2 });
  const over = await sandbox.call("ada", "/shows/constantine/next_episode");
  expect([over.status, over.text]).toEqual([204, ""]);
});

test("a summary has its facts when it is asked for in full; an unknown show is an empty 404", async () => {
  expect((await sandbox.call(null, "/shows/60307?extended=full")).body).toMatchObject({
    title: "Constantine",
    status: "canceled",
    network: "NBC",
    genres: ["drama", "fantasy", "horror"],
    aired_episodes: 13,
    first_aired: "2014-10-25T02:00:00.000Z",
  });
  expect((await sandbox.call(null, "/movies/star-wars-1977?extended=full")).body).toMatchObject({
    released: "1977-05-25",
  });
  const unknown = await sandbox.call(null, "/shows/nothing-like-it");
  expect([unknown.status, unknown.text, unknown.headers.get("content-type")]).toEqual([
    404,
    "",
    "text/html; charset=UTF-8",
  ]);
});

test("seasons come with their episodes when these are asked for, each with its type", async () => {
  const { body } = await sandbox.call(null, "/shows/constantine/seasons?extended=full,episodes");
  expect(body).toMatchObject([{ number: 1, episode_count: 13, aired_episodes: 13 }]);
  const types = Seasons.parse(body)[0]?.episodes.map((one) => one.episode_type) ?? [];
  expect([types[0], types[1], types[12]]).toEqual(["series_premiere", "standard", "series_finale"]);
  sandbox.behaviour.episodesReversed = true;
  const reversed = await sandbox.call(null, "/shows/constantine/seasons?extended=full,episodes");
  expect(
    Seasons.parse(reversed.body)[0]
      ?.episodes.map((one) => one.number)
      .slice(0, 2),
  ).toEqual([13, 12]);
});

test("updates tell of shows whose status or dates moved, at most 30 days back", async () => {
  await sandbox.clock.advance(40 * dayMs);
  sandbox.world.setStatus(known.constantine.trakt, "returning series");
  await sandbox.clock.advance(dayMs);
  sandbox.world.reschedule(known.winterIsComing.trakt, "2027-05-01T01:00:00Z");
  const { body, headers } = await sandbox.call(null, "/shows/updates/2026-01-01");
  expect(body).toMatchObject([{ show: { title: "Game of Thrones" } }, { show: { title: "Constantine" } }]);
  expect(headers.get("x-start-date")).toBe("2026-12-01T00:00:00.000Z");
  expect((await sandbox.call(null, "/shows/updates/2026-12-31")).body).toHaveLength(1);
});

test("calendars are whole days of UTC from their date on: today and seven days when nothing is said", async () => {
  newShow();
  expect(await titles("/calendars/all/shows")).toEqual(["The Long Wait 1x2"]);
  expect(await titles("/calendars/all/shows/2026-11-13/1")).toEqual(["The Long Wait 1x1"]);
  expect(await titles("/calendars/all/shows/2026-11-13/7")).toEqual(["The Long Wait 1x1"]);
  expect(await titles("/calendars/all/shows/2026-11-13/8")).toEqual(["The Long Wait 1x1", "The Long Wait 1x2"]);
  expect(await titles("/calendars/all/shows/2026-11-14/6")).toEqual([]);
});

test("a calendar ends after 33 days, whatever is asked", async () => {
  newShow();
  expect(await titles("/calendars/all/shows/2026-10-19/99")).toEqual(["The Long Wait 1x1", "The Long Wait 1x2"]);
  expect(await titles("/calendars/all/shows/2026-10-18/99")).toEqual(["The Long Wait 1x1"]);
});

test("new, premieres and finales are the first and last of shows and seasons", async () => {
  const { world } = sandbox;
  const show = newShow();
  world.addEpisode(show, { season: 2, number: 1, first_aired: startMs + dayMs });
  world.addEpisode(show, { season: 2, number: 2, first_aired: startMs + 2 * dayMs });
  world.addEpisode(show, { season: 0, number: 1, first_aired: startMs + dayMs });
  const from = "2026-11-13/14";
  expect(await titles(`/calendars/all/shows/new/${from}`)).toEqual(["The Long Wait 1x1"]);
  expect(await titles(`/calendars/all/shows/premieres/${from}`)).toEqual(["The Long Wait 1x1", "The Long Wait 2x1"]);
  expect(await titles(`/calendars/all/shows/finales/${from}`)).toEqual(["The Long Wait 2x2"]);
});

test("a rescheduled episode is the same one on another day", async () => {
  const show = newShow();
  const second = sandbox.world.show(show).episodes[1]?.trakt ?? 0;
  sandbox.world.reschedule(second, "2026-12-01T20:00:00Z");
  expect(await titles("/calendars/all/shows")).toEqual([]);
  expect((await sandbox.call("ada", "/calendars/all/shows/2026-12-01/1")).body).toMatchObject([
    { first_aired: "2026-12-01T20:00:00.000Z", episode: { ids: { trakt: second } } },
  ]);
});

test("my calendar has shows watched or on the watchlist, single episodes of it, and not what was dropped", async () => {
  const { world, call } = sandbox;
  const show = newShow();
  const episodes = world.show(show).episodes;
  const mine = (username: string) => titles("/calendars/my/shows", username);
  expect((await call(null, "/calendars/my/shows")).status).toBe(401);
  expect(await mine("ada")).toEqual([]);
  world.watch("ada", { type: "episode", trakt: episodes[0]?.trakt ?? 0 });
  world.watchlistAdd("bo", { type: "show", trakt: show });
  expect([await mine("ada"), await mine("bo")]).toEqual([["The Long Wait 1x2"], ["The Long Wait 1x2"]]);
  world.watchlistRemove("bo", { type: "show", trakt: show });
  expect(await mine("bo")).toEqual([]);
  world.watchlistAdd("bo", { type: "episode", trakt: episodes[1]?.trakt ?? 0 });
  expect(await mine("bo")).toEqual(["The Long Wait 1x2"]);
  world.drop("ada", { type: "show", trakt: show });
  expect(await mine("ada")).toEqual([]);
});

test.for([
  ["dropped", false, true],
  ["hidden", true, false],
  ["both", true, true],
] as const)("calendars hide what the behaviour says: %s", async ([calendarHides, byHiding, byDropping]) => {
  const { world, behaviour } = sandbox;
  const show = { type: "show", trakt: newShow() } as const;
  behaviour.calendarHides = calendarHides;
  for (const username of ["ada", "bo"]) world.watch(username, show);
  world.hide("ada", show, "calendar");
  world.drop("bo", show);
  const hidden = async (username: string) => (await sandbox.call(username, "/calendars/my/shows")).text === "[]";
  expect([await hidden("ada"), await hidden("bo")]).toEqual([byHiding, byDropping]);
});

test("movies are on the calendar on the day of their release", async () => {
  const { world, call } = sandbox;
  const trakt = world.addMovie({ title: "Any Day Now", released: "2026-11-21" });
  const all = await call("ada", "/calendars/all/movies");
  expect(all.body).toMatchObject([{ released: "2026-11-21", movie: { title: "Any Day Now" } }]);
  expect((await call("ada", "/calendars/all/movies/2026-11-22/5")).body).toEqual([]);
  expect((await call("ada", "/calendars/my/movies")).body).toEqual([]);
  world.watchlistAdd("ada", { type: "movie", trakt });
  expect((await call("ada", "/calendars/my/movies")).body).toHaveLength(1);
});

test("calendars keep to filters, tell full facts when asked, and leave little-known shows out where curated", async () => {
  newShow({ genres: ["drama"], votes: 10 });
  const { call, behaviour } = sandbox;
  expect((await call("ada", "/calendars/all/shows?genres=comedy,drama&extended=full")).body).toMatchObject([
    { episode: { episode_type: "standard" }, show: { genres: ["drama"], status: "returning series" } },
  ]);
  expect((await call("ada", "/calendars/all/shows?genres=comedy")).body).toEqual([]);
  behaviour.allCalendarMinVotes = 11;
  expect((await call("ada", "/calendars/all/shows")).body).toEqual([]);
});
