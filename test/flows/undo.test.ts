import type { UndoScope } from "@showrunner/core/deeds.ts";
import type { Account } from "@showrunner/core/records.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { previewUndo, requestUndo, type UndoPreview } from "@showrunner/services/undo/undo.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf, runsOf, writesOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(async () => {
  await t.close();
});

type Thing = { type: "movie" | "show"; trakt: number };

const movie = (title = "A Movie"): Thing => ({
  type: "movie",
  trakt: t.world.addMovie({ title, released: "2020-01-01" }),
});
const later = "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n";

async function ruleScope(name: string): Promise<UndoScope> {
  return { what: "rule", ruleId: (await findRule(t.ctx, ann.id, name)).id };
}

async function runScope(at = -1): Promise<UndoScope> {
  const run = (await runsOf(t, ann)).filter((one) => one.trace.outcome === "matched").at(at);
  return { what: "run", runId: run?.id ?? "" };
}

/** Asks for the preview, does it, and lets it come to its end. */
async function undo(scope: UndoScope): Promise<UndoPreview> {
  const preview = await previewUndo(t.ctx, ann, scope);
  await requestUndo(t.ctx, ann, scope);
  await t.minutes(8);
  return preview;
}

async function happen(rule: string, ...things: Thing[]): Promise<void> {
  await t.rule(ann, rule);
  await t.minutes(1);
  for (const thing of things) t.world.favorite("ann", thing);
  await t.minutes(4);
}

const keys = (items: { item: unknown }[]): string[] => items.map(({ item }) => JSON.stringify(item)).toSorted();

describe("what each action did is taken back exactly", () => {
  // Trakt's own number of an entry is a new one each time.
  const dated = (items: { item: unknown; listed_at: string }[]) =>
    items.map(({ item, listed_at }) => ({ item, listed_at }));
  const state = () => ({
    watchlist: keys(t.world.watchlist("ann")),
    collection: dated(t.world.collection("ann")),
    calendar: dated(t.world.hidden("ann", "calendar")),
    dropped: t.world.hidden("ann", "dropped"),
    history: t.world.history("ann").map(({ item, watched_at }) => ({ item, watched_at })),
    ratings: t.world.ratings("ann"),
    lists: t.world.lists("ann").flatMap((list) => list.items.map(({ item }) => JSON.stringify(item))),
  });

  it.each<[does: string, before: (thing: Thing) => void]>([
    ["watchlist.add", () => {}],
    ["watchlist.remove", (thing) => t.world.watchlistAdd("ann", thing)],
    ["collection.add", () => {}],
    ["collection.remove", (thing) => t.world.collect("ann", thing, { listed_at: "2025-05-05T05:05:00.000Z" })],
    ["hide, section: calendar", () => {}],
    [
      "unhide, section: calendar",
      (thing) => t.world.hide("ann", thing, "calendar", { listed_at: "2025-05-05T05:05:00.000Z" }),
    ],
    ["list.add, list: Kept", () => void t.world.createList("ann", { name: "Kept" })],
    ["list.remove, list: Kept", (thing) => t.world.listAdd("ann", t.world.createList("ann", { name: "Kept" }), thing)],
    ["history.add, watched_at: now", () => {}],
    ["history.add, watched_at: released", (thing) => void t.world.watch("ann", thing)],
    [
      "history.remove, plays: all",
      (thing) => void [t.world.watch("ann", thing), t.world.watch("ann", thing, { at: t.clock.now() - 86_400_000 })],
    ],
    ["rate, rating: 8", () => {}],
    ["rate, rating: 8", (thing) => t.world.rate("ann", thing, 3, { at: t.clock.now() - 86_400_000 })],
    ["unrate", (thing) => t.world.rate("ann", thing, 3, { at: t.clock.now() - 86_400_000 })],
  ])("%s", async (does, prepare) => {
    const thing = movie();
    prepare(thing);
    const before = state();
    await happen(`name: Do it\nwhen: { event: favorites.item_added }\nthen: [{ do: ${does} }]\n`, thing);
    expect(state()).not.toEqual(before);
    const preview = await undo(await runScope());
    expect(preview.takesBack).toHaveLength(1);
    expect(state()).toEqual(before);
  });

  it("favorites, and shows that were dropped", async () => {
    const { show } = addWeeklyShow(t.sandbox, { title: "A Show", aired: 2 });
    const thing: Thing = { type: "show", trakt: show };
    await t.rule(
      ann,
      "name: Do it\nwhen: { event: watchlist.item_added }\nthen: [{ do: favorites.add }, { do: drop }]\n",
    );
    await t.minutes(1);
    t.world.watchlistAdd("ann", thing);
    await t.minutes(4);
    expect(keys(t.world.hidden("ann", "dropped"))).toEqual(keys([{ item: thing }]));
    await undo(await runScope());
    expect(t.world.favorites("ann")).toEqual([]);
    expect(t.world.hidden("ann", "dropped")).toEqual([]);
  });

  it("the episodes of a show that were collected before stay collected", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "A Show", aired: 4 });
    t.world.collect("ann", { type: "episode", trakt: episodes[1] ?? 0 });
    const before = keys(t.world.collection("ann"));
    await happen("name: Do it\nwhen: { event: favorites.item_added }\nthen: [{ do: collection.add }]\n", {
      type: "show",
      trakt: show,
    });
    expect(t.world.collection("ann")).toHaveLength(4);
    await undo(await ruleScope("Do it"));
    expect(keys(t.world.collection("ann"))).toEqual(before);
  });

  it("what a rule added and another removed on the same day is as it was in the morning", async () => {
    const thing = movie();
    await happen(later, thing);
    await happen("name: Off\nwhen: { event: item.rated }\nthen: [{ do: watchlist.remove }]\n");
    t.world.rate("ann", thing, 5);
    await t.minutes(4);
    expect(t.world.watchlist("ann")).toEqual([]);
    const day = new Date(t.clock.now()).toISOString().slice(0, 10);
    await undo({ what: "day", day });
    expect(t.world.watchlist("ann")).toEqual([]);
  });
});

