import type { FaultName } from "@showrunner/trakt-sandbox/faults.ts";
import type { Behaviour } from "@showrunner/trakt-sandbox/behaviour.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const hourMs = 3_600_000;

const everything: EventType[] = [
  "movie.watched",
  "episode.watched",
  "play.removed",
  "show.started",
  "season.completed",
  "show.completed",
  "watchlist.item_added",
  "watchlist.item_removed",
  "favorites.item_added",
  "favorites.item_removed",
  "collection.item_added",
  "collection.item_removed",
  "item.rated",
  "item.hidden",
  "item.unhidden",
  "show.dropped",
  "show.undropped",
];

const tellOf = (types: readonly string[]) =>
  `name: Tell of it\nwhen: { event: [${types.join(", ")}] }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n`;

function movies(count: number): { type: "movie"; trakt: number }[] {
  return Array.from({ length: count }, (_, n) => ({ type: "movie", trakt: t.world.addMovie({ title: `Movie ${n}` }) }));
}

function at<T>(things: readonly T[], index: number): T {
  const found = things.at(index);
  if (found === undefined) throw new Error(`there is no thing ${index}`);
  return found;
}

describe("a history longer than a page", () => {
  it("is seeded whole, and all that came since is told, however many pages that are", async () => {
    t.sandbox.behaviour.pageMax = 20;
    const all = movies(110);
    const ann = await t.person("ann");
    for (const movie of all.slice(0, 50)) t.world.watch("ann", movie);
    await t.rule(ann, tellOf(["movie.watched", "play.removed"]));
    await t.minutes(5);
    expect(await eventsOf(t, ann)).toEqual([]);
    for (const movie of all.slice(50)) t.world.watch("ann", movie);
    await t.minutes(5);
    const events = await eventsOf(t, ann);
    expect(new Set(events.map((event) => event.subject))).toEqual(
      new Set(all.slice(50).map((m) => `movie:${m.trakt}`)),
    );
    expect(events).toHaveLength(60);
  });

  it("a play that was entered with a date far back is told", async () => {
    t.sandbox.behaviour.pageMax = 10;
    const all = movies(41);
    const ann = await t.person("ann");
    for (const [n, movie] of all.slice(0, 40).entries())
      t.world.watch("ann", movie, { watched_at: t.clock.now() - n * hourMs });
    await t.rule(ann, tellOf(["movie.watched", "play.removed"]));
    await t.minutes(3);
    t.world.watch("ann", at(all, -1), { watched_at: "2019-05-05T20:00:00.000Z" });
    await t.minutes(3);
    expect(await eventsOf(t, ann)).toMatchObject([{ type: "movie.watched", time: "2019-05-05T20:00:00.000Z" }]);
  });

  it("a play removed deep in it is told, and no other", async () => {
    t.sandbox.behaviour.pageMax = 10;
    const all = movies(40);
    const ann = await t.person("ann");
    const ids = all.map((movie, n) => at(t.world.watch("ann", movie, { watched_at: t.clock.now() - n * hourMs }), 0));
    await t.rule(ann, tellOf(["movie.watched", "play.removed"]));
    await t.minutes(3);
    t.world.removePlay("ann", at(ids, 37));
    await t.minutes(3);
    expect(await eventsOf(t, ann)).toMatchObject([
      { type: "play.removed", subject: `movie:${at(all, 37).trakt}`, data: { play_id: at(ids, 37) } },
    ]);
  });

  it("a removal and a backdated play that even out in Trakt's count are both found within a day", async () => {
    t.sandbox.behaviour.pageMax = 10;
    const all = movies(41);
    const ann = await t.person("ann");
    const ids = all
      .slice(0, 40)
      .map((movie, n) => at(t.world.watch("ann", movie, { watched_at: t.clock.now() - n * hourMs }), 0));
    await t.rule(ann, tellOf(["movie.watched", "play.removed"]));
    await t.minutes(3);
    t.world.removePlay("ann", at(ids, 37));
    t.world.watch("ann", at(all, -1), { watched_at: "2019-05-05T20:00:00.000Z" });
    await t.minutes(3);
    for (let hour = 0; hour < 25; hour++) await t.sleep(hourMs);
    expect((await eventsOf(t, ann)).map((event) => event.type).toSorted()).toEqual(["movie.watched", "play.removed"]);
  });
});

