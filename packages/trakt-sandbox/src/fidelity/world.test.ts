import { describe, expect, test } from "vitest";
import * as z from "zod";
import { known, type TestSandbox } from "../testing/caller.ts";
import { sandboxes } from "../testing/several.ts";

/** What Trakt does that its documents do not say, or say otherwise; what is one route's alone is tested beside it. */
const start = sandboxes();

const Activities = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));

async function activities(call: TestSandbox["call"]): Promise<Record<string, string>> {
  const read = Activities.parse((await call("ada", "/sync/last_activities")).body);
  return Object.fromEntries(
    Object.entries(read).flatMap(([group, moments]) =>
      typeof moments === "string"
        ? [[group, moments]]
        : Object.entries(moments).map(([name, moment]) => [`${group}.${name}`, moment]),
    ),
  );
}

/** The names of the activities that moved while `act` ran. */
async function moved(sandbox: TestSandbox, act: () => unknown): Promise<string[]> {
  const before = await activities(sandbox.call);
  await sandbox.clock.advance(1_000);
  await act();
  const after = await activities(sandbox.call);
  return Object.keys(after)
    .filter((name) => name !== "all" && after[name] !== before[name])
    .toSorted();
}

describe("what is written and read", () => {
  test.for([3_000, 30_000])("reads are %i ms behind writes, while activities tell of them at once", async (lagMs) => {
    const sandbox = await start({ lagMs });
    const { call, post, clock } = sandbox;
    await clock.advance(lagMs);
    const before = await activities(call);
    await post("ada", "/sync/watchlist", { movies: [{ ids: { trakt: known.starWars.trakt } }] });
    const read = async () => (await call("ada", "/sync/watchlist")).body;
    expect(await read()).toEqual([]);
    expect((await activities(call))["watchlist.updated_at"]).not.toBe(before["watchlist.updated_at"]);
    await clock.advance(lagMs - 1);
    expect(await read()).toEqual([]);
    await clock.advance(1);
    expect(await read()).toHaveLength(1);
  });

  test("a play is kept to the minute, and a second one like it is kept as well, with an id beyond 32 bits", async () => {
    const { call, post } = await start();
    const movies = [{ ids: { trakt: known.starWars.trakt }, watched_at: "2026-11-20T17:12:59.999Z" }];
    for (let turn = 0; turn < 2; turn++) expect((await post("ada", "/sync/history", { movies })).status).toBe(201);
    const Plays = z.array(z.looseObject({ id: z.int(), watched_at: z.string() }));
    const plays = Plays.parse((await call("ada", "/sync/history")).body);
    expect(plays.map(({ watched_at }) => watched_at)).toEqual(Array(2).fill("2026-11-20T17:12:00.000Z"));
    expect(new Set(plays.map(({ id }) => id)).size).toBe(2);
    expect(Math.min(...plays.map(({ id }) => id))).toBeGreaterThan(2 ** 31);
  });

  test("watching one episode takes its season and its show off the watchlist", async () => {
    const sandbox = await start();
    for (const item of [known.gameOfThrones, known.gameOfThronesSeason1, known.winterIsComing, known.utopia]) {
      sandbox.world.watchlistAdd("ada", item);
    }
    const names = await moved(sandbox, () =>
      sandbox.post("ada", "/sync/history", { episodes: [{ ids: { trakt: known.winterIsComing.trakt } }] }),
    );
    expect(sandbox.world.watchlist("ada").map(({ item }) => item)).toEqual([known.utopia]);
    expect(names).toEqual(
      expect.arrayContaining(["episodes.watched_at", "shows.watchlisted_at", "watchlist.updated_at"]),
    );
  });

  const movies = [{ ids: { trakt: known.starWars.trakt } }];
  const writes: [string, (sandbox: TestSandbox) => unknown, string[]][] = [
    ["history", ({ post }) => post("ada", "/sync/history", { movies }), ["movies.watched_at"]],
    ["history/remove", ({ post }) => post("ada", "/sync/history/remove", { movies }), ["movies.watched_at"]],
    [
      "ratings",
      ({ post }) => post("ada", "/sync/ratings", { movies: [{ ...movies[0], rating: 8 }] }),
      ["movies.rated_at"],
    ],
    ["ratings/remove", ({ post }) => post("ada", "/sync/ratings/remove", { movies }), ["movies.rated_at"]],
    [
      "watchlist",
      ({ post }) => post("ada", "/sync/watchlist", { movies }),
      ["movies.watchlisted_at", "watchlist.updated_at"],
    ],
    [
      "watchlist/remove",
      ({ post }) => post("ada", "/sync/watchlist/remove", { movies }),
      ["movies.watchlisted_at", "watchlist.updated_at"],
    ],
    ["collection", ({ post }) => post("ada", "/sync/collection", { movies }), ["movies.collected_at"]],
    ["collection/remove", ({ post }) => post("ada", "/sync/collection/remove", { movies }), ["movies.collected_at"]],
  ];

  test("activities move on our own writes, removals too, each in its own place", async () => {
    const sandbox = await start();
    for (const [name, write, expected] of writes) {
      expect([name, await moved(sandbox, () => write(sandbox))]).toEqual([name, expected]);
    }
  });

  test("what changes nothing moves nothing", async () => {
    const sandbox = await start();
    expect(await moved(sandbox, () => sandbox.post("ada", "/sync/watchlist/remove", { movies }))).toEqual([]);
  });

  test("nothing being watched, and no next episode, are 204 without a body", async () => {
    const { call, world } = await start();
    const idle = await call("ada", "/users/me/watching");
    expect([idle.status, idle.text]).toEqual([204, ""]);
    world.setStatus(known.gameOfThrones.trakt, "ended");
    expect((await call("ada", "/shows/1390/next_episode")).status).toBe(204);
  });
});