describe("what was the person's own stays theirs", () => {
  it("what was on the list before the rule is not taken off", async () => {
    const [mine, other] = [movie("Mine"), movie("Other")];
    t.world.watchlistAdd("ann", mine);
    await happen(later, mine, other);
    const preview = await undo(await ruleScope("Later"));
    expect(preview.takesBack.map((line) => line.did)).toEqual(["Other is on the watchlist"]);
    expect(keys(t.world.watchlist("ann"))).toEqual(keys([{ item: mine }]));
  });

  it("what the person took off and put back themselves since is left, and said so", async () => {
    const thing = movie();
    await happen(later, thing);
    t.world.watchlistRemove("ann", thing);
    await t.minutes(30);
    t.world.watchlistAdd("ann", thing);
    await t.minutes(3);
    const preview = await undo(await runScope());
    expect(preview.leaves).toMatchObject([{ why: expect.stringContaining("anew since") }]);
    expect(keys(t.world.watchlist("ann"))).toEqual(keys([{ item: thing }]));
  });

  it("a rating that the person changed since stays", async () => {
    const thing = movie();
    await happen("name: Do it\nwhen: { event: favorites.item_added }\nthen: [{ do: rate, rating: 8 }]\n", thing);
    t.world.rate("ann", thing, 2);
    await t.minutes(3);
    const preview = await undo(await runScope());
    expect(preview.leaves).toMatchObject([{ why: expect.stringContaining("rated 2 since") }]);
    expect(t.world.ratings("ann")).toMatchObject([{ rating: 2 }]);
  });

  it("a play of the same minute that the person had already stays", async () => {
    const thing = movie();
    t.world.watch("ann", thing, { at: Date.parse("2020-01-01T00:00:00.000Z") });
    const [own] = t.world.history("ann");
    await happen(
      "name: Do it\nwhen: { event: favorites.item_added }\nthen: [{ do: history.add, watched_at: released }]\n",
      thing,
    );
    expect(t.world.history("ann")).toHaveLength(2);
    await undo(await runScope());
    expect(t.world.history("ann").map((play) => play.id)).toEqual([own?.id]);
  });
});

