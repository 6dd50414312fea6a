import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { FaultName } from "@showrunner/trakt-sandbox/faults.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

type Movie = { type: "movie"; trakt: number };

const listRoute = "/users/:id/lists";
const itemsRoute = "/users/:id/lists/:list_id/items";
const activities = "GET /sync/last_activities";

const tellOf = (...types: string[]) =>
  `name: Tell of it\nwhen: { event: [${types.join(", ")}] }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n`;
const tellOfItems = tellOf("list.item_added", "list.item_removed");

function movies(count: number): Movie[] {
  return Array.from({ length: count }, (_, n) => ({ type: "movie", trakt: t.world.addMovie({ title: `Movie ${n}` }) }));
}

function at<T>(things: readonly T[], index: number): T {
  const found = things.at(index);
  if (found === undefined) throw new Error(`there is no thing ${index}`);
  return found;
}

/** What was told, in the order of time: `list.item_added movie:7`. */
async function told(account: Account): Promise<string[]> {
  return (await eventsOf(t, account)).map((event) => `${event.type} ${event.subject}`);
}

/** While it is late, the items of lists are as they were before the newest came. */
function withoutTheNewest(session: TraktSession, isLate: () => boolean): TraktSession {
  return {
    ...session,
    readWhole: async (endpoint, input, options) => {
      const read = await session.readWhole(endpoint, input, options);
      return endpoint.id === "users.list_items" && isLate() ? { ...read, items: read.items.slice(0, -1) } : read;
    },
  };
}