describe("Trakt's reads that lag its writes", () => {
  it.each([5, 30, 80])("by %i seconds lose nothing and double nothing", async (lagSeconds) => {
    t.sandbox.behaviour.lagMs = lagSeconds * 1000;
    const { episodes } = addWeeklyShow(t.sandbox, { title: "A Show", aired: 6, status: "ended" });
    const all = movies(12);
    const ann = await t.person("ann");
    await t.rule(ann, tellOf(["movie.watched", "watchlist.item_added", "watchlist.item_removed", "show.completed"]));
    await t.minutes(5);
    for (const [n, movie] of all.entries()) {
      await t.clock.advance(((n * 17) % 60) * 1000);
      t.world.watchlistAdd("ann", movie);
      await t.minutes(1);
      t.world.watch("ann", movie);
      if (n < episodes.length) t.world.watch("ann", { type: "episode", trakt: at(episodes, n) });
    }
    await t.minutes(8);
    const events = (await eventsOf(t, ann)).filter((event) => event.type !== "episode.watched");
    const told = (type: string) => events.filter((event) => event.type === type).map((event) => event.subject);
    const subjects = all.map((movie) => `movie:${movie.trakt}`);
    expect(told("movie.watched").toSorted()).toEqual(subjects.toSorted());
    expect(told("show.completed")).toHaveLength(1);
    // What was on the list for a minute may come and go unseen; what is told of it fits together.
    expect(told("watchlist.item_removed").length).toBe(told("watchlist.item_added").length);
  });
});

/** A bit of everything, and what must be told of it. */
async function aDay(): Promise<string[]> {
  const { show, episodes } = addWeeklyShow(t.sandbox, { title: "A Show", aired: 2, status: "ended" });
  const other = addWeeklyShow(t.sandbox, { title: "Another", aired: 2 });
  const [first, second] = movies(2);
  if (first === undefined || second === undefined) throw new Error("no movies");
  const another = { type: "show" as const, trakt: other.show };
  t.world.addPerson({ username: "ann" });
  t.world.watch("ann", first);
  t.world.watchlistAdd("ann", first);
  t.world.favorite("ann", first);
  t.world.collect("ann", another);
  t.world.hide("ann", another, "recommendations");
  t.world.drop("ann", another);
  t.world.rate("ann", first, 5);
  const ann = await t.connect("ann");
  await t.rule(ann, tellOf(everything));
  await t.minutes(3);
  expect(await eventsOf(t, ann)).toEqual([]);

  for (const trakt of episodes) t.world.watch("ann", { type: "episode", trakt });
  t.world.watchlistAdd("ann", { type: "season", show: other.show, number: 1 });
  t.world.watchlistRemove("ann", first);
  t.world.favorite("ann", { type: "show", trakt: show });
  t.world.unfavorite("ann", first);
  t.world.collect("ann", second);
  t.world.uncollect("ann", another);
  t.world.unhide("ann", another, "recommendations");
  t.world.hide("ann", { type: "season", show: other.show, number: 1 }, "progress_watched");
  t.world.undrop("ann", another);
  t.world.drop("ann", { type: "show", trakt: show });
  t.world.rate("ann", first, 9);
  t.world.rate("ann", { type: "episode", trakt: at(episodes, 0) }, 8);
  await t.minutes(5);
  return (await eventsOf(t, ann)).map((event) => `${event.type} ${event.subject}`).toSorted();
}