describe("once", () => {
  it("an undo that is asked for twice, and again for the rule and the day, is one write", async () => {
    const thing = movie();
    await happen(later, thing);
    await undo(await runScope());
    t.world.watchlistAdd("ann", thing);
    await t.minutes(3);
    const day = new Date(t.clock.now()).toISOString().slice(0, 10);
    for (const scope of [await runScope(), await ruleScope("Later"), { what: "day", day } as const]) {
      const preview = await undo(scope);
      expect(preview).toMatchObject({ takesBack: [], leaves: [{ why: expect.stringContaining("taken back before") }] });
    }
    expect(writesOf(t, "ann")).toEqual(["POST /sync/watchlist", "POST /sync/watchlist/remove"]);
    expect(keys(t.world.watchlist("ann"))).toEqual(keys([{ item: thing }]));
  });

  it("what was taken back is not added again, by no rule", async () => {
    const thing = movie();
    await happen(later, thing);
    await undo(await runScope());
    await t.rule(
      ann,
      "name: Also\nwhen: { event: item.rated }\nthen: [{ do: watchlist.add }, { do: watchlist.remove }]\n",
    );
    await t.minutes(1);
    t.world.rate("ann", thing, 9);
    t.world.unfavorite("ann", thing);
    await t.minutes(4);
    t.world.favorite("ann", thing);
    await t.minutes(4);
    expect(t.world.watchlist("ann")).toEqual([]);
    expect(writesOf(t, "ann").filter((write) => write === "POST /sync/watchlist")).toHaveLength(1);
    expect((await actionsOf(t, ann)).at(-1)?.outcome).toContain("taken back");
  });

  it("no rule runs on what comes back of an undo", async () => {
    const thing = movie();
    await happen(later, thing);
    await t.rule(ann, "name: Chase\nwhen: { event: watchlist.item_removed }\nthen: [{ do: rate, rating: 1 }]\n");
    await t.minutes(3);
    await undo(await runScope());
    expect(await eventsOf(t, ann, "watchlist.item_removed")).toMatchObject([
      { origin: { undoes: expect.stringMatching(/^act_/) } },
    ]);
    const [run] = await runsOf(t, ann, "watchlist.item_removed");
    expect(run?.trace).toMatchObject({ outcome: "suppressed", reason: expect.stringContaining("takes back") });
    expect(t.world.ratings("ann")).toEqual([]);
  });

  it.each([
    ["was refused", "429", "POST"],
    ["had not even looked", "503", "GET"],
  ] as const)("an action that %s when its rule was taken back is not done any more", async (_how, name, method) => {
    const thing = movie();
    await t.rule(ann, later);
    await t.minutes(1);
    t.sandbox.faults.inject({ name, match: { method, route: "/sync/watchlist", username: "ann" } });
    t.world.favorite("ann", thing);
    await t.minutes(2);
    expect(await actionsOf(t, ann)).toMatchObject([{ state: "RETRY" }]);
    await requestUndo(t.ctx, ann, await ruleScope("Later"));
    t.sandbox.faults.clear();
    await t.minutes(20);
    expect(t.world.watchlist("ann")).toEqual([]);
    expect(writesOf(t, "ann")).toEqual([]);
    expect(await actionsOf(t, ann)).toMatchObject([{ state: "DONE", outcome: expect.stringContaining("taken back") }]);
  });
});

describe("what rules added or hid and the person took back", () => {
  const hide = "name: Hide\nwhen: { event: favorites.item_added }\nthen: [{ do: hide, section: calendar }]\n";
  const again = async (thing: Thing): Promise<void> => {
    t.world.unfavorite("ann", thing);
    await t.minutes(3);
    t.world.favorite("ann", thing);
    await t.minutes(3);
  };

  it("is not done again", async () => {
    const thing = movie();
    await happen(hide, thing);
    expect(t.world.hidden("ann", "calendar")).toHaveLength(1);
    t.world.unhide("ann", thing, "calendar");
    await again(thing);
    expect(t.world.hidden("ann", "calendar")).toEqual([]);
  });

  it("is done again where it was a rule that took it back", async () => {
    const thing = movie();
    await t.rule(
      ann,
      "name: Show\nwhen: { event: favorites.item_removed }\nthen: [{ do: unhide, section: calendar }]\n",
    );
    await happen(hide, thing);
    t.world.unfavorite("ann", thing);
    await t.minutes(3);
    expect(t.world.hidden("ann", "calendar")).toEqual([]);
    t.world.favorite("ann", thing);
    await t.minutes(3);
    expect(t.world.hidden("ann", "calendar")).toHaveLength(1);
  });
});

