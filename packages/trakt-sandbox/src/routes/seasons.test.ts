import * as z from "zod";
import { afterEach, expect, test } from "vitest";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

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

test.each([
  ["/shows/game-of-thrones/seasons/1/info", "/shows/game-of-thrones/seasons/1", "season"],
  ["/shows/game-of-thrones/seasons/1/episodes/1", undefined, "episode"],
  ["/shows/game-of-thrones", undefined, "show"],
  ["/movies/star-wars-1977", undefined, "movie"],
] as const)("%s tells of the rating and votes that its ratings have", async (path, rated, type) => {
  sandbox = await testSandbox();
  const { world, call } = sandbox;
  world.addPerson({ username: "bob" });
  const Scored = z.object({ rating: z.number(), votes: z.int() });
  const both = async () => {
    const facts = await call("ada", `${path}?extended=full`);
    const ratings = await call("ada", `${rated ?? path}/ratings`);
    return [Scored.parse(facts.body), Scored.parse(ratings.body)] as const;
  };
  const [{ votes: before }] = await both();
  const item = {
    season: known.gameOfThronesSeason1,
    episode: known.winterIsComing,
    show: known.gameOfThrones,
    movie: known.starWars,
  }[type];
  world.rate("ada", item, 1);
  world.rate("ada", item, 2);
  world.rate("bob", item, 3);
  const [facts, ratings] = await both();
  expect(facts).toEqual(ratings);
  expect(facts.votes).toBe(before + 2);
  if (before === 0) expect(facts.rating).toBe(2.5);
  world.unrate("bob", item);
  world.unrate("bob", item);
  expect((await both())[0].votes).toBe(before + 1);
});

test("a season counts its episodes, and those of them that have aired by now", async () => {
  sandbox = await testSandbox();
  const { world, call, clock } = sandbox;
  const nowMs = clock.now();
  const first_aired = [nowMs - 1000, nowMs + 60_000, null];
  const episodes = first_aired.map((time, at) => ({ season: 1, number: at + 1, first_aired: time }));
  const show = world.addShow({ title: "Half Out", episodes });
  const counts = async () => (await call("ada", `/shows/${show}/seasons?extended=full`)).body;
  expect(await counts()).toMatchObject([{ episode_count: 3, aired_episodes: 1 }]);
  await clock.advance(60_000);
  expect(await counts()).toMatchObject([{ episode_count: 3, aired_episodes: 2 }]);
});

test("when a season of unknown dates began is null to Rails, and nothing that the workers tell", async () => {
  sandbox = await testSandbox();
  const { world, call, behaviour } = sandbox;
  const show = world.addShow({ title: "Some Day", episodes: [{ season: 1, number: 1, first_aired: null }] });
  const read = async () => (await call("ada", `/shows/${show}/seasons?extended=full`)).body;
  const workers = z.array(z.record(z.string(), z.unknown())).parse(await read());
  expect(workers.map((season) => [season.number, "first_aired" in season])).toEqual([[1, false]]);
  behaviour.dialect = "rails";
  expect(await read()).toMatchObject([{ number: 1, first_aired: null }]);
  world.addEpisode(show, { season: 1, number: 2, first_aired: "2027-02-03T20:00:00Z" });
  expect(await read()).toMatchObject([{ number: 1, first_aired: "2027-02-03T20:00:00.000Z" }]);
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
