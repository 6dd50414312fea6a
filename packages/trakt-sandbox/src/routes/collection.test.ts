import { afterEach, beforeEach, expect, test } from "vitest";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

const ids = (item: { trakt: number }) => ({ ids: { trakt: item.trakt } });
const { starWars, memento, winterIsComing, gameOfThrones, utopia } = known;
const now = new Date(startMs).toISOString();
const bluray = { media_type: "bluray", resolution: "hd_1080p", audio: "dts_ma", audio_channels: "7.1", "3d": false };
const collect = (body: object) => sandbox.post("ada", "/sync/collection", body);
const read = async (path: string) => (await sandbox.call("ada", `/sync/collection/${path}`)).body;

test("a copy is told with `extended=metadata` alone, what nobody said of it as null", async () => {
  const collected_at = "2020-05-01T10:00:00.000Z";
  await collect({ movies: [{ ...ids(starWars), collected_at, ...bluray }, ids(memento)] });
  expect(await read("movies?extended=metadata")).toMatchObject([
    { collected_at, updated_at: now, metadata: { ...bluray, hdr: null }, movie: { title: "Star Wars" } },
    { collected_at: now, metadata: { media_type: null, "3d": null } },
  ]);
  expect(JSON.stringify(await read("movies"))).not.toContain("bluray");
});

test("what is said of a show or season holds for its episodes, unless they say otherwise", async () => {
  const seasons = [{ number: 1, resolution: "uhd_4k", episodes: [{ number: 1 }, { number: 2, media_type: "dvd" }] }];
  await collect({ shows: [{ ...ids(utopia), media_type: "digital", seasons }] });
  expect(await read("shows?extended=metadata")).toMatchObject([
    {
      seasons: [
        {
          number: 1,
          episodes: [
            { number: 1, metadata: { media_type: "digital", resolution: "uhd_4k" } },
            { number: 2, metadata: { media_type: "dvd", resolution: "uhd_4k" } },
          ],
        },
      ],
    },
  ]);
});

test("what is sent again is updated where it is another now, and keeps what was not said again", async () => {
  await collect({ movies: [{ ...ids(starWars), ...bluray }, ids(memento)] });
  await sandbox.clock.advance(60_000);
  const before = await sandbox.call("ada", "/sync/last_activities");
  const answer = await collect({ movies: [{ ...ids(starWars), resolution: "uhd_4k" }, ids(memento)] });
  expect(answer.body).toMatchObject({
    added: { movies: 0 },
    updated: { movies: 1 },
    existing: { movies: 2 },
    list: { item_count: 2 },
  });
  expect(await read("movies?extended=metadata")).toMatchObject([
    {
      collected_at: now,
      updated_at: new Date(startMs + 60_000).toISOString(),
      metadata: { media_type: "bluray", resolution: "uhd_4k" },
    },
    { updated_at: now },
  ]);
  expect((await sandbox.call("ada", "/sync/last_activities")).text).not.toBe(before.text);
});

test("`released` is the day it came out", async () => {
  await collect({ episodes: [{ ...ids(winterIsComing), collected_at: "released" }] });
  expect(await read("episodes")).toMatchObject([{ collected_at: "2011-04-18T01:00:00.000Z", type: "episode" }]);
});

test("media are movies and episodes, the newest first, in the order and of the time asked for", async () => {
  await collect({ movies: [{ ...ids(starWars), collected_at: "2020-01-01T00:00:00Z" }] });
  await collect({ episodes: [{ ...ids(winterIsComing), collected_at: "2021-01-01T00:00:00Z" }] });
  expect(await read("media")).toMatchObject([{ type: "episode", show: {} }, { type: "movie" }]);
  expect(await read("media?sort_by=added&sort_how=asc")).toMatchObject([{ type: "movie" }, { type: "episode" }]);
  expect(await read("media?start_at=2020-06-01T00:00:00Z")).toMatchObject([{ type: "episode" }]);
  expect(await read("media?limit=1&page=2")).toMatchObject([{ type: "movie" }]);
});

test("the minimal forms are maps from ids to when", async () => {
  const collected_at = "2021-01-01T00:00:00.000Z";
  await collect({
    movies: [{ ...ids(starWars), collected_at }],
    episodes: [{ ...ids(winterIsComing), collected_at }],
  });
  expect(await read("minimal/movies")).toEqual({ [starWars.trakt]: collected_at });
  expect(await read("minimal/episodes")).toEqual({ [winterIsComing.trakt]: collected_at });
  expect(await read("minimal/shows")).toEqual({ [gameOfThrones.trakt]: { 1: { 1: collected_at } } });
  expect((await sandbox.call("ada", "/sync/collection/minimal/seasons")).status).toBe(404);
});

test("removing takes what the copy was like with it", async () => {
  await collect({ movies: [{ ...ids(starWars), ...bluray }] });
  const removed = await sandbox.post("ada", "/sync/collection/remove", { movies: [ids(starWars)] });
  expect(removed.body).toMatchObject({ deleted: { movies: 1, episodes: 0 }, list: { item_count: 0 } });
  await collect({ movies: [ids(starWars)] });
  expect(await read("movies?extended=metadata")).toMatchObject([{ metadata: { media_type: null } }]);
});

test("more than the account may hold is a bare 420, but changing what is there is not more", async () => {
  sandbox.behaviour.freeLimits = { ...sandbox.behaviour.freeLimits, collection: 1 };
  expect((await collect({ movies: [ids(starWars)] })).status).toBe(201);
  const refused = await collect({ movies: [ids(memento)] });
  expect([refused.status, refused.text]).toEqual([420, ""]);
  expect((await collect({ movies: [{ ...ids(starWars), ...bluray }] })).status).toBe(201);
});

test("a date that is none is 422, and nothing of the body is done", async () => {
  const body = { movies: [ids(memento), { ...ids(starWars), collected_at: "yesterday" }] };
  expect((await collect(body)).status).toBe(422);
  expect(sandbox.world.collection("ada")).toEqual([]);
});
