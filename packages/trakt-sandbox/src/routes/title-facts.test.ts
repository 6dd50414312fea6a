import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo"] });
});

afterEach(() => sandbox.close());

const facts = ["aliases", "translations", "ratings", "stats", "people", "watching", "comments"];
const lists = ["related", "studios", "videos", "lists"];

test("an unknown title is an empty list for the newer backend's lists, and a 404 for everything else", async () => {
  const { call, behaviour } = sandbox;
  const answers = async (names: readonly string[]): Promise<[number, string][]> =>
    Promise.all(
      names.map(async (name) => {
        const { status, text } = await call(null, `/shows/nothing-like-it/${name}`);
        return [status, text];
      }),
    );
  expect(await answers(facts)).toEqual(facts.map(() => [404, ""]));
  expect(await answers(lists)).toEqual(lists.map(() => [200, "[]"]));
  behaviour.dialect = "rails";
  expect(await answers(lists)).toEqual(lists.map(() => [404, ""]));
});

test("a title without date, genres or votes has facts all the same", async () => {
  const trakt = sandbox.world.addMovie({ title: "Bare" });
  const answer = async (name: string): Promise<unknown> => (await sandbox.call(null, `/movies/${trakt}/${name}`)).body;
  expect(await answer("aliases")).toEqual([]);
  expect(await answer("releases")).toEqual([]);
  expect(await answer("videos")).toEqual([]);
  expect(await answer("related")).toEqual([]);
  expect(await answer("ratings")).toMatchObject({ rating: 0, votes: 0, distribution: { 1: 0, 10: 0 } });
  sandbox.world.rate("ada", { type: "movie", trakt }, 8);
  sandbox.world.rate("bo", { type: "movie", trakt }, 5);
  expect(await answer("ratings")).toMatchObject({ rating: 6.5, votes: 2, distribution: { 5: 1, 8: 1, 10: 0 } });
  sandbox.world.unrate("bo", { type: "movie", trakt });
  expect(await answer("ratings")).toMatchObject({ rating: 8, votes: 1 });
});

test("movies have releases and no certifications, shows the other way round", async () => {
  const statuses = await Promise.all(
    ["/movies/7/releases", "/movies/7/certifications", "/shows/1390/certifications", "/shows/1390/releases"].map(
      async (path) => (await sandbox.call(null, path)).status,
    ),
  );
  expect(statuses).toEqual([200, 404, 200, 404]);
});

test("whom the caller may not see does not watch anything", async () => {
  const { world, call } = sandbox;
  world.addPerson({ username: "hidden", private: true });
  world.startWatching("hidden", known.winterIsComing, 60);
  world.startWatching("bo", known.winterIsComing, 60);
  const Users = z.array(z.object({ username: z.string() }));
  const watching = async (path: string): Promise<string[]> =>
    Users.parse((await call("ada", path)).body).map(({ username }) => username);
  expect(await watching("/shows/1390/watching")).toEqual(["bo"]);
  world.befriend("ada", "hidden");
  expect(await watching("/shows/1390/watching")).toEqual(["bo", "hidden"]);
  await sandbox.clock.advance(61 * 60_000);
  expect(await watching("/shows/1390/watching")).toEqual([]);
});

test("updates are at most 30 days back, of movies as of shows, as titles or as ids", async () => {
  const { world, clock, call } = sandbox;
  await clock.advance(40 * 86_400_000);
  const trakt = world.addMovie({ title: "News" });
  world.redateMovie(known.starWars.trakt, "1977-05-26");
  const { body, headers } = await call(null, "/movies/updates/2026-01-01?limit=1&page=2");
  expect(headers.get("x-start-date")).toBe("2026-11-30T00:00:00.000Z");
  expect(headers.get("x-pagination-item-count")).toBe("2");
  expect(body).toMatchObject([{ movie: { ids: { trakt } } }]);
  expect((await call(null, "/movies/updates/id/2026-12-30")).body).toEqual([known.starWars.trakt, trakt]);
  expect((await call(null, "/shows/updates/id/2026-12-30")).body).toEqual([]);
  await clock.advance(2 * 86_400_000);
  expect((await call(null, "/movies/updates/id")).body).toEqual([]);
});

test("the episode that aired last is the latest of the regular seasons; 204 before the first", async () => {
  const { world, call, clock } = sandbox;
  const at = (hours: number): number => clock.now() + hours * 3_600_000;
  const show = world.addShow({
    title: "Begins Soon",
    episodes: [
      { season: 0, number: 1, first_aired: at(-2) },
      { season: 1, number: 1, first_aired: at(1) },
      { season: 1, number: 2, first_aired: at(3) },
    ],
  });
  expect((await call(null, `/shows/${show}/last_episode`)).status).toBe(204);
  expect((await call(null, `/shows/${show}/next_episode`)).body).toMatchObject({ season: 1, number: 1 });
  await clock.advance(2 * 3_600_000);
  expect((await call(null, `/shows/${show}/last_episode`)).body).toMatchObject({ season: 1, number: 1 });
  expect((await call(null, `/shows/${show}/next_episode`)).body).toMatchObject({ season: 1, number: 2 });
});