describe("personal lists", () => {
  it("that did not change are not read again when another one did", async () => {
    const [first, second] = movies(2);
    if (first === undefined || second === undefined) throw new Error("no movies");
    const longAgo = { at: t.clock.now() - 60 * 60_000 };
    const ann = await t.person("ann");
    const lists = [1, 2, 3].map((n) => t.world.createList("ann", { name: `List ${n}` }, longAgo));
    for (const list of lists) t.world.listAdd("ann", list, first, longAgo);
    await t.rule(ann, tellOfItems);
    await t.minutes(5);
    const requests = await t.requestsDuring(async () => {
      t.world.listAdd("ann", at(lists, 1), second);
      await t.minutes(1);
    });
    expect(requests).toEqual({ [activities]: 1, [`GET ${listRoute}`]: 1, [`GET ${itemsRoute}`]: 1 });
    expect(await eventsOf(t, ann)).toMatchObject([
      { type: "list.item_added", data: { personal_list: { id: at(lists, 1), name: "List 2", slug: "list-2" } } },
    ]);
  });

  it("are read only as far as a rule needs: their names without what is on them", async () => {
    const ann = await t.person("ann");
    await t.minutes(2);
    t.world.createList("ann", { name: "Together" });
    await t.rule(ann, tellOf("list.created", "list.updated", "list.deleted"));
    const requests = await t.requestsDuring(() => t.minutes(4));
    expect(Object.keys(requests).toSorted()).toEqual([activities, `GET ${listRoute}`]);
  });

  it("of hundreds of items are read page by page, and each that came and went is told once", async () => {
    t.sandbox.behaviour.pageMax = 20;
    const all = movies(110);
    const ann = await t.person("ann");
    const list = t.world.createList("ann", { name: "Long" });
    for (const movie of all.slice(0, 70)) t.world.listAdd("ann", list, movie);
    await t.rule(ann, tellOfItems);
    await t.minutes(4);
    expect(await told(ann)).toEqual([]);
    for (const movie of all.slice(70)) t.world.listAdd("ann", list, movie);
    for (const movie of all.slice(0, 30)) t.world.listRemove("ann", list, movie);
    await t.minutes(4);
    const expected = [
      ...all.slice(70).map(({ trakt }) => `list.item_added movie:${trakt}`),
      ...all.slice(0, 30).map(({ trakt }) => `list.item_removed movie:${trakt}`),
    ];
    expect((await told(ann)).toSorted()).toEqual(expected.toSorted());
  });

  it("that is made with things on it tells of both, and one that is deleted of itself alone", async () => {
    const [movie] = movies(1);
    const ann = await t.person("ann");
    const old = t.world.createList("ann", { name: "Old" });
    t.world.listAdd("ann", old, movie ?? at(movies(1), 0));
    await t.rule(ann, tellOf("list.created", "list.updated", "list.deleted", "list.item_added", "list.item_removed"));
    await t.minutes(4);
    const made = t.world.createList("ann", { name: "New" });
    t.world.listAdd("ann", made, movie ?? at(movies(1), 0));
    t.world.removeList("ann", old);
    await t.minutes(4);
    expect((await told(ann)).toSorted()).toEqual(
      [`list.created list:${made}`, `list.item_added movie:${movie?.trakt}`, `list.deleted list:${old}`].toSorted(),
    );
  });

  it.each([5, 30, 80])("lose nothing and double nothing while Trakt's reads lag by %i seconds", async (lagSeconds) => {
    t.sandbox.behaviour.lagMs = lagSeconds * 1000;
    const all = movies(8);
    const ann = await t.person("ann");
    const list = t.world.createList("ann", { name: "Together" });
    await t.rule(ann, tellOfItems);
    await t.minutes(5);
    for (const [n, movie] of all.entries()) {
      await t.clock.advance(((n * 17) % 60) * 1000);
      t.world.listAdd("ann", list, movie);
      await t.minutes(1);
    }
    await t.minutes(8);
    expect((await told(ann)).toSorted()).toEqual(all.map(({ trakt }) => `list.item_added movie:${trakt}`).toSorted());
  });

  it("that are known to have changed before their items show it are read once more", async () => {
    let isLate = false;
    await t.close();
    t = await createTestWorld({
      wrap: (ctx) => ({
        ...ctx,
        trakt: { ...ctx.trakt, as: (person) => withoutTheNewest(ctx.trakt.as(person), () => isLate) },
      }),
    });
    const [first, second] = movies(2);
    const ann = await t.person("ann");
    const list = t.world.createList("ann", { name: "Together" });
    t.world.listAdd("ann", list, first ?? at(movies(1), 0));
    await t.rule(ann, tellOfItems);
    await t.minutes(4);
    t.world.listAdd("ann", list, second ?? at(movies(1), 0));
    isLate = true;
    await t.minutes(1);
    isLate = false;
    expect(await told(ann)).toEqual([]);
    await t.minutes(3);
    expect(await told(ann)).toEqual([`list.item_added movie:${second?.trakt}`]);
  });

  it("move from one backend to the other, and gain keys that nobody has heard of, without a change", async () => {
    t.sandbox.behaviour.dialect = "rails";
    const [movie, second] = movies(2);
    const ann = await t.person("ann");
    const list = t.world.createList("ann", { name: "Together", description: "What we watch" });
    t.world.listAdd("ann", list, movie ?? at(movies(1), 0));
    await t.rule(ann, tellOf("list.created", "list.updated", "list.deleted", "list.item_added", "list.item_removed"));
    await t.minutes(4);
    Object.assign(t.sandbox.behaviour, { dialect: "workers", extraKeys: true, missingNewerKeys: true });
    t.world.listAdd("ann", list, second ?? at(movies(1), 0));
    await t.minutes(4);
    expect(await told(ann)).toEqual([`list.item_added movie:${second?.trakt}`]);
  });
});

