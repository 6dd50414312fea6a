import { manualClock } from "@showrunner/core/clock.ts";
import { expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { known, startMs } from "./testing/caller.ts";

function world(): Sandbox["world"] & { advance(ms: number): Promise<void> } {
  const clock = manualClock(startMs);
  const sandbox = createSandbox({ clock });
  sandbox.world.addPerson({ username: "ada" });
  return { ...sandbox.world, advance: (ms) => clock.advance(ms) };
}

test("a play is kept to the minute, and a repeat of it is a play of its own", () => {
  const { watch, history } = world();
  const options = { watched_at: "2026-11-20T17:12:59.999Z" };
  const [first] = watch("ada", known.winterIsComing, options);
  const [second] = watch("ada", known.winterIsComing, options);
  expect(history("ada")).toMatchObject([
    { id: second, item: known.winterIsComing, watched_at: "2026-11-20T17:12:00.000Z" },
    { id: first, item: known.winterIsComing, watched_at: "2026-11-20T17:12:00.000Z" },
  ]);
  expect(first).not.toBe(second);
});

test("history ids are beyond 32 bits", () => {
  const { watch } = world();
  expect(watch("ada", known.starWars)[0]).toBeGreaterThan(2 ** 31);
});

test("`released` and `unknown` stand for the day of release and for 1970", () => {
  const { watch, history } = world();
  watch("ada", known.winterIsComing, { watched_at: "released" });
  watch("ada", known.starWars, { watched_at: "unknown" });
  expect(history("ada").map((play) => play.watched_at)).toEqual([
    "2011-04-18T01:00:00.000Z",
    "1970-01-01T00:00:00.000Z",
  ]);
});

test("watching an episode takes it, its season and its show off the watchlist; a movie takes itself", () => {
  const { watch, watchlist, watchlistAdd } = world();
  const { winterIsComing, gameOfThrones, gameOfThronesSeason1, starWars, memento, utopia } = known;
  for (const item of [winterIsComing, gameOfThrones, gameOfThronesSeason1, starWars, memento, utopia]) {
    watchlistAdd("ada", item);
  }
  watch("ada", winterIsComing);
  watch("ada", starWars);
  expect(watchlist("ada").map(({ item }) => item)).toEqual([memento, utopia]);
});

test("a show is watched as its aired episodes without specials, and only they count as progress", () => {
  const { watch, progress, addEpisode } = world();
  const later = addEpisode(known.utopia.trakt, { season: 3, number: 1, first_aired: startMs + 60_000 });
  expect(watch("ada", known.utopia)).toHaveLength(12);
  expect(progress("ada", known.utopia.trakt)).toMatchObject({ aired: 12, completed: 12, next: null });
  const afterwards = progress("ada", known.utopia.trakt, startMs + 60_000);
  expect(afterwards).toMatchObject({ aired: 13, completed: 12, next: { trakt: later } });
});

test("a reset starts a show over: what was watched before it counts no more, what comes after does", async () => {
  const { watch, progress, resetProgress, advance } = world();
  watch("ada", known.gameOfThrones);
  await advance(5);
  resetProgress("ada", known.gameOfThrones.trakt);
  expect(progress("ada", known.gameOfThrones.trakt)).toMatchObject({ completed: 0, next: { number: 1, season: 1 } });
  await advance(5);
  watch("ada", known.winterIsComing);
  expect(progress("ada", known.gameOfThrones.trakt)).toMatchObject({ completed: 1, next: { number: 2 } });
});

test("hidden seasons are out of the progress", () => {
  const { watch, progress, hide } = world();
  watch("ada", known.winterIsComing);
  hide("ada", known.gameOfThronesSeason1, "progress_watched");
  const { aired, completed, hiddenSeasons } = progress("ada", known.gameOfThrones.trakt);
  expect({ aired, completed }).toEqual({ aired: 63, completed: 0 });
  expect(hiddenSeasons.map((season) => season.number)).toEqual([1]);
});

test("made-up shows, episodes and movies get ids of their own, each a new one", () => {
  const { addShow, addEpisode, addMovie, show, createList } = world();
  const trakt = addShow({
    title: "The Long Wait",
    genres: ["drama"],
    episodes: [{ season: 1, number: 1, first_aired: "2026-11-21T20:00:00Z" }],
  });
  const ids = [
    trakt,
    addEpisode(trakt, { season: 1, number: 2, first_aired: null }),
    addEpisode(trakt, { season: 2, number: 1, first_aired: null }),
    addMovie({ title: "Shorter" }),
    createList("ada", { name: "Made up" }),
  ];
  expect(new Set([...ids, ...show(trakt).episodes.map((one) => one.trakt)]).size).toBe(6);
  expect(show(trakt)).toMatchObject({ title: "The Long Wait", status: "returning series" });
});

test("who or what is not there is a Problem that says so", () => {
  const { watch, addPerson } = world();
  expect(() => watch("ada", { type: "show", trakt: 5 })).toThrow(/no show:5/);
  expect(() => watch("bo", known.starWars)).toThrow(/nobody in the sandbox is called bo/);
  expect(() => addPerson({ username: "ada" })).toThrow(/already/);
});

test("what people say, note, like and save must be about something that is there", () => {
  const { say, comment, addNote, likeList, saveFilter, createList } = world();
  const text = { notes: "Hm.", privacy: "private", spoiler: false } as const;
  const list = createList("ada", { name: "Mine" });
  for (const key of ["movie:900", "show:900", "season:1390:77", "episode:900", `list:${list + 1}`, "person:900"]) {
    const refused = /sandbox(?:'s catalogue)? has no /;
    expect(() => addNote("ada", key, "movie", text), key).toThrow(refused);
    expect(() => say("ada", key, "One two three four five."), key).toThrow(refused);
  }
  expect(() => comment("ada", { type: "list", trakt: list + 1 }, "One two three four five.")).toThrow("no list");
  expect(() => likeList("ada", list + 1)).toThrow("no list");
  expect(() => saveFilter("ada", { section: "books", name: "B", url: "/books" })).toThrow("books");
  for (const key of ["movie:7", "season:1390:1", `list:${list}`, "person:142"]) addNote("ada", key, "movie", text);
  likeList("ada", list);
  saveFilter("ada", { section: "movies", name: "M", url: "/movies/popular" });
});