describe("Trakt's two backends, and answers with more or fewer keys", () => {
  const kinds: [string, Partial<Behaviour>][] = [
    ["workers", { dialect: "workers" }],
    ["rails", { dialect: "rails" }],
    ["keys that nobody has heard of", { extraKeys: true }],
    ["keys of the last years missing", { missingNewerKeys: true, dialect: "rails" }],
  ];

  it.each(kinds)("%s: the same day is told in the same words", async (_name, behaviour) => {
    Object.assign(t.sandbox.behaviour, behaviour);
    const told = await aDay();
    expect(new Set(told.map((line) => line.split(" ")[0]))).toEqual(
      new Set(everything.filter((type) => !["movie.watched", "play.removed"].includes(type))),
    );
    expect(new Set(told).size).toBe(told.length);
  });

  it("a feed that moves from one backend to the other is no change", async () => {
    await aDay();
    const ann = await t.connect("ann");
    const before = (await eventsOf(t, ann)).length;
    t.sandbox.behaviour.dialect = "workers";
    t.sandbox.behaviour.extraKeys = true;
    const movie = at(movies(1), 0);
    // Something moves in every feed, so that each is read.
    t.world.watch("ann", movie);
    t.world.watchlistAdd("ann", movie);
    t.world.favorite("ann", movie);
    t.world.collect("ann", movie);
    t.world.rate("ann", movie, 6);
    t.world.hide("ann", movie, "calendar");
    await t.minutes(5);
    const later = (await eventsOf(t, ann)).slice(before);
    expect(new Set(later.map((event) => event.subject))).toEqual(new Set([`movie:${movie.trakt}`]));
    expect(later).toHaveLength(6);
  });
});

describe("a page that is cut, or a page count that is too small", () => {
  const routes = [
    "/sync/history",
    "/sync/watchlist",
    "/sync/favorites",
    "/sync/ratings",
    "/sync/collection/movies",
    "/users/hidden/:section",
  ];
  const faults: FaultName[] = ["cut-page", "short-count"];
  const cases = faults.flatMap((fault) => [10, 250].map((pageMax): [FaultName, number] => [fault, pageMax]));

  it.each(cases)(
    "%s with pages of %i at the first read of all is no beginning: nothing of then is told later",
    async (name, pageMax) => {
      t.sandbox.behaviour.pageMax = pageMax;
      t.world.addPerson({ username: "ann" });
      for (const movie of movies(22)) {
        t.world.watch("ann", movie);
        t.world.watchlistAdd("ann", movie);
        t.world.rate("ann", movie, 6);
      }
      for (const route of routes) t.sandbox.faults.inject({ name, match: { route } });
      const ann = await t.connect("ann");
      await t.rule(ann, tellOf(everything));
      await t.minutes(4);
      t.sandbox.faults.clear();
      await t.minutes(4);
      expect(await eventsOf(t, ann)).toEqual([]);
      const later = at(movies(1), 0);
      t.world.watch("ann", later);
      await t.minutes(3);
      expect((await eventsOf(t, ann)).map((event) => event.subject)).toEqual([`movie:${later.trakt}`]);
    },
  );

  it.each(cases)(
    "%s with pages of %i never looks like a removal, and nothing is lost after it",
    async (name, pageMax) => {
      t.sandbox.behaviour.pageMax = pageMax;
      const all = movies(24);
      t.world.addPerson({ username: "ann" });
      const put = (movie: { type: "movie"; trakt: number }): void => {
        t.world.watch("ann", movie);
        t.world.watchlistAdd("ann", movie);
        t.world.favorite("ann", movie);
        t.world.collect("ann", movie);
        t.world.rate("ann", movie, 6);
        t.world.hide("ann", movie, "calendar");
      };
      for (const movie of all.slice(0, 22)) put(movie);
      const ann = await t.connect("ann");
      await t.rule(ann, tellOf(everything));
      await t.minutes(4);
      for (const route of routes) t.sandbox.faults.inject({ name, match: { route } });
      put(at(all, 22));
      await t.minutes(4);
      put(at(all, 23));
      await t.minutes(4);
      const during = await eventsOf(t, ann);
      expect(during.filter((event) => /removed|unhidden|undropped/.test(event.type))).toEqual([]);
      expect(t.sandbox.faults.struck()[name]).toBeGreaterThan(0);
      t.sandbox.faults.clear();
      await t.minutes(6);
      const events = await eventsOf(t, ann);
      const expected = all.slice(22).flatMap(({ trakt }) => Array.from({ length: 6 }, () => `movie:${trakt}`));
      expect(events.map((event) => event.subject).toSorted()).toEqual(expected.toSorted());
      expect(events.filter((event) => /removed|unhidden|undropped/.test(event.type))).toEqual([]);
    },
  );
});
