import { listDead, retryDead } from "@showrunner/services/act/dead.ts";
import { recordEvents } from "@showrunner/services/events/record-events.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, writesOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const toWatchlist = "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n";
const toList = "name: Keep\nwhen: { event: favorites.item_added }\nthen: [{ do: list.add, list: To Keep }]\n";

function movies(count: number): { type: "movie"; trakt: number }[] {
  return Array.from({ length: count }, (_, n) => ({ type: "movie", trakt: t.world.addMovie({ title: `Movie ${n}` }) }));
}

describe("many writes at once", () => {
  it("thirty actions of one kind for one person are one POST", async () => {
    const all = movies(30);
    const ann = await t.person("ann");
    await t.rule(ann, toWatchlist);
    await t.minutes(1);
    for (const movie of all) t.world.favorite("ann", movie);
    await t.minutes(3);
    expect(t.world.watchlist("ann")).toHaveLength(30);
    expect(writesOf(t, "ann")).toEqual(["POST /sync/watchlist"]);
    expect((await actionsOf(t, ann)).map((action) => action.state)).toEqual(all.map(() => "DONE"));
  });

  it("actions of two kinds and two people are one POST for each kind and person", async () => {
    const all = movies(5);
    for (const name of ["ann", "bob"]) {
      const account = await t.person(name);
      await t.rule(account, toWatchlist);
      await t.rule(account, "name: Rate\nwhen: { event: favorites.item_added }\nthen: [{ do: rate, rating: 7 }]\n");
    }
    await t.minutes(1);
    for (const movie of all) for (const name of ["ann", "bob"]) t.world.favorite(name, movie);
    await t.minutes(3);
    for (const name of ["ann", "bob"]) {
      expect(writesOf(t, name).toSorted()).toEqual(["POST /sync/ratings", "POST /sync/watchlist"]);
      expect(t.world.ratings(name)).toHaveLength(5);
    }
  });

  it("one thing of many that Trakt does not know is a dead letter that says so, and the others are done", async () => {
    const [known] = movies(1);
    const ann = await t.person("ann");
    await t.rule(ann, toWatchlist);
    await t.minutes(1);
    if (known === undefined) throw new Error("no movie");
    t.world.favorite("ann", known);
    await favoriteUnknown(ann);
    await t.minutes(3);
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([known]);
    const [dead, ...more] = await listDead(t.ctx, ann.id);
    expect(more).toEqual([]);
    expect(dead).toMatchObject({ state: "DEAD", attempts: 1, outcome: expect.stringContaining("does not know Gone") });
  });
});

const unknownId = 987_654_321;

/** An event about a movie that Trakt has removed since. */
async function favoriteUnknown(account: { id: string; username: string }): Promise<void> {
  const at = new Date(t.clock.now()).toISOString();
  const data = { item_type: "movie" as const, movie: { title: "Gone", ids: { trakt: unknownId } }, listed_at: at };
  const draft = { type: "favorites.item_added" as const, subject: `movie:${unknownId}`, time: at, identity: at, data };
  await recordEvents(t.ctx, account, [{ draft }]);
}

describe("dead letters", () => {
  it("are listed with their reason, and done when sent again after the reason has gone", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, toWatchlist);
    await t.minutes(1);
    await favoriteUnknown(ann);
    await t.minutes(2);
    const [dead] = await listDead(t.ctx, ann.id);
    if (dead === undefined) throw new Error("no dead letter");

    await retryDead(t.ctx, ann.id, dead.id);
    await t.drain();
    expect(await listDead(t.ctx, ann.id)).toMatchObject([{ id: dead.id, attempts: 1 }]);

    t.world.addMovie({ title: "Gone", ids: { trakt: unknownId } });
    await retryDead(t.ctx, ann.id, dead.id);
    await t.drain();
    expect(await listDead(t.ctx, ann.id)).toEqual([]);
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([{ type: "movie", trakt: unknownId }]);
    expect(await actionsOf(t, ann)).toMatchObject([{ id: dead.id, state: "DONE" }]);
  });

  it("what is not dead cannot be sent again", async () => {
    const [movie] = movies(1);
    const ann = await t.person("ann");
    await t.rule(ann, toWatchlist);
    await t.minutes(1);
    if (movie !== undefined) t.world.favorite("ann", movie);
    await t.minutes(2);
    const [done] = await actionsOf(t, ann);
    await expect(retryDead(t.ctx, ann.id, done?.id ?? "")).rejects.toMatchObject({ code: "action.not_dead" });
    await expect(retryDead(t.ctx, ann.id, "act_nobody")).rejects.toMatchObject({ code: "action.not_dead" });
  });

  it("a full list (420) is one dead letter with the reason, never knocked at again, and done when there is room", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 1;
    const [first, second] = movies(2);
    if (first === undefined || second === undefined) throw new Error("no movies");
    const ann = await t.person("ann");
    t.world.watchlistAdd("ann", first);
    await t.rule(ann, toWatchlist);
    await t.minutes(1);
    t.world.favorite("ann", second);
    await t.minutes(1);
    await t.sleep(24 * 3_600_000);
    await t.minutes(5);
    expect(t.sandbox.answers()["POST /sync/watchlist 420"]).toBe(1);
    const [dead] = await listDead(t.ctx, ann.id);
    expect(dead).toMatchObject({ attempts: 1, outcome: expect.stringContaining("limit is reached") });

    t.world.watchlistRemove("ann", first);
    await retryDead(t.ctx, ann.id, dead?.id ?? "");
    await t.drain();
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([second]);
  });
});

