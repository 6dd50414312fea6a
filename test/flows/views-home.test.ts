import type { Account } from "@showrunner/core/records.ts";
import { calendar, type CalendarView } from "@showrunner/services/views/calendar.ts";
import { episodes } from "@showrunner/services/views/episodes.ts";
import { search } from "@showrunner/services/views/search.ts";
import { timeline } from "@showrunner/services/views/timeline.ts";
import { watchlist } from "@showrunner/services/views/watchlist.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(() => t.close());

const hourMs = 3_600_000;

/** A show that the person follows: one episode aired and watched, the next to come at an instant. */
function follow(title: string, nextAt: number): { show: number; episodes: number[] } {
  const made = addWeeklyShow(t.sandbox, { title, aired: 1, ahead: 3, nextAt });
  t.world.watch("ann", { type: "episode", trakt: made.episodes[0] ?? 0 });
  return made;
}

describe("the calendar", () => {
  const days = (view: CalendarView) =>
    view.days.flatMap(({ date, entries }) =>
      entries.map((one) => `${date} ${one.kind === "episode" ? `${one.show.title} ${one.number}` : one.movie.title}`),
    );

  it("says what airs on which day of the person's own zone, with premieres, finales and movies", async () => {
    // 23:30 in UTC is the next day in Berlin.
    follow("Late", Date.parse("2026-03-03T23:30:00Z"));
    const movie = t.world.addMovie({ title: "Soon", released: "2026-03-05" });
    t.world.watchlistAdd("ann", { type: "movie", trakt: movie });
    await saveSettings(t.ctx, ann.id, { time_zone: "Europe/Berlin" });
    const view = await calendar(t.ctx, ann, { from: "2026-03-03", days: "7" });
    expect(view).toMatchObject({ zone: "Europe/Berlin", today: "2026-03-02" });
    expect(view.days.map(({ date }) => date)).toHaveLength(7);
    expect(days(view)).toEqual(["2026-03-04 Late 2", "2026-03-05 Soon"]);
    await saveSettings(t.ctx, ann.id, { time_zone: "America/New_York" });
    expect(days(await calendar(t.ctx, ann, { from: "2026-03-03", days: 7 }))).toEqual([
      "2026-03-03 Late 2",
      "2026-03-05 Soon",
    ]);
  });

  it("is read once, and then costs one call, or none while the polls saw that nothing moved", async () => {
    follow("Show", t.clock.now() + 24 * hourMs);
    await t.minutes(5);
    const ask = (asked: object = {}) => t.requestsDuring(() => calendar(t.ctx, ann, asked));
    expect(await ask()).toMatchObject({ "GET /sync/last_activities": 1 });
    expect(await ask()).toEqual({});
    expect(await ask({ days: 3 })).toEqual({});
    // Something that calendars are not made of.
    t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title: "Any" }) }, 7);
    await t.minutes(2);
    expect(await ask()).toEqual({ "GET /sync/last_activities": 1 });
    expect(await ask()).toEqual({});
    await t.sleep(7 * hourMs);
    expect(Object.keys(await ask()).join()).toContain("GET /calendars/my/shows/");
  });

  it("knows what was watched, by what polls and the views know already", async () => {
    const { episodes: some } = follow("Show", t.clock.now() - hourMs);
    await t.rule(ann, "name: A\nwhen: { event: episode.watched }\nthen: [{ do: rate, rating: 8 }]\n");
    await t.minutes(3);
    const watched = async () =>
      (await calendar(t.ctx, ann, { from: "2026-03-02", days: 10 })).days.flatMap(({ entries }) =>
        entries.map((one) => (one.kind === "episode" ? one.watched : undefined)),
      );
    expect(await watched()).toEqual([false, false]);
    t.world.watch("ann", { type: "episode", trakt: some[1] ?? 0 });
    await t.minutes(3);
    expect(await watched()).toEqual([true, false]);
  });

  it("refuses spans that nobody looks at, and says what can be asked", async () => {
    for (const asked of [
      { days: 63 },
      { days: 0 },
      { from: "yesterday" },
      { from: "1999-01-01" },
      { to: "2026-01-01" },
    ])
      await expect(calendar(t.ctx, ann, asked)).rejects.toMatchObject({ code: "view.invalid" });
  });
});

