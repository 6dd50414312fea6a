import { afterEach, beforeEach, expect, test } from "vitest";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

/** What a movie or show that is named so turns out to be; undefined: nothing. */
async function named(kind: "movies" | "shows", entry: object): Promise<unknown> {
  await sandbox.post("ada", "/sync/watchlist", { [kind]: [entry] });
  const [item] = sandbox.world.watchlist("ada");
  if (item !== undefined) sandbox.world.watchlistRemove("ada", item.item);
  return item?.item;
}

const { starWars, memento, gameOfThrones } = known;

test("the first id that is known tells what is meant, in the order Trakt, IMDb, TMDB, TVDB and slug", async () => {
  const { gameOfThrones: got, breakingBad } = known;
  expect(await named("movies", { ids: { trakt: 7, imdb: "tt0209144" } })).toEqual(starWars);
  expect(await named("movies", { ids: { trakt: 1, imdb: "tt0209144", tmdb: 11 } })).toEqual(memento);
  expect(await named("movies", { ids: { tmdb: 77, slug: "star-wars-1977" } })).toEqual(memento);
  expect(await named("shows", { ids: { tmdb: 1399, tvdb: 81189 } })).toEqual(got);
  expect(await named("shows", { ids: { tvdb: 81189, slug: "game-of-thrones" } })).toEqual(breakingBad);
  expect(await named("shows", { ids: { slug: "game-of-thrones" } })).toEqual(got);
});

test("ids may be sent as text, and those that the sender does not know as null, nothing or 0", async () => {
  expect(await named("shows", { ids: { trakt: "1390" } })).toEqual(gameOfThrones);
  expect(await named("shows", { ids: { trakt: null, imdb: "", tmdb: 0, tvdb: "121361" } })).toEqual(gameOfThrones);
  expect(await named("shows", { ids: { trakt: null, imdb: "", tmdb: 0 } })).toBeUndefined();
});

test("where no id is known the title and year tell, and where the year is wrong the title of the newest", async () => {
  const { world } = sandbox;
  const older = { type: "movie", trakt: world.addMovie({ title: "Twice Told", year: 1950 }) };
  const newer = { type: "movie", trakt: world.addMovie({ title: "Twice Told", year: 1990 }) };
  const middle = { type: "movie", trakt: world.addMovie({ title: "Twice Told", year: 1970 }) };
  expect(await named("movies", { title: "Twice Told", year: 1950, ids: { imdb: "tt0000111" } })).toEqual(older);
  expect(await named("movies", { title: "Twice Told", year: 1970 })).toEqual(middle);
  expect(await named("movies", { title: "Twice Told", year: 1951 })).toEqual(newer);
  expect(await named("movies", { title: "Twice Told" })).toEqual(newer);
  expect(await named("movies", { title: "Never Told", year: 1950 })).toBeUndefined();
});

test("what is not found is told back as it was sent", async () => {
  const movies = [{ ids: { trakt: "900", imdb: "tt0000111", own: [1] } }, { title: "Never Told", year: 1950 }];
  const { body } = await sandbox.post("ada", "/sync/watchlist", { movies });
  expect(body).toMatchObject({ not_found: { movies } });
});

test("a show, its season and its episode that are rated in one body are all rated", async () => {
  const seasons = [{ number: 1, rating: 7, episodes: [{ number: 1, rating: 9 }, { number: 2 }] }];
  const shows = [{ ids: { trakt: gameOfThrones.trakt }, rating: 8, seasons }];
  const answer = await sandbox.post("ada", "/sync/ratings", { shows });
  expect(answer.body).toMatchObject({ added: { movies: 0, shows: 1, seasons: 1, episodes: 1 } });
  expect(Object.fromEntries(sandbox.world.ratings("ada").map(({ item, rating }) => [item.type, rating]))).toEqual({
    show: 8,
    season: 7,
    episode: 9,
  });
});

test("a rating of a show is not its season's", async () => {
  const shows = [{ ids: { trakt: gameOfThrones.trakt }, rating: 8, seasons: [{ number: 1 }] }];
  const answer = await sandbox.post("ada", "/sync/ratings", { shows });
  expect(answer.body).toMatchObject({ added: { shows: 1, seasons: 0 } });
});

test("people of cast and crew are found by any of their ids, or by name, for lists and for notes", async () => {
  const list = sandbox.world.createList("ada", { name: "Actors" });
  const path = `/users/me/lists/${list}/items`;
  const cranston = [
    { name: "Bryan Cranston", ids: { imdb: "nm0186505" } },
    { ids: { tmdb: 17419 } },
    { ids: { slug: "bryan-cranston" } },
    { name: "Bryan Cranston" },
    { ids: { trakt: 142 } },
  ];
  for (const [at, person] of cranston.entries()) {
    const { body } = await sandbox.post("ada", path, { people: [person] });
    expect(body).toMatchObject(at === 0 ? { added: { people: 1 } } : { existing: { people: 1 } });
  }
  const nobody = [{ ids: { imdb: "nm9999999" } }, { name: "Nobody Known" }];
  expect((await sandbox.post("ada", path, { people: nobody })).body).toMatchObject({ not_found: { people: nobody } });
  const note = await sandbox.post("ada", "/notes", { item: { person: cranston[0] }, notes: "Watch him." });
  expect(note.body).toMatchObject({ item: { type: "person", person: { name: "Bryan Cranston" } } });
});
