import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo", "cy"] });
});

afterEach(() => sandbox.close());

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const Titles = z.array(
  z.object({
    movie: z.object({ title: z.string() }).optional(),
    show: z.object({ title: z.string() }).optional(),
    watchers: z.int().optional(),
    revenue: z.int().optional(),
  }),
);

async function chart(path: string, username: string | null = null): Promise<z.infer<typeof Titles>> {
  const { status, body } = await sandbox.call(username, path);
  expect(status).toBe(200);
  return Titles.parse(body);
}

const titles = async (path: string, username: string | null = null): Promise<string[]> =>
  (await chart(path, username)).map(({ movie, show }) => movie?.title ?? show?.title ?? "");

describe("while nobody does anything", () => {
  test.each(["trending", "watched/all", "played", "collected/monthly", "favorited", "hot", "streaming/daily"])(
    "%s has what the world likes, always in the same order",
    async (name) => {
      const first = await titles(`/movies/${name}?limit=20`);
      expect(first).toHaveLength(20);
      expect(await titles(`/movies/${name}?limit=20`)).toEqual(first);
    },
  );

  test("counts fall from place to place, and add up in the header", async () => {
    const { body, headers } = await sandbox.call(null, "/shows/trending?limit=250");
    const watchers = Titles.parse(body).map((one) => one.watchers ?? 0);
    expect(watchers).toEqual(watchers.toSorted((a, b) => b - a));
    expect(watchers.at(-1)).toBeGreaterThan(0);
    expect(headers.get("x-trending-user-count")).toBe(String(watchers.reduce((sum, count) => sum + count, 0)));
  });
});

test("a chart is paged like every list, and its places do not depend on filters", async () => {
  const { body, headers } = await sandbox.call(null, "/shows/popular/next?limit=2&page=2");
  const Ranked = z.array(z.object({ rank: z.int(), show: z.object({ ids: z.object({ slug: z.string() }) }) }));
  expect(Ranked.parse(body).map((one) => one.rank)).toEqual([3, 4]);
  expect(headers.get("x-pagination-page")).toBe("2");
  const all = Ranked.parse((await sandbox.call(null, "/shows/popular/next?limit=250")).body);
  const some = Ranked.parse((await sandbox.call(null, "/shows/popular/next?limit=250&genres=comedy")).body);
  expect(some.length).toBeGreaterThan(0);
  expect(all).toEqual(expect.arrayContaining(some));
});

test("trending forgets who is done watching", async () => {
  const { world, clock } = sandbox;
  world.startWatching("ada", known.memento, 60);
  world.startWatching("bo", known.starWars, 120);
  expect((await titles("/movies/trending")).toSorted()).toEqual(["Memento", "Star Wars"]);
  await clock.advance(90 * 60_000);
  expect(await titles("/movies/trending")).toEqual(["Star Wars"]);
  world.stopWatching("bo");
  expect((await titles("/movies/trending")).length).toBe(10);
});

test("a period looks back on its own days alone, and there is none that Trakt does not know", async () => {
  const { world } = sandbox;
  world.watch("ada", known.memento, { watched_at: startMs - 2 * hourMs });
  for (const username of ["ada", "bo"]) world.watch(username, known.starWars, { watched_at: startMs - 3 * dayMs });
  for (const username of ["ada", "bo", "cy"])
    world.watch(username, { type: "movie", trakt: 120 }, { watched_at: startMs - 20 * dayMs });
  expect(await titles("/movies/watched/daily")).toEqual(["Memento"]);
  expect(await titles("/movies/watched")).toEqual(["Star Wars", "Memento"]);
  expect(await titles("/movies/watched/weekly")).toEqual(["Star Wars", "Memento"]);
  expect(await titles("/movies/watched/monthly")).toEqual(["The Dark Knight", "Star Wars", "Memento"]);
  expect(await titles("/movies/watched/all")).toEqual(["The Dark Knight", "Star Wars", "Memento"]);
  expect((await sandbox.call(null, "/movies/watched/hourly")).status).toBe(404);
  expect((await sandbox.call(null, "/movies/streaming/all")).status).toBe(404);
});

test("titles that the caller watched, collected or wants to watch are left out where that is asked for", async () => {
  const { world } = sandbox;
  for (const movie of [known.memento, known.starWars]) world.favorite("bo", movie);
  world.favorite("bo", known.constantine);
  world.watch("ada", known.memento);
  world.watchlistAdd("ada", known.starWars);
  world.collect("ada", known.constantine);
  expect(await titles("/movies/favorited?ignore_watched=true", "ada")).toEqual(["Star Wars"]);
  expect(await titles("/movies/favorited?ignore_watchlisted=true", "ada")).toEqual(["Memento"]);
  expect(await titles("/media/favorited?ignore_collected=true", "ada")).toHaveLength(2);
  expect(await titles("/media/favorited?ignore_watched=true")).toHaveLength(3);
});

test("what is anticipated is what is not out, and no longer once it is", async () => {
  const { world, clock } = sandbox;
  const soon = world.addMovie({ title: "Very Soon", released: "2026-11-22", status: "post production" });
  world.watchlistAdd("ada", { type: "movie", trakt: soon });
  world.watchlistAdd("bo", known.memento);
  expect(await titles("/movies/anticipated")).toEqual(["Very Soon"]);
  await clock.advance(3 * dayMs);
  expect(await titles("/movies/anticipated")).not.toContain("Very Soon");
});

test.each(["movie", "show"] as const)(
  "a %s without a date is anticipated where its status says that it is to come",
  async (type) => {
    const { world } = sandbox;
    for (const status of ["in production", "planned", "released", "canceled", "ended", "returning series"]) {
      const title = `It Is ${status}`;
      const trakt = type === "movie" ? world.addMovie({ title, status }) : world.addShow({ title, status });
      world.watchlistAdd("ada", { type, trakt });
    }
    expect((await titles(`/${type}s/anticipated`)).toSorted()).toEqual(["It Is in production", "It Is planned"]);
  },
);

test("the box office has ten, from before Monday, and is renewed on Mondays", async () => {
  const { clock, world } = sandbox;
  world.addMovie({ title: "Last Weekend", released: "2026-11-13" });
  world.addMovie({ title: "This Weekend", released: "2026-11-20" });
  const friday = await chart("/movies/boxoffice?limit=3");
  expect(friday).toHaveLength(10);
  expect(await titles("/movies/boxoffice")).toContain("Last Weekend");
  expect(await titles("/movies/boxoffice")).not.toContain("This Weekend");
  await clock.advance(2 * dayMs);
  expect(await chart("/movies/boxoffice")).toEqual(friday);
  await clock.advance(dayMs);
  const monday = await chart("/movies/boxoffice");
  expect(monday.map(({ movie }) => movie?.title)).toContain("This Weekend");
  const revenue = (all: typeof friday): number =>
    all.find(({ movie }) => movie?.title === "Last Weekend")?.revenue ?? Number.NaN;
  expect(revenue(monday)).toBeLessThan(revenue(friday));
});
