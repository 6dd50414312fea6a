import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "ben"] });
});

afterEach(() => sandbox.close());

const { starWars, memento, gameOfThrones, gameOfThronesSeason1, breakingBad, utopia } = known;
const ids = ({ trakt }: { trakt: number }, more: object = {}) => ({ ids: { trakt }, ...more });
const season1 = { ids: { trakt: 3963 } };
const Hidden = z.array(z.looseObject({ type: z.string(), hidden_at: z.string() }));
const read = async (path: string) => Hidden.parse((await sandbox.call("ada", `/users/hidden/${path}`)).body);
const hide = (section: string, body: object) => sandbox.post("ada", `/users/hidden/${section}`, body);

test("what is hidden comes newest first by when it was hidden, ten on a page, of one type when it is asked for", async () => {
  const at = (day: number) => ({ hidden_at: `2026-11-0${day}T00:00:00.000Z` });
  await hide("calendar", {
    shows: [ids(gameOfThrones, at(2)), ids(breakingBad, at(4)), ids(utopia, at(1))],
    movies: [ids(starWars, at(3))],
  });
  const days = async (path: string) => (await read(path)).map(({ hidden_at }) => new Date(hidden_at).getUTCDate());
  expect(await days("calendar")).toEqual([4, 3, 2, 1]);
  expect(await days("calendar?type=show")).toEqual([4, 2, 1]);
  expect(await days("calendar?type=movie")).toEqual([3]);
  expect(await days("calendar?limit=3&page=2")).toEqual([1]);
  const page = await sandbox.call("ada", "/users/hidden/calendar");
  expect(page.headers.get("x-pagination-limit")).toBe("10");
});

test.each([
  ["calendar", ["movie", "show"]],
  ["progress_watched", ["season", "show"]],
  ["progress_collected", ["season", "show"]],
  ["recommendations", ["movie", "show"]],
  ["dropped", ["show"]],
  ["comments", []],
])("%s hides what it may hide, and nothing else", async (section, types) => {
  const body = { movies: [ids(starWars)], shows: [ids(gameOfThrones)], seasons: [season1] };
  const answer = await hide(section, body);
  const added = (type: string) => Number(types.includes(type));
  expect([answer.status, answer.body]).toMatchObject([
    201,
    { added: { movies: added("movie"), shows: added("show"), seasons: added("season"), users: 0 } },
  ]);
  expect((await read(section)).map(({ type }) => type).toSorted()).toEqual(types);
});

test("hiding twice adds nothing, and what was not hidden is not deleted", async () => {
  await hide("calendar", { shows: [ids(utopia)] });
  expect((await hide("calendar", { shows: [ids(utopia)] })).body).toMatchObject({ added: { shows: 0 } });
  const removed = await hide("calendar/remove", {
    shows: [ids(utopia), ids(breakingBad)],
    movies: [{ ids: { trakt: 5 } }],
  });
  expect([removed.status, removed.body]).toMatchObject([
    200,
    { deleted: { shows: 1, movies: 0 }, not_found: { movies: [{ ids: { trakt: 5 } }], shows: [] } },
  ]);
  expect(await read("calendar")).toEqual([]);
});

test("a section is its own, and its person's own", async () => {
  sandbox.world.hide("ada", gameOfThronesSeason1, "progress_watched");
  sandbox.world.hide("ben", memento, "calendar");
  expect(await read("progress_watched")).toMatchObject([
    { type: "season", season: { number: 1 }, show: { ids: { trakt: gameOfThrones.trakt } } },
  ]);
  expect(await read("progress_collected")).toEqual([]);
  expect(await read("calendar")).toEqual([]);
});

test("a section that Trakt does not have is not there", async () => {
  expect((await sandbox.call("ada", "/users/hidden/everything")).status).toBe(404);
  expect((await hide("everything", { shows: [ids(utopia)] })).status).toBe(404);
  expect((await hide("everything/remove", { shows: [ids(utopia)] })).status).toBe(404);
});
