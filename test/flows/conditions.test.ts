import type { Services } from "@showrunner/services/context.ts";
import { applyRules } from "@showrunner/services/rules/apply-rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { runsOf } from "../harness/told.ts";
import { episode, movie, ruled, told, verdictsOf } from "./verdicts.ts";

let t: TestWorld;
beforeEach(async () => {
  // A Monday, at noon in UTC.
  t = await createTestWorld({ startsAt: "2026-03-02T12:00:00.000Z" });
});
afterEach(async () => {
  await t.close();
});

/** Rules that are applied before whoever sends an event goes on. */
function atOnce(ctx: Services): Services {
  const quick: Services = {
    ...ctx,
    queue: {
      send: async (queue, messages) => {
        await ctx.queue.send(queue, messages);
        if (queue !== "ChangeEvents") return;
        const given = messages.map(({ body, group }, at) => ({
          id: `${at}`,
          body,
          group,
          receiveCount: 1,
          receipt: "",
        }));
        await applyRules(quick, given);
      },
    },
  };
  return quick;
}

describe("what polls keep of the person answers without a call", () => {
  it("on_watchlist, in_favorites: of a movie, and of the show of an episode", async () => {
    const [listed, other] = [movie(t, "Listed"), movie(t, "Other")];
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 3 });
    t.world.addPerson({ username: "ann" });
    t.world.favorite("ann", listed);
    t.world.watchlistAdd("ann", { type: "movie", trakt: listed.trakt });
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      'name: Told\nwhen: { event: [item.rated, collection.item_added] }\nif: [on_watchlist || true, in_favorites || true]\nthen: [{ do: notify, channel: inbox, title: Told, body: "{{ on_watchlist }} {{ in_favorites }}" }]\n',
    );
    await t.minutes(3);
    const first = await verdictsOf(t, ann, "item.rated", () => t.world.rate("ann", listed, 8));
    expect(first).toEqual({
      verdicts: [{ outcome: "matched", values: { on_watchlist: true, in_favorites: true } }],
      calls: {},
    });
    const second = await verdictsOf(t, ann, "item.rated", () => t.world.rate("ann", other, 8));
    expect(second).toEqual({
      verdicts: [{ outcome: "matched", values: { on_watchlist: false, in_favorites: false } }],
      calls: {},
    });
    t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await t.minutes(3);
    const third = await verdictsOf(t, ann, "collection.item_added", () => t.world.collect("ann", episode(episodes[0])));
    expect(third).toEqual({
      verdicts: [{ outcome: "matched", values: { on_watchlist: true, in_favorites: false } }],
      calls: {},
    });
    expect(await told(t, ann)).toEqual(["true true", "false false", "true false"]);
  });

  it("the event's own list is what the event says of it", async () => {
    const item = movie(t, "Listed");
    const ann = await ruled(t, "[watchlist.item_added, watchlist.item_removed]", "on_watchlist");
    const added = await verdictsOf(t, ann, "watchlist.item_added", () => t.world.watchlistAdd("ann", item));
    const removed = await verdictsOf(t, ann, "watchlist.item_removed", () => t.world.watchlistRemove("ann", item));
    expect([...added.verdicts, ...removed.verdicts]).toEqual([
      { outcome: "matched", values: { on_watchlist: true } },
      { outcome: "not_matched", values: { on_watchlist: false } },
    ]);
  });

  it("my_rating, show.my_rating, collected, dropped and hidden", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 3 });
    const [first, second] = [episode(episodes[0]), episode(episodes[1])];
    t.world.addPerson({ username: "ann" });
    t.world.rate("ann", { type: "show", trakt: show }, 9);
    t.world.rate("ann", first, 4);
    t.world.collect("ann", first);
    t.world.hide("ann", { type: "show", trakt: show }, "calendar");
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      'name: Told\nwhen: { event: episode.watched }\nif: [show.my_rating == 9, collected || !collected, \'"calendar" in hidden\', "!dropped", my_rating < 5]\nthen: [{ do: notify, channel: inbox, title: Told, body: "{{ hidden | first }}" }]\n',
    );
    await t.minutes(3);
    expect(await verdictsOf(t, ann, "episode.watched", () => t.world.watch("ann", first))).toEqual({
      verdicts: [
        {
          outcome: "matched",
          values: { "show.my_rating": 9, collected: true, hidden: ["calendar"], dropped: false, my_rating: 4 },
        },
      ],
      calls: {},
    });
    const { verdicts } = await verdictsOf(t, ann, "episode.watched", () => t.world.watch("ann", second));
    expect(verdicts).toEqual([
      {
        outcome: "not_matched",
        values: { "show.my_rating": 9, collected: false, hidden: ["calendar"], dropped: false, my_rating: null },
      },
    ]);
    t.world.drop("ann", { type: "show", trakt: show });
    await t.minutes(3);
    const after = await verdictsOf(t, ann, "episode.watched", () => t.world.watch("ann", first));
    expect(after.verdicts).toMatchObject([{ outcome: "not_matched", values: { dropped: true } }]);
    expect(await told(t, ann)).toEqual(["calendar"]);
  });

  it("plays and rewatching: this play counted once, whether or not the snapshot has it yet", async () => {
    const item = movie(t, "Again");
    const ann = await ruled(t, "movie.watched", "plays >= 1 && rewatching", "{{ plays }}");
    const first = await verdictsOf(t, ann, "movie.watched", () => t.world.watch("ann", item));
    expect(first).toEqual({
      verdicts: [{ outcome: "not_matched", values: { plays: 1, rewatching: false } }],
      calls: {},
    });
    const again = await verdictsOf(t, ann, "movie.watched", () => t.world.watch("ann", item));
    expect(again).toEqual({ verdicts: [{ outcome: "matched", values: { plays: 2, rewatching: true } }], calls: {} });
    expect(await told(t, ann)).toEqual(["2"]);
  });

  it("what changed with the event is known, however quick the rules are", async () => {
    await t.close();
    t = await createTestWorld({ wrap: atOnce });
    const [listed, other] = [movie(t, "Listed"), movie(t, "Other")];
    const ann = await ruled(t, "movie.watched", "on_watchlist || true");
    const { verdicts } = await verdictsOf(t, ann, "movie.watched", () => {
      for (const item of [listed, other]) t.world.watch("ann", item);
      t.world.watchlistAdd("ann", listed);
    });
    const values = verdicts.map((one) => one.values["on_watchlist"]);
    expect(new Set(values)).toEqual(new Set([true, false]));
  });

  it("a feed that was never read is read then: the run waits for it", async () => {
    const item = movie(t, "Listed");
    t.world.addPerson({ username: "ann" });
    t.world.watchlistAdd("ann", item);
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      "name: Plain\nwhen: { event: item.rated }\nthen: [{ do: notify, channel: inbox, title: a, body: b }]\n",
    );
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "503", match: { route: "/sync/watchlist" } });
    await t.rule(
      ann,
      "name: Asks\nwhen: { event: item.rated }\nif: on_watchlist\nthen: [{ do: notify, channel: inbox, title: a, body: asks }]\n",
    );
    await t.minutes(2);
    t.world.rate("ann", item, 7);
    await t.minutes(3);
    expect(await told(t, ann)).toEqual(["b"]);
    t.sandbox.faults.clear();
    await t.minutes(10);
    expect(await told(t, ann)).toEqual(["b", "asks"]);
  });
});

