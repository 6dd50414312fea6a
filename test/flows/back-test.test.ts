import type { Item } from "@showrunner/core/ports/store.ts";
import type { Account } from "@showrunner/core/records.ts";
import { backTest } from "@showrunner/services/rules/back-test.ts";
import { findRule, saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
let written: Item[];
beforeEach(async () => {
  written = [];
  t = await createTestWorld({
    wrap: (ctx) => ({
      ...ctx,
      store: {
        get: (key) => ctx.store.get(key),
        getMany: (keys) => ctx.store.getMany(keys),
        query: (query) => ctx.store.query(query),
        queryIndex: (query) => ctx.store.queryIndex(query),
        put: (item, condition) => {
          written.push(item);
          return ctx.store.put(item, condition);
        },
        delete: (key, condition) => {
          written.push({ ...key, v: 0, data: {} });
          return ctx.store.delete(key, condition);
        },
      },
    }),
  });
});
afterEach(async () => {
  await t.close();
});

const tellAll = `
name: Tell me what I put on it
when: { event: watchlist.item_added }
then:
  - do: notify
    channel: inbox
    title: New
    body: "{{ movie.title }}"
`;

/** Somebody for whom a rule that does nothing reads the watchlist and the history. */
async function watcher(): Promise<Account> {
  const ann = await t.person("ann");
  await t.rule(
    ann,
    "name: Reader\nwhen: { event: [watchlist.item_added, episode.watched] }\nif: 'false'\nthen:\n  - do: watchlist.add\n",
  );
  await t.minutes(2);
  return ann;
}

/** Puts movies of these ratings on the watchlist, one a day. */
async function listMovies(ratings: readonly number[]): Promise<void> {
  for (const [at, rating] of ratings.entries()) {
    const trakt = t.world.addMovie({ title: `Movie ${at}`, released: "2020-01-01", rating, votes: 100 });
    t.world.watchlistAdd("ann", { type: "movie", trakt });
    await t.sleep(24 * 3_600_000);
    await t.minutes(2);
  }
}

describe("a rule tried on what happened", () => {
  it("says how often it would have acted, on what, when and with what; and why not on the rest", async () => {
    const ann = await watcher();
    await listMovies([6, 8, 9]);
    const tested = await backTest(t.ctx, ann, {
      source: `
name: Good ones
when: { event: watchlist.item_added }
if: movie.rating >= 7.5
then:
  - do: list.add
    list: Good
`,
    });
    expect(tested).toMatchObject({ heard: 3, matched: 2, notMatched: 1, undecided: 0, failed: 0, cut: false });
    expect(tested.reasons).toEqual([{ outcome: "not_matched", reason: "movie.rating >= 7.5 did not hold", count: 1 }]);
    expect(tested.examples.map((one) => one.about)).toEqual([
      "Movie 2 added to the watchlist",
      "Movie 1 added to the watchlist",
    ]);
    expect(tested.examples[0]?.requests[0]?.request).toMatchObject({ do: "list.add", list: "Good" });
    expect(tested.perDay).toHaveLength(91);
    expect(tested.perDay.filter((day) => day.matched > 0)).toEqual([
      { day: "2026-03-04", matched: 1 },
      { day: "2026-03-05", matched: 1 },
    ]);
    expect(tested.notes.join(" ")).toContain("facts are as they are now");
  });

  it("writes nothing but what is kept of movies for everybody, and asks Trakt nothing as the person", async () => {
    const ann = await watcher();
    await listMovies([6, 8]);
    const runs = await runsOf(t, ann);
    const events = await eventsOf(t, ann);
    written.length = 0;
    const writesBefore = t.world.writes().length;
    const asked = await t.requestsDuring(async () => {
      await backTest(t.ctx, ann, { source: tellAll.replace("then:", "if: movie.rating > 7.0\nthen:") });
      await t.drain();
    });
    expect(written.map((item) => item.pk)).toEqual(["SHARED", "SHARED"]);
    expect(asked).toEqual({ "GET /movies/:id": 2 });
    expect(t.world.writes()).toHaveLength(writesBefore);
    expect(await runsOf(t, ann)).toEqual(runs);
    expect(await eventsOf(t, ann)).toEqual(events);
    // What is known by then is not asked for again.
    written.length = 0;
    expect(await t.requestsDuring(() => backTest(t.ctx, ann, { source: tellAll }))).toEqual({});
    expect(written).toEqual([]);
  });

  it("a fact of then that is not known leaves it undecided, and says which", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 2, ahead: 1 });
    const ann = await watcher();
    const [first] = episodes;
    if (first === undefined) throw new Error("no episode");
    t.world.watch("ann", { type: "episode", trakt: first });
    await t.minutes(2);
    const source =
      "name: Half\nwhen: { event: episode.watched }\nif: progress.behind > 0\nthen:\n  - do: watchlist.add\n";
    const tested = await backTest(t.ctx, ann, { source });
    expect(tested).toMatchObject({ heard: 1, matched: 0, undecided: 1 });
    expect(tested.reasons).toEqual([
      { outcome: "undecided", reason: "how far you were with the show is not known", count: 1 },
    ]);
  });

  it("only the days that are asked for are looked at, and a saved rule is tried as it is, on or off", async () => {
    const ann = await watcher();
    await listMovies([7, 7, 7]);
    await saveRule(t.ctx, ann.id, tellAll, { enabled: false });
    const rule = await findRule(t.ctx, ann.id, "Tell me what I put on it");
    expect((await backTest(t.ctx, ann, rule, { days: 2 })).matched).toBe(2);
    const whole = await backTest(t.ctx, ann, rule, { days: 90 });
    expect(whole.matched).toBe(3);
    expect(whole.name).toBe("Tell me what I put on it");
  });

  it("says what its throttle and its limit would have held back", async () => {
    const ann = await watcher();
    await listMovies([7, 7, 7]);
    const throttled = await backTest(t.ctx, ann, {
      source: `${tellAll}options: { throttle: { at_most: 1, per: 7 days } }\n`,
    });
    expect(throttled.notes).toContain("Its throttle (1 in 7 days) would have held back 2 of 3.");
    const limited = await backTest(t.ctx, ann, {
      source:
        "name: Hide\nwhen: { event: watchlist.item_added }\nthen:\n  - do: watchlist.remove\noptions: { limit: { removals: 1, per: 30 days } }\n",
    });
    expect(limited.notes).toContain("2 of 3 would have waited for your yes: more than 1 removals in 30 days.");
  });

  it("goes through thousands of events page by page and says how far it is", async () => {
    const ann = await watcher();
    for (let at = 0; at < 700; at++)
      t.world.watchlistAdd("ann", {
        type: "movie",
        trakt: t.world.addMovie({ title: `Movie ${at}`, released: "2020-01-01" }),
      });
    await t.minutes(3);
    const steps: number[] = [];
    const tested = await backTest(
      t.ctx,
      ann,
      { source: tellAll },
      { onProgress: ({ looked }) => void steps.push(looked) },
    );
    expect(tested.matched).toBe(700);
    expect(tested.examples).toHaveLength(20);
    expect(steps).toEqual([200, 400, 600, 700]);
    const cut = await backTest(t.ctx, ann, { source: tellAll }, { atMost: 500 });
    expect(cut).toMatchObject({ looked: 500, cut: true, matched: 500 });
    expect(cut.perDay).toHaveLength(1);
    expect(cut.notes.join(" ")).toContain("You have more than 500 events in 90 days");
  });
});