describe("a page that is cut, or a page count that is too small", () => {
  const faults: FaultName[] = ["cut-page", "short-count"];
  const cases = faults.flatMap((fault) =>
    [listRoute, itemsRoute].flatMap((route) =>
      [5, 250].map((pageMax): [FaultName, string, number] => [fault, route, pageMax]),
    ),
  );
  const everything = ["list.created", "list.updated", "list.deleted", "list.item_added", "list.item_removed"];

  it.each(cases)(
    "%s of %s with pages of %i never looks like a removal, and nothing is lost after it",
    async (name, route, pageMax) => {
      t.sandbox.behaviour.pageMax = pageMax;
      const all = movies(16);
      const ann = await t.person("ann");
      const lists = Array.from({ length: 7 }, (_, n) => t.world.createList("ann", { name: `List ${n}` }));
      for (const list of lists) for (const movie of all.slice(0, 12)) t.world.listAdd("ann", list, movie);
      await t.rule(ann, tellOf(...everything));
      await t.minutes(6);
      expect(await told(ann)).toEqual([]);
      // The route of the items begins like that of the lists.
      const struck = route === listRoute ? /\/users\/[^/]+\/lists$/ : route;
      t.sandbox.faults.inject({ name, match: { method: "GET", route: struck } });
      t.world.listAdd("ann", at(lists, 0), at(all, 12));
      await t.minutes(3);
      t.world.listAdd("ann", at(lists, 6), at(all, 13));
      t.world.listAdd("ann", at(lists, 0), at(all, 14));
      await t.minutes(3);
      expect((await told(ann)).filter((line) => /removed|deleted|created|updated/.test(line))).toEqual([]);
      expect(t.sandbox.faults.struck()[name]).toBeGreaterThan(0);
      t.sandbox.faults.clear();
      const made = t.world.createList("ann", { name: "Another" });
      t.world.listRemove("ann", at(lists, 6), at(all, 0));
      await t.minutes(6);
      const expected = [
        ...[12, 13, 14].map((n) => `list.item_added movie:${at(all, n).trakt}`),
        `list.created list:${made}`,
        `list.item_removed movie:${at(all, 0).trakt}`,
      ];
      expect((await told(ann)).toSorted()).toEqual(expected.toSorted());
    },
  );

  it.each(cases)("%s of %s with pages of %i at the first read of all is no beginning", async (name, route, pageMax) => {
    t.sandbox.behaviour.pageMax = pageMax;
    const all = movies(13);
    const ann = await t.person("ann");
    const lists = Array.from({ length: 7 }, (_, n) => t.world.createList("ann", { name: `List ${n}` }));
    for (const movie of all.slice(0, 12)) t.world.listAdd("ann", at(lists, 3), movie);
    const struck = route === listRoute ? /\/users\/[^/]+\/lists$/ : route;
    t.sandbox.faults.inject({ name, match: { method: "GET", route: struck } });
    await t.rule(ann, tellOf(...everything));
    await t.minutes(4);
    t.sandbox.faults.clear();
    await t.minutes(6);
    expect(await told(ann)).toEqual([]);
    t.world.listAdd("ann", at(lists, 3), at(all, 12));
    await t.minutes(4);
    expect(await told(ann)).toEqual([`list.item_added movie:${at(all, 12).trakt}`]);
  });

  it.each([...faults, "500" as const])(
    "%s of playback, followers and ratings loses nothing and takes nothing back",
    async (name) => {
      t.sandbox.behaviour.pageMax = 5;
      const all = movies(14);
      const ann = await t.person("ann");
      const befall = (n: number): void => {
        t.world.pause("ann", at(all, n), 40);
        t.world.rate("ann", at(all, n), 7);
        t.world.addPerson({ username: `other-${n}` });
        t.world.follow(`other-${n}`, "ann");
      };
      for (let n = 0; n < 12; n++) befall(n);
      await t.rule(ann, tellOf("playback.paused", "follower.added", "item.rated", "item.unrated"));
      await t.minutes(4);
      expect(await told(ann)).toEqual([]);
      for (const route of ["/sync/playback", "/sync/ratings", "/users/:id/followers"])
        t.sandbox.faults.inject({ name, match: { route } });
      befall(12);
      await t.minutes(4);
      t.sandbox.faults.clear();
      befall(13);
      t.world.unrate("ann", at(all, 0));
      await t.minutes(6);
      const expected = [12, 13].flatMap((n) => [
        `playback.paused movie:${at(all, n).trakt}`,
        `item.rated movie:${at(all, n).trakt}`,
        `follower.added user:other-${n}`,
      ]);
      expect((await told(ann)).toSorted()).toEqual([...expected, `item.unrated movie:${at(all, 0).trakt}`].toSorted());
    },
  );
});
