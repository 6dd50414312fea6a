import * as z from "zod";
import { afterEach, expect, test } from "vitest";
import { testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

const Networks = z.array(z.object({ name: z.string(), ids: z.object({ trakt: z.int() }) }));
const Genres = z.array(z.object({ slug: z.string() }));
const Facts = z.array(z.object({ genres: z.array(z.string()), country: z.string().nullish() }));

test("the id of a network filters by it, and no two have the same", async () => {
  sandbox = await testSandbox();
  const networks = Networks.parse((await sandbox.call(null, "/networks")).body);
  expect(new Set(networks.map(({ ids }) => ids.trakt)).size).toBe(networks.length);
  const amc = networks.find(({ name }) => name === "AMC")?.ids.trakt;
  const { body } = await sandbox.call(null, `/people/142/shows?network_ids=${amc}`);
  expect(body).toMatchObject({ cast: [{ show: { title: "Breaking Bad" } }] });
});

test("every genre and country that a show has can be looked up", async () => {
  sandbox = await testSandbox();
  const shows = Facts.parse((await sandbox.call(null, "/shows/popular?extended=full&limit=250")).body);
  const genres = Genres.parse((await sandbox.call(null, "/genres/shows")).body).map(({ slug }) => slug);
  const Countries = z.array(z.object({ code: z.string() }));
  const countries = Countries.parse((await sandbox.call(null, "/countries/shows")).body).map(({ code }) => code);
  expect(shows.length).toBeGreaterThan(100);
  for (const show of shows) {
    expect(genres).toEqual(expect.arrayContaining(show.genres));
    if (typeof show.country === "string") expect(countries).toContain(show.country);
  }
});

test.each(["certifications", "countries", "genres", "languages"])(
  "%s are of movies or of shows, and of nothing else",
  async (name) => {
    sandbox = await testSandbox();
    expect((await sandbox.call(null, `/${name}/movies`)).status).toBe(200);
    expect((await sandbox.call(null, `/${name}/people`)).status).toBe(404);
  },
);