it("what a rule hid and showed again is left as it was before", async () => {
  const thing = movie();
  await happen("name: Hide\nwhen: { event: favorites.item_added }\nthen: [{ do: hide, section: calendar }]\n", thing);
  await t.rule(ann, "name: Show\nwhen: { event: item.rated }\nthen: [{ do: unhide, section: calendar }]\n");
  await t.minutes(1);
  t.world.rate("ann", thing, 5);
  await t.minutes(5);
  expect(t.world.hidden("ann", "calendar")).toEqual([]);
  await undo({ what: "day", day: new Date(t.clock.now()).toISOString().slice(0, 10) });
  expect(t.world.hidden("ann", "calendar")).toEqual([]);
  // The showing alone would leave it hidden, as the first rule had left it.
  await undo(await ruleScope("Show"));
  expect(writesOf(t, "ann")).toHaveLength(2);
});

it("a show of which episodes were watched before keeps those plays, and loses the rule's", async () => {
  const { show, episodes } = addWeeklyShow(t.sandbox, { title: "A Show", aired: 3 });
  t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
  const before = t.world.history("ann").map((play) => play.id);
  await happen("name: Seen\nwhen: { event: favorites.item_added }\nthen: [{ do: history.add, watched_at: now }]\n", {
    type: "show",
    trakt: show,
  });
  expect(t.world.history("ann")).toHaveLength(4);
  await undo(await runScope());
  expect(t.world.history("ann").map((play) => play.id)).toEqual(before);
});

it("a check-in that became a play is taken back", async () => {
  const thing = movie();
  await happen("name: Watch\nwhen: { event: favorites.item_added }\nthen: [{ do: checkin }]\n", thing);
  await t.rule(ann, "name: Chase\nwhen: { event: movie.watched }\nthen: [{ do: rate, rating: 1 }]\n");
  expect((await previewUndo(t.ctx, ann, await runScope(0))).leaves).toMatchObject([
    { why: expect.stringContaining("no play that could be removed") },
  ]);
  await t.minutes(130);
  expect(t.world.history("ann")).toHaveLength(1);
  expect((await eventsOf(t, ann, "movie.watched")).map((event) => event.origin?.ruleid)).toEqual([
    (await findRule(t.ctx, ann.id, "Watch")).id,
  ]);
  await undo(await runScope(0));
  expect(t.world.history("ann")).toEqual([]);
});

it("another check-in under way is a dead letter that says until when", async () => {
  const [one, two] = [movie("One"), movie("Two")];
  t.world.checkIn("ann", one);
  await happen("name: Watch\nwhen: { event: favorites.item_added }\nthen: [{ do: checkin }]\n", two, one);
  const outcomes = (await actionsOf(t, ann)).map((action) => `${action.state} ${action.outcome}`).toSorted();
  expect(outcomes).toEqual([
    expect.stringMatching(/^DEAD another check-in is under way until 2026-.*: Two was not checked in$/),
    "DONE One is being watched already",
  ]);
});

it("what Trakt does not answer for a while is taken back once it does", async () => {
  const thing = movie();
  await happen(later, thing);
  t.sandbox.faults.inject({ name: "503", match: { route: "/sync/watchlist", username: "ann" } });
  await requestUndo(t.ctx, ann, await runScope());
  await t.minutes(60);
  expect(t.world.watchlist("ann")).toHaveLength(1);
  t.sandbox.faults.clear();
  await t.minutes(60);
  expect(t.world.watchlist("ann")).toEqual([]);
  expect(await t.database.queue.depth("TraktWrites")).toMatchObject({ dead: 0 });
});

it("another person's run cannot be taken back", async () => {
  const thing = movie();
  await happen(later, thing);
  const bob = await t.person("bob");
  await expect(previewUndo(t.ctx, bob, await runScope())).rejects.toMatchObject({ code: "run.unknown" });
  await expect(requestUndo(t.ctx, bob, await runScope())).rejects.toMatchObject({ code: "run.unknown" });
  expect((await previewUndo(t.ctx, bob, await ruleScope("Later"))).takesBack).toEqual([]);
});