describe("the watchlist", () => {
  it("says how much room there is, who put what there, and what made way", async () => {
    t.sandbox.behaviour.freeLimits.watchlist = 4;
    const movies = Array.from({ length: 4 }, (_, at) => t.world.addMovie({ title: `Movie ${at}` }));
    const [own = 0, ...liked] = movies;
    t.world.watchlistAdd("ann", { type: "movie", trakt: own });
    await t.rule(
      ann,
      "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\noptions: { watchlist: { reserve: 1, evict: oldest } }\n",
    );
    await t.minutes(1);
    for (const trakt of liked) {
      t.world.favorite("ann", { type: "movie", trakt });
      await t.minutes(3);
    }
    const view = await watchlist(t.ctx, ann, { limit: 2 });
    expect(view).toMatchObject({
      limit: 4,
      count: 3,
      byRules: 2,
      room: 1,
      rules: [{ ruleName: "Later", reserve: 1, evicts: true, room: 0, own: 2 }],
      takenOff: [{ title: "Movie 1", ruleName: "Later", at: expect.any(String) }],
      items: [
        { thing: { title: "Movie 3" }, addedBy: { ruleName: "Later" }, evictable: true },
        { thing: { title: "Movie 2" }, addedBy: { ruleName: "Later" }, evictable: true },
      ],
    });
    const rest = await watchlist(t.ctx, ann, { limit: 2, after: view.next ?? "" });
    expect(rest).toMatchObject({
      items: [{ thing: { title: "Movie 0" }, addedBy: null, evictable: false }],
      next: null,
    });
  });

  it("is read at Trakt where no rule needs it polled, and then not again while nothing moves", async () => {
    t.world.watchlistAdd("ann", { type: "show", trakt: t.world.addShow({ title: "Show" }) });
    await t.minutes(5);
    const ask = () => t.requestsDuring(() => watchlist(t.ctx, ann, { limit: 50 }));
    expect(Object.keys(await ask()).length).toBeGreaterThan(1);
    expect(await ask()).toEqual({});
  });
});

describe("the search", () => {
  it("finds the person's own first, then what Trakt knows, and does not ask twice for the same", async () => {
    const own = t.world.addShow({ title: "Pokémon" });
    t.world.watchlistAdd("ann", { type: "show", trakt: own });
    t.world.addShow({ title: "Pokemon Concierge" });
    t.world.addMovie({ title: "Pokemon Detective" });
    await t.rule(ann, "name: A\nwhen: { event: watchlist.item_added }\nthen: [{ do: favorites.add }]\n");
    await t.minutes(2);
    const found = await search(t.ctx, ann, { q: "pokemon" });
    expect(found.whole).toBe(true);
    expect(found.items[0]).toMatchObject({ title: "Pokémon", own: true, kind: "show" });
    expect(
      found.items
        .slice(1)
        .map(({ title, own: isOwn }) => `${title} ${isOwn}`)
        .toSorted(),
    ).toEqual(["Pokemon Concierge false", "Pokemon Detective false"]);
    expect(await t.requestsDuring(() => search(t.ctx, ann, { q: "Pokemon" }))).toEqual({});
    const movies = await search(t.ctx, ann, { q: "pokemon", type: "movie" });
    expect(movies.items.map(({ kind }) => kind)).toEqual(["movie"]);
    await expect(search(t.ctx, ann, { q: "x" })).rejects.toMatchObject({ code: "view.invalid" });
    await expect(search(t.ctx, ann, { q: "abc", type: "person" })).rejects.toMatchObject({ code: "view.invalid" });
  });
});

describe("a show's episodes", () => {
  it("are listed by season, read once for everybody", async () => {
    const { show } = addWeeklyShow(t.sandbox, { title: "Show", aired: 2, ahead: 1 });
    const billie = await t.person("billie");
    const listed = await episodes(t.ctx, ann, String(show));
    expect(listed).toMatchObject({
      show,
      seasons: [{ number: 1, episodes: [{ number: 1 }, { number: 2 }, { number: 3 }] }],
    });
    expect(await t.requestsDuring(() => episodes(t.ctx, billie, String(show)))).toEqual({});
  });
});

describe("the timeline", () => {
  it("tells of what really ran: the event, the rule that acted, and how its action stands", async () => {
    await t.rule(ann, "name: Likes\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n");
    await t.rule(
      ann,
      "name: Never\nwhen: { event: favorites.item_added }\nif: ['false']\nthen: [{ do: watchlist.add }]\n",
    );
    await t.minutes(2);
    t.world.favorite("ann", { type: "movie", trakt: t.world.addMovie({ title: "Movie" }) });
    await t.minutes(3);
    const { items } = await timeline(t.ctx, ann, { limit: 5 });
    expect(items[0]).toMatchObject({
      about: "Movie added to the favorites",
      thing: { kind: "movie", title: "Movie" },
      runs: [
        {
          rule: { name: "Likes" },
          verdict: "acted",
          actions: [{ effect: "add Movie to the watchlist", state: "done" }],
        },
        { rule: { name: "Never" }, verdict: "did not act", actions: [] },
      ],
    });
  });
});
