import { FaultName } from "@showrunner/trakt-sandbox/faults.ts";
import type { Account } from "@showrunner/core/records.ts";
import { listDead, retryDead } from "@showrunner/services/act/dead.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf, writesOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

type Movie = { type: "movie"; trakt: number };

/** What a fault means for a write: it is tried again by itself, or is a dead letter for the person. */
const fates: Record<FaultName, "retried" | "dead" | "reads only"> = {
  "400": "dead",
  "401": "retried",
  "401-private": "dead",
  "403-html": "retried",
  "404": "dead",
  "405": "dead",
  "409": "dead",
  "412": "dead",
  "420": "dead",
  "420-told": "dead",
  "422": "dead",
  "423": "dead",
  "423-deactivated": "dead",
  "426": "dead",
  "429": "retried",
  "429-json": "retried",
  "429-bare": "retried",
  "429-html": "retried",
  "429-text": "retried",
  "429-retry-300": "retried",
  "500": "retried",
  "502": "retried",
  "503": "retried",
  "504": "retried",
  "520": "retried",
  "521": "retried",
  "522": "retried",
  reset: "retried",
  "empty-200": "retried",
  "html-200": "retried",
  "lost-answer": "retried",
  "cut-page": "reads only",
  "short-count": "reads only",
  "truncated-body": "retried",
  slow: "retried",
};
const names = FaultName.options;
/** What Cloudflare answers holds for everybody at this address: all are braked. */
const atEdge: readonly FaultName[] = ["429-bare", "429-html", "429-text", "429-retry-300", "403-html"];

const tellAll =
  'name: Tell\nwhen: { event: [movie.watched, item.rated, watchlist.item_added] }\nthen:\n  - { do: notify, channel: inbox, title: "{{ event.type }}", body: "{{ event.subject }}" }\n';

const doAll = `name: Do all
when: { event: favorites.item_added }
then:
  - { do: watchlist.add }
  - { do: rate, rating: 8 }
  - { do: hide, section: calendar }
  - { do: list.add, list: Kept }
  - { do: history.add, watched_at: now }
`;

const movie = (title: string): Movie => ({ type: "movie", trakt: t.world.addMovie({ title }) });

async function anHourAndMore(): Promise<void> {
  for (let passed = 0; passed < 75; passed += 5) await t.sleep(5 * 60_000);
}

/** What is slow comes only as time goes on meanwhile. */
async function tenMinutes(fault: FaultName): Promise<void> {
  await (fault === "slow" ? t.flowing(() => t.minutes(10)) : t.minutes(10));
}

async function twoPeople(rule: string): Promise<[Account, Account]> {
  const [ann, bob] = [await t.person("ann"), await t.person("bob")];
  for (const account of [ann, bob]) await t.rule(account, rule);
  await t.minutes(3);
  return [ann, bob];
}

async function toldOf(account: Account): Promise<string[]> {
  return (await readInbox(t.ctx, account.id, 100)).map((one) => `${one.title} ${one.body}`).toSorted();
}

describe.each(names)("%s on one person's reads", (name) => {
  it("delays what is told to them and loses nothing, calls are spaced, and others are undisturbed", async () => {
    const [ann, bob] = await twoPeople(tellAll);
    const [first, second] = [movie("One"), movie("Two")];
    t.sandbox.faults.inject({ name, match: { method: "GET", username: "ann" } });
    for (const who of ["ann", "bob"]) {
      t.world.watch(who, first);
      t.world.rate(who, second, 7);
    }
    await tenMinutes(name);
    const expected = [`item.rated movie:${second.trakt}`, `movie.watched movie:${first.trakt}`];
    if (!atEdge.includes(name)) expect(await toldOf(bob)).toEqual(expected);
    // Once a minute at most; what does not end a poll can strike each of its reads.
    const callsInPoll = name === "slow" || fates[name] === "reads only" ? 4 : 2;
    expect(t.sandbox.faults.struck()[name]).toBeLessThanOrEqual(10 * callsInPoll);

    t.sandbox.faults.clear();
    t.world.watchlistAdd("ann", second);
    await anHourAndMore();
    expect(await toldOf(bob)).toEqual(expected);
    expect(await toldOf(ann)).toEqual([...expected, `watchlist.item_added movie:${second.trakt}`].toSorted());
    expect(await t.database.queue.depth("PollJobs")).toMatchObject({ dead: 0 });
    expect(await t.database.queue.depth("ChangeEvents")).toMatchObject({ dead: 0 });
  });
});

async function expectAllDone(username: string, account: Account, favorite: Movie): Promise<void> {
  // What the person was told of it meanwhile is no rule's.
  const asked = (await actionsOf(t, account)).filter((action) => action.runId !== "");
  expect(asked.map((action) => `${action.request.do} ${action.state}`).toSorted()).toEqual(
    ["hide", "history.add", "list.add", "rate", "watchlist.add"].map((verb) => `${verb} DONE`),
  );
  expect(t.world.history(username).map((one) => one.item)).toEqual([favorite]);
  expect(t.world.ratings(username)).toMatchObject([{ item: favorite, rating: 8 }]);
  expect(t.world.hidden(username, "calendar").map((one) => one.item)).toEqual([favorite]);
  expect(t.world.lists(username).map((list) => list.items.map((one) => one.item))).toEqual([[favorite]]);
}