describe("one call for everybody, kept", () => {
  it("season.fully_aired, season.episodes, episode.is_premiere and is_finale", async () => {
    const over = addWeeklyShow(t.sandbox, { title: "Over", aired: 2 });
    const running = addWeeklyShow(t.sandbox, { title: "Running", aired: 2, ahead: 1 });
    const ann = await ruled(
      t,
      "episode.watched",
      "season.episodes > 0 && (season.fully_aired || true) && (episode.is_premiere || true) && episode.is_finale",
    );
    const both = await verdictsOf(t, ann, "episode.watched", () => {
      for (const trakt of over.episodes) t.world.watch("ann", episode(trakt));
    });
    expect(both.verdicts.map(({ outcome, values }) => [outcome, values["episode.is_premiere"]])).toEqual(
      expect.arrayContaining([
        ["not_matched", true],
        ["matched", false],
      ]),
    );
    expect(both.verdicts[0]?.values).toMatchObject({ "season.episodes": 2, "season.fully_aired": true });
    expect(both.calls).toEqual({ "GET /shows/:id/seasons/:season": expect.any(Number) });
    const last = await verdictsOf(t, ann, "episode.watched", () => t.world.watch("ann", episode(running.episodes[1])));
    expect(last.verdicts).toMatchObject([
      {
        outcome: "not_matched",
        values: { "season.episodes": 3, "season.fully_aired": false, "episode.is_finale": false },
      },
    ]);
    // It airs, and what was kept knows when.
    await t.sleep(25 * 3_600_000 - 20 * 60_000 * 3);
    const aired = await verdictsOf(
      t,
      ann,
      "episode.watched",
      () => t.world.watch("ann", episode(running.episodes[2])),
      90,
    );
    expect(aired.verdicts).toMatchObject([
      { outcome: "matched", values: { "season.fully_aired": true, "episode.is_finale": true } },
    ]);
  });

  it("show.watchers and movie.watchers, asked once for two people", async () => {
    const item = movie(t, "Seen by many");
    const people = ["ann", "bob", "cat"];
    for (const username of people) t.world.addPerson({ username });
    t.world.watch("cat", item);
    const rule = (by: number): string =>
      `name: Told\nwhen: { event: item.rated }\nif: movie.watchers >= ${by}\nthen: [{ do: notify, channel: inbox, title: a, body: b }]\n`;
    const [ann, bob] = [await t.connect("ann"), await t.connect("bob")];
    await t.rule(ann, rule(1));
    await t.rule(bob, rule(1_000_000));
    await t.minutes(3);
    const { calls } = await verdictsOf(t, ann, "item.rated", () => {
      for (const username of ["ann", "bob"]) t.world.rate(username, item, 8);
    });
    expect(Object.values(calls).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
    expect((await runsOf(t, ann)).map(({ trace }) => trace.outcome)).toEqual(["matched"]);
    expect((await runsOf(t, bob)).map(({ trace }) => trace.outcome)).toEqual(["not_matched"]);
  });
});
