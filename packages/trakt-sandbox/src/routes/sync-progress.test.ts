import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "ben"] });
  const { world } = sandbox;
  const season1 = (show: number) => ({ type: "season", show, number: 1 }) as const;
  world.watch("ada", season1(known.gameOfThrones.trakt), { at: startMs - 30 * dayMs });
  world.watch("ada", known.utopia, { at: startMs - 20 * dayMs });
  world.watch("ada", season1(known.breakingBad.trakt), { at: startMs - 10 * dayMs });
  world.watchlistAdd("ada", known.constantine);
});

afterEach(() => sandbox.close());

const dayMs = 86_400_000;
const Rows = z.array(z.object({ show: z.object({ title: z.string() }) }));
const titles = async (path: string, who = "ada") => {
  const answer = await sandbox.call(who, path);
  expect(answer.status).toBe(200);
  return Rows.parse(answer.body).map(({ show }) => show.title);
};
const watched = "/sync/progress/watched";
const upNext = "/sync/progress/up_next";

test("every show begun comes with how far it is, what was watched last first", async () => {
  expect(await titles(watched)).toEqual(["Breaking Bad", "Utopia", "Game of Thrones"]);
  const { body } = await sandbox.call("ada", `${watched}?limit=1&page=3`);
  expect(body).toMatchObject([
    {
      show: { title: "Game of Thrones" },
      progress: {
        aired: 73,
        completed: 10,
        reset_at: null,
        next_episode: { season: 2, number: 1 },
        last_episode: { season: 1, number: 10 },
        stats: { play_count: 10 },
      },
    },
  ]);
  expect(JSON.stringify(body)).not.toContain("seasons");
});

test("seasons and hidden seasons are there when they are asked for", async () => {
  sandbox.world.hide("ada", { type: "season", show: known.gameOfThrones.trakt, number: 8 }, "progress_watched");
  const { body } = await sandbox.call(
    "ada",
    `${watched}?terms=thrones&include_seasons=true&include_hidden_seasons=true`,
  );
  expect(body).toMatchObject([
    {
      progress: {
        aired: 67,
        seasons: [{ number: 1, aired: 10, completed: 10 }, { number: 2, completed: 0 }, {}, {}, {}, {}, {}],
        hidden_seasons: [{ number: 8 }],
      },
    },
  ]);
});

test("shows are left out by how far they are, by whether they go on, by title, and where they are hidden or dropped", async () => {
  const { world } = sandbox;
  world.setStatus(known.breakingBad.trakt, "returning series");
  world.resetProgress("ada", known.gameOfThrones.trakt);
  expect(await titles(`${watched}?hide_completed=true`)).toEqual(["Breaking Bad", "Game of Thrones"]);
  expect(await titles(`${watched}?hide_not_completed=true`)).toEqual(["Utopia"]);
  expect(await titles(`${watched}?hide_ended=true`)).toEqual(["Breaking Bad"]);
  expect(await titles(`${watched}?hide_airing=true`)).toEqual(["Utopia", "Game of Thrones"]);
  expect(await titles(`${watched}?only_rewatching=true`)).toEqual(["Game of Thrones"]);
  expect(await titles(`${watched}?hide_rewatching=true`)).toEqual(["Breaking Bad", "Utopia"]);
  expect(await titles(`${watched}?terms=BREAK`)).toEqual(["Breaking Bad"]);
  world.drop("ada", known.utopia);
  world.hide("ada", known.breakingBad, "progress_watched");
  expect(await titles(watched)).toEqual(["Game of Thrones"]);
  expect(await titles(`${watched}?hidden=true`)).toHaveLength(3);
});

test("the order is the one that is asked for", async () => {
  expect(await titles(`${watched}?sort_by=title`)).toEqual(["Breaking Bad", "Game of Thrones", "Utopia"]);
  expect(await titles(`${watched}?sort_by=title&sort_how=desc`)).toEqual(["Utopia", "Game of Thrones", "Breaking Bad"]);
  expect(await titles(`${watched}?sort_by=completed`)).toEqual(["Utopia", "Game of Thrones", "Breaking Bad"]);
  expect(await titles(`${watched}?sort_by=remaining`)).toEqual(["Game of Thrones", "Breaking Bad", "Utopia"]);
  expect(await titles(`${watched}?sort_by=activity&sort_how=asc`)).toEqual([
    "Game of Thrones",
    "Utopia",
    "Breaking Bad",
  ]);
});

test("up next is what to go on with, what to begin, what is through, or all of it", async () => {
  expect(await titles(upNext)).toEqual(["Breaking Bad", "Game of Thrones"]);
  expect(await titles(`${upNext}?intent=start`)).toEqual(["Constantine"]);
  expect(await titles(`${upNext}?intent=completed`)).toEqual(["Utopia"]);
  expect((await titles(`${upNext}?intent=all`)).toSorted()).toEqual([
    "Breaking Bad",
    "Constantine",
    "Game of Thrones",
    "Utopia",
  ]);
});

test("under another's name it is still that of whose token it is, and 401 without one", async () => {
  expect(await titles("/users/ben/progress/up_next")).toEqual(["Breaking Bad", "Game of Thrones"]);
  expect(await titles("/users/ada/progress/up_next", "ben")).toEqual([]);
  expect((await sandbox.call(null, "/users/ada/progress/up_next")).status).toBe(401);
});

test("updates are of what the person watched, collected or wants to watch, since the beginning of the day", async () => {
  const { world } = sandbox;
  world.setStatus(known.constantine.trakt, "ended", { at: startMs - 1000 });
  world.setStatus(known.utopia.trakt, "ended", { at: startMs - 2 * dayMs });
  world.redateMovie(known.starWars.trakt, "1977-05-26", { at: startMs - 1000 });
  const ids = async (path: string, who = "ada") => (await sandbox.call(who, `/sync/updates/id/${path}`)).body;
  expect(await ids("shows")).toEqual([known.constantine.trakt]);
  expect(await ids("shows/2026-11-01")).toEqual([known.constantine.trakt, known.utopia.trakt]);
  expect(await ids("shows/2026-11-01", "ben")).toEqual([]);
  expect(await ids("movies")).toEqual([]);
  world.collect("ada", known.starWars);
  expect(await ids("movies")).toEqual([known.starWars.trakt]);
  const { body, headers } = await sandbox.call("ada", "/sync/updates/shows/2020-01-01?limit=250");
  expect(body).toMatchObject([
    { updated_at: new Date(startMs - 1000).toISOString(), show: { title: "Constantine" } },
    { show: { title: "Utopia" } },
  ]);
  expect(headers.get("x-pagination-limit")).toBe("100");
  expect(headers.get("x-start-date")).toBe("2026-10-21T00:00:00.000Z");
  expect((await sandbox.call("ada", "/sync/updates/people")).status).toBe(404);
});
