import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

const { starWars, memento, winterIsComing, gameOfThrones, utopia } = known;
const read = async (path: string) => (await sandbox.call("ada", `/sync/watched/${path}`)).body;
const first = "2026-11-01T20:00:00.000Z";
const second = "2026-11-02T20:00:00.000Z";
const Shows = z.array(z.object({ seasons: z.array(z.object({ number: z.int() })) }));

/** Utopia's first special. */
const special = (): number => {
  const trakt = sandbox.world.addEpisode(utopia.trakt, { season: 0, number: 90, first_aired: "2014-01-01T00:00:00Z" });
  return trakt;
};

test("what was watched most comes first, then what was watched last", async () => {
  const { world } = sandbox;
  world.watch("ada", memento, { watched_at: first });
  world.watch("ada", memento, { watched_at: first });
  world.watch("ada", starWars, { watched_at: second });
  expect(await read("movies")).toMatchObject([
    { plays: 2, movie: { title: "Memento" } },
    { plays: 1, last_watched_at: second, movie: { title: "Star Wars" } },
  ]);
});

test("`extended=min` maps ids to the times of every play, within the span that is asked for", async () => {
  const { world } = sandbox;
  for (const watched_at of [first, second]) world.watch("ada", winterIsComing, { watched_at });
  world.watch("ada", starWars, { watched_at: first });
  expect(await read("movies?extended=min")).toEqual({ [starWars.trakt]: [first] });
  expect(await read("episodes?extended=min")).toEqual({ [winterIsComing.trakt]: [first, second] });
  expect(await read("episodes?extended=min&start_at=2026-11-02T00:00:00Z")).toEqual({
    [winterIsComing.trakt]: [second],
  });
  expect(await read("shows?extended=min")).toEqual({
    [gameOfThrones.trakt]: { 3963: { [winterIsComing.trakt]: [first, second] } },
  });
  expect(await read("shows?extended=min&season_numbers=true")).toEqual({
    [gameOfThrones.trakt]: { 1: { 1: [first, second] } },
  });
});

test("specials are left out of seasons, episodes and maps unless they are asked for", async () => {
  const trakt = special();
  sandbox.world.watch("ada", { type: "episode", trakt }, { watched_at: first });
  sandbox.world.watch("ada", { type: "season", show: utopia.trakt, number: 1 }, { watched_at: first });
  const numbers = async (query: string) => {
    const [show] = Shows.parse(await read(`shows?extended=progress${query}`));
    return show?.seasons.map(({ number }) => number);
  };
  expect(await numbers("")).toEqual([1]);
  expect(await numbers("&specials=true")).toEqual([0, 1]);
  expect(await read("episodes")).toHaveLength(6);
  expect(await read("episodes?specials=true")).toHaveLength(7);
  expect(await read("episodes?extended=min")).not.toHaveProperty(String(trakt));
  expect(await read("episodes?extended=min&specials=true")).toHaveProperty(String(trakt), [first]);
});

test("a page with seasons holds 100 shows at most, and there are no other types", async () => {
  const { headers } = await sandbox.call("ada", "/sync/watched/shows?extended=progress&limit=250");
  expect(headers.get("x-pagination-limit")).toBe("100");
  expect((await sandbox.call("ada", "/sync/watched/people")).status).toBe(404);
});