const retried = names.filter((name) => fates[name] === "retried");

describe.each(retried)("%s on one person's writes", (name) => {
  it("is followed by every effect once, tries are spaced, and others are undisturbed", async () => {
    const [ann, bob] = await twoPeople(doAll);
    const favorite = movie("Favorite");
    t.sandbox.faults.inject({ name, match: { method: "POST", username: "ann" } });
    for (const who of ["ann", "bob"]) t.world.favorite(who, favorite);
    await tenMinutes(name);
    if (!atEdge.includes(name)) await expectAllDone("bob", bob, favorite);
    // Five kinds of write, tried at once and after 5 s, 30 s, 2 min; the list needs two calls.
    expect(t.sandbox.faults.struck()[name]).toBeLessThanOrEqual(30);

    t.sandbox.faults.clear();
    await anHourAndMore();
    await expectAllDone("ann", ann, favorite);
    await expectAllDone("bob", bob, favorite);
    expect(await listDead(t.ctx, ann.id)).toEqual([]);
  });
});

describe.each(names.filter((name) => fates[name] === "dead"))("%s on one person's writes", (name) => {
  it("is a dead letter for each, told with the reason and tried no more, and done when the person says so", async () => {
    const [ann, bob] = await twoPeople(doAll);
    const favorite = movie("Favorite");
    t.sandbox.faults.inject({ name, match: { method: "POST", username: "ann" } });
    for (const who of ["ann", "bob"]) t.world.favorite(who, favorite);
    await t.minutes(60);
    await expectAllDone("bob", bob, favorite);
    expect(t.sandbox.faults.struck()[name]).toBe(5);
    const dead = await listDead(t.ctx, ann.id);
    expect(dead).toHaveLength(5);
    for (const action of dead) expect(action.outcome).toContain(`Trakt answered ${name.slice(0, 3)}`);

    t.sandbox.faults.clear();
    for (const action of dead) await retryDead(t.ctx, ann.id, action.id);
    await t.drain();
    await expectAllDone("ann", ann, favorite);
  });
});

describe("an answer that got lost after the work was done", () => {
  const undoAll = `name: Undo all
when: { event: favorites.item_added }
then:
  - { do: watchlist.remove }
  - { do: unhide, section: calendar }
`;
  const cases = [
    ["/sync/history", 0],
    ["/sync/history", 80],
    ["/sync/watchlist", 30],
    ["/sync/ratings", 30],
    ["/users/hidden/:section", 30],
    ["/users/:id/lists", 80],
    ["/users/:id/lists/:list_id/items", 30],
  ] as const;

  it.each(cases)("of %s, with reads %i s late, is found out about and nothing is done twice", async (route, lag) => {
    t.sandbox.behaviour.lagMs = lag * 1000;
    const ann = await t.person("ann");
    await t.rule(ann, doAll);
    await t.minutes(4);
    const favorite = movie("Favorite");
    t.sandbox.faults.inject({ name: "lost-answer", match: { method: "POST", route, username: "ann" }, times: 1 });
    t.world.favorite("ann", favorite);
    await t.minutes(15);
    expect(t.sandbox.faults.struck()).toEqual({ "lost-answer": 1 });
    await expectAllDone("ann", ann, favorite);
    expect((await actionsOf(t, ann)).filter((action) => action.unsure > 0)).not.toEqual([]);
  });

  it("of taking something away is repeated, and the change is still known as ours", async () => {
    const favorite = movie("Favorite");
    t.world.addPerson({ username: "ann" });
    t.world.watchlistAdd("ann", favorite);
    t.world.hide("ann", favorite, "calendar");
    const ann = await t.connect("ann");
    await t.rule(ann, undoAll);
    await t.rule(ann, tellAll.replace("movie.watched", "watchlist.item_removed, item.unhidden"));
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "lost-answer", match: { method: "POST", username: "ann" }, times: 2 });
    t.world.favorite("ann", favorite);
    await t.minutes(10);
    expect(writesOf(t, "ann")).toHaveLength(4);
    const events = await eventsOf(t, ann, "watchlist.item_removed", "item.unhidden");
    expect(events.map((event) => event.origin?.chain.length)).toEqual([1, 1]);
  });

  it("of a play that Trakt did not add is repeated once it is certain", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, doAll);
    await t.minutes(3);
    const favorite = movie("Favorite");
    t.sandbox.faults.inject({ name: "reset", match: { method: "POST", route: "/sync/history" }, times: 2 });
    t.world.favorite("ann", favorite);
    await t.minutes(15);
    await expectAllDone("ann", ann, favorite);
  });
});