describe("calendars", () => {
  test("are of 33 days at most", async () => {
    const { call, world } = await start();
    const show = world.addShow({ title: "The Long Wait" });
    // The 33rd day from the 20th of November, and the 34th.
    for (const [number, day] of [
      [1, "22"],
      [2, "23"],
    ] as const) {
      world.addEpisode(show, { season: 1, number, first_aired: `2026-12-${day}T20:00:00Z` });
    }
    world.watchlistAdd("ada", { type: "show", trakt: show });
    const count = async (days: number): Promise<number> =>
      z.array(z.unknown()).parse((await call("ada", `/calendars/my/shows/2026-11-20/${days}`)).body).length;
    expect([await count(32), await count(33), await count(34), await count(365)]).toEqual([0, 1, 1, 1]);
  });

  test("tell of an episode that moved under its own id, at its new time alone", async () => {
    const { call, world } = await start();
    const show = world.addShow({ title: "The Long Wait", votes: 5_000 });
    const episode = world.addEpisode(show, { season: 1, number: 1, first_aired: "2026-11-21T20:00:00Z" });
    world.watchlistAdd("ada", { type: "show", trakt: show });
    const Entries = z.array(
      z.object({ first_aired: z.string(), episode: z.object({ ids: z.looseObject({ trakt: z.int() }) }) }),
    );
    const aired = async () =>
      Entries.parse((await call("ada", "/calendars/my/shows/2026-11-20/20")).body)
        .filter((entry) => entry.episode.ids.trakt === episode)
        .map((entry) => entry.first_aired);
    expect(await aired()).toEqual(["2026-11-21T20:00:00.000Z"]);
    world.reschedule(episode, "2026-12-01T20:00:00Z");
    expect(await aired()).toEqual(["2026-12-01T20:00:00.000Z"]);
    world.reschedule(episode, null);
    expect(await aired()).toEqual([]);
  });

  test.for([
    ["dropped", 0, 1],
    ["hidden", 1, 0],
    ["both", 0, 0],
  ] as const)("of one's own are without what is %s, as it is set", async ([calendarHides, ofDropped, ofHidden]) => {
    const count = async (hide: "drop" | "hide"): Promise<number> => {
      const { call, world } = await start({ calendarHides });
      const show = world.addShow({ title: "The Long Wait" });
      world.addEpisode(show, { season: 1, number: 1, first_aired: "2026-11-21T20:00:00Z" });
      const item = { type: "show", trakt: show } as const;
      world.watchlistAdd("ada", item);
      if (hide === "drop") world.drop("ada", item);
      else world.hide("ada", item, "calendar");
      return z.array(z.unknown()).parse((await call("ada", "/calendars/my/shows/2026-11-20/7")).body).length;
    };
    expect([await count("drop"), await count("hide")]).toEqual([ofDropped, ofHidden]);
  });
});

describe("what clients must not trip over", () => {
  test("keys that no client knows", async () => {
    const { call } = await start({ extraKeys: true });
    expect((await call("ada", "/sync/last_activities")).body).toMatchObject({ reels: expect.anything() });
    expect((await call("ada", "/users/settings")).body).toMatchObject({ unheard_of: {} });
  });

  test("newer keys that are missing", async () => {
    const { call } = await start({ missingNewerKeys: true });
    expect(Object.keys(await activities(call))).not.toContain("notes");
    expect((await call("ada", "/users/settings")).text).not.toContain('"notes"');
  });

  test("episodes in another order", async () => {
    const order = async (episodesReversed: boolean) => {
      const { call } = await start({ episodesReversed });
      const { body } = await call("ada", "/shows/1390/seasons/1");
      return z
        .array(z.looseObject({ number: z.int() }))
        .parse(body)
        .map(({ number }) => number);
    };
    expect(await order(true)).toEqual((await order(false)).toReversed());
  });
});
