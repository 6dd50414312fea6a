import * as z from "zod";
import { afterEach, expect, test } from "vitest";
import { testSandbox, type TestSandbox } from "../testing/caller.ts";

const Numbers = z.array(z.object({ number: z.int() }));
const base = "/shows/breaking-bad/seasons";

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

test("a season that is not there is an empty list on one backend, and 404 on the other", async () => {
  sandbox = await testSandbox();
  for (const path of ["/shows/breaking-bad/seasons/1123", "/shows/nobody-knows-it/seasons/1"]) {
    sandbox.behaviour.dialect = "workers";
    const newer = await sandbox.call(null, path);
    expect([newer.status, newer.body]).toEqual([200, []]);
    sandbox.behaviour.dialect = "rails";
    const older = await sandbox.call(null, path);
    expect([older.status, older.text]).toEqual([404, ""]);
  }
});

test("what is asked about an unknown season or episode is not found; of a known show's, its facts are nothing", async () => {
  sandbox = await testSandbox();
  for (const rest of ["people", "ratings", "stats", "watching", "videos", "translations", "comments", "lists"]) {
    expect((await sandbox.call(null, `${base}/77/${rest}`)).status, rest).toBe(404);
    expect((await sandbox.call(null, `${base}/1/episodes/77/${rest}`)).status, rest).toBe(404);
  }
  expect((await sandbox.call(null, `${base}/1/episodes/77`)).status).toBe(404);
  expect((await sandbox.call(null, `${base}/77/info`)).status).toBe(204);
  expect((await sandbox.call(null, "/shows/nobody-knows-it/seasons/1/info")).status).toBe(404);
});

test("episodes may come last first, where their order is not promised", async () => {
  sandbox = await testSandbox({ behaviour: { episodesReversed: true } });
  const { body } = await sandbox.call(null, `${base}/1`);
  expect(Numbers.parse(body).map(({ number }) => number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

test("a break of months divides a season", async () => {
  sandbox = await testSandbox();
  const Typed = z.array(z.object({ number: z.int(), episode_type: z.string() }));
  const { body } = await sandbox.call(null, `${base}/5?extended=full`);
  const special = Typed.parse(body).filter(({ episode_type }) => episode_type !== "standard");
  expect(special).toEqual([
    { number: 1, episode_type: "season_premiere" },
    { number: 8, episode_type: "mid_season_finale" },
    { number: 9, episode_type: "mid_season_premiere" },
    { number: 16, episode_type: "series_finale" },
  ]);
});

test("all translations are there unasked, those of one language when asked", async () => {
  sandbox = await testSandbox();
  sandbox.world.addShow({
    title: "Norsk",
    language: "no",
    country: "no",
    ids: { slug: "norsk" },
    episodes: [{ season: 1, number: 1, title: "Én", first_aired: null }],
  });
  const languages = async (path: string): Promise<string[]> =>
    z
      .array(z.object({ language: z.string() }))
      .parse((await sandbox.call(null, path)).body)
      .map((one) => one.language);
  expect(await languages("/shows/norsk/seasons/1/translations")).toEqual(["en", "no"]);
  expect(await languages("/shows/norsk/seasons/1/episodes/1/translations/no")).toEqual(["no"]);
  expect(await languages("/shows/norsk/seasons/1/translations/xx")).toEqual([]);
  const { body } = await sandbox.call(null, "/shows/norsk/seasons/1?translations=all");
  expect(body).toMatchObject([{ translations: [{ language: "en" }, { language: "no", title: "Én" }] }]);
  const full = await sandbox.call(null, "/shows/norsk/seasons/1/episodes/1?extended=full");
  expect(full.body).toMatchObject({ available_translations: ["en", "no"] });
});

test("who watches privately is shown only to those whom they let follow them", async () => {
  sandbox = await testSandbox({ people: ["ada", "ben"] });
  sandbox.world.addPerson({ username: "cleo", private: true });
  sandbox.world.befriend("ada", "cleo");
  sandbox.world.startWatching("cleo", { type: "episode", trakt: 73_482 }, 45);
  const path = `${base}/1/episodes/1/watching`;
  expect((await sandbox.call("ada", path)).body).toMatchObject([{ username: "cleo" }]);
  expect((await sandbox.call("ben", path)).body).toEqual([]);
  expect((await sandbox.call(null, path)).body).toEqual([]);
});