describe("personal lists", () => {
  it("a list that is missing is made once, private, however many things come onto it", async () => {
    const all = movies(3);
    const ann = await t.person("ann");
    await t.rule(ann, toList);
    await t.minutes(1);
    for (const movie of all.slice(0, 2)) t.world.favorite("ann", movie);
    await t.minutes(3);
    for (const movie of all.slice(2)) t.world.favorite("ann", movie);
    await t.minutes(3);
    const lists = t.world.lists("ann");
    expect(lists.map((list) => [list.name, list.items.length])).toEqual([["To Keep", 3]]);
    const [made] = t.world.writes("ann");
    expect(made).toMatchObject({ endpoint: "/users/:id/lists", body: { privacy: "private" } });
  });

  it("is made once also while Trakt's reads lag its writes", async () => {
    t.sandbox.behaviour.lagMs = 30_000;
    const all = movies(2);
    const ann = await t.person("ann");
    await t.rule(ann, toList);
    await t.minutes(3);
    for (const movie of all) {
      t.world.favorite("ann", movie);
      // Each is found by itself, the second while the new list does not show yet.
      await t.clock.advance(10_000);
      await favoriteSeen(ann, movie.trakt);
    }
    await t.minutes(3);
    expect(t.world.lists("ann").map((list) => [list.name, list.items.length])).toEqual([["To Keep", 2]]);
  });

  it("what was taken off a list by hand is never put onto it again", async () => {
    const [movie] = movies(1);
    if (movie === undefined) throw new Error("no movie");
    const ann = await t.person("ann");
    await t.rule(ann, toList);
    await t.minutes(1);
    t.world.favorite("ann", movie);
    await t.minutes(3);
    const [list] = t.world.lists("ann");
    t.world.listRemove("ann", list?.id ?? 0, movie);
    t.world.unfavorite("ann", movie);
    await t.minutes(3);
    t.world.favorite("ann", movie);
    await t.minutes(3);
    expect(t.world.lists("ann")[0]?.items).toEqual([]);
    const [, again] = await actionsOf(t, ann);
    expect(again).toMatchObject({ state: "DONE", outcome: expect.stringContaining("not added again") });
  });
});

/** The event that a poll would find, at once. */
async function favoriteSeen(account: { id: string; username: string }, trakt: number): Promise<void> {
  const at = new Date(t.clock.now()).toISOString();
  const data = { item_type: "movie" as const, movie: { title: "Seen", ids: { trakt } }, listed_at: at };
  const draft = { type: "favorites.item_added" as const, subject: `movie:${trakt}`, time: at, identity: at, data };
  await recordEvents(t.ctx, account, [{ draft }]);
  await t.drain();
}

describe("what an action is about", () => {
  it("a season, an episode and a show of one event each go to Trakt as what they are", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Parts", aired: 2, ahead: 1 });
    const ann = await t.person("ann");
    await t.rule(
      ann,
      "name: Parts\nwhen: { event: episode.watched }\nthen:\n  - { do: watchlist.add, item: season }\n  - { do: list.add, item: episode, list: Seen }\n  - { do: rate, item: show, rating: 9 }\n",
    );
    await t.minutes(1);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.minutes(3);
    expect(t.world.watchlist("ann").map((one) => one.item)).toEqual([{ type: "season", show, number: 1 }]);
    expect(t.world.lists("ann")[0]?.items.map((one) => one.item)).toEqual([{ type: "episode", trakt: episodes[0] }]);
    expect(t.world.ratings("ann").map((one) => one.item)).toEqual([{ type: "show", trakt: show }]);
  });

  it("a season that Trakt does not have is a dead letter, not a success", async () => {
    const { show } = addWeeklyShow(t.sandbox, { title: "One season", aired: 1 });
    const ann = await t.person("ann");
    await t.rule(
      ann,
      "name: Season\nwhen: { event: season.premiering }\nthen: [{ do: watchlist.add, item: season }]\n",
    );
    await t.minutes(1);
    const at = new Date(t.clock.now()).toISOString();
    const ids = { trakt: show };
    const data = {
      show: { title: "One season", ids },
      episode: { season: 7, number: 1, ids: { trakt: 1 } },
      season: { number: 7 },
      airs_at: at,
      scope: "mine" as const,
    };
    await recordEvents(t.ctx, ann, [
      { draft: { type: "season.premiering", subject: `season:${show}:7`, time: at, identity: at, data } },
    ]);
    await t.minutes(2);
    expect(await listDead(t.ctx, ann.id)).toMatchObject([{ outcome: expect.stringContaining("does not know") }]);
  });
});
