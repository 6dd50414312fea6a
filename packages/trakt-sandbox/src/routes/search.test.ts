import * as z from "zod";
import { afterEach, expect, test } from "vitest";
import { testSandbox, type TestSandbox } from "../testing/caller.ts";

const Results = z.array(
  z.object({
    type: z.string(),
    score: z.int(),
    movie: z.object({ title: z.string() }).optional(),
    show: z.object({ title: z.string() }).optional(),
  }),
);

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

const titles = (body: unknown): (string | undefined)[] =>
  Results.parse(body).map(({ movie, show }) => (movie ?? show)?.title);

test("results come in pages of 50, with the four headers", async () => {
  sandbox = await testSandbox();
  const all = await sandbox.call(null, "/search/movie,show,episode?query=the");
  expect(Results.parse(all.body)).toHaveLength(50);
  const count = Number(all.headers.get("x-pagination-item-count"));
  expect(count).toBeGreaterThan(100);
  expect(all.headers.get("x-pagination-page-count")).toBe(String(Math.ceil(count / 50)));
  const last = await sandbox.call(null, `/search/movie,show,episode?query=the&page=2&limit=${count - 3}`);
  expect(Number(last.headers.get("x-pagination-limit"))).toBe(Math.min(250, count - 3));
});

test.each(["", "%20", "-", "%22%22", "%5C", "((((", "*"])(
  "a query that says nothing (%j) finds nothing",
  async (query) => {
    sandbox = await testSandbox();
    const { status, body } = await sandbox.call(null, `/search/movie?query=${query}`);
    expect([status, body]).toEqual([200, []]);
  },
);

test("there are no other types, and no other kinds of ids", async () => {
  sandbox = await testSandbox();
  for (const path of [
    "/search/film?query=x",
    "/search/movie,film?query=x",
    "/search/tvrage/1",
    "/search/imdb/tt1?type=film",
  ]) {
    expect((await sandbox.call(null, path)).status, path).toBe(404);
  }
});

test("what nobody knows by the id is an empty list", async () => {
  sandbox = await testSandbox();
  for (const path of [
    "/search/trakt/junk",
    "/search/imdb/tt99999999",
    "/search/trakt/120?type=episode",
    "/search/tvdb/0",
  ]) {
    const { status, body } = await sandbox.call(null, path);
    expect([status, body], path).toEqual([200, []]);
  }
});

test("filters keep what passes them, and the query is not one of them", async () => {
  sandbox = await testSandbox();
  const found = async (rest: string): Promise<(string | undefined)[]> =>
    titles((await sandbox.call(null, `/search/movie?query=matrix${rest}`)).body);
  expect(await found("&years=2003&genres=action")).toEqual(["The Matrix Reloaded", "The Matrix Revolutions"]);
  expect(await found("&years=1999&genres=romance")).toEqual([]);
});

test("recent searches outlive nobody's token, and a choice without a query is refused", async () => {
  sandbox = await testSandbox();
  const choice = { query: "matrix", id: 481, type: "movies" };
  expect((await sandbox.post("ada", "/search/recent", choice)).status).toBe(201);
  expect((await sandbox.post("ada", "/search/recent", { ...choice, query: "" })).status).toBe(422);
  expect((await sandbox.post("ada", "/search/recent", { ...choice, type: "films" })).status).toBe(422);
  const recent = await sandbox.call(null, "/search/recent_by_id/global/movies?query=MAT");
  expect(recent.body).toMatchObject([{ id: 481, count: 1, type: "movie", movie: { title: "The Matrix" } }]);
  expect((await sandbox.post("ada", "/search/recent/remove", choice)).status).toBe(204);
  expect((await sandbox.call(null, "/search/recent_by_id/global/movies")).body).toEqual([]);
});
