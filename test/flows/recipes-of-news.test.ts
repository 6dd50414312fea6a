import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { dayMs, hourMs, hours, told, useRecipe, verdicts } from "../harness/recipes.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { runsOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(async () => {
  await t.close();
});

const minuteMs = 60_000;

function seen(episodes: readonly number[], count: number): void {
  for (const trakt of episodes.slice(0, count)) t.world.watch("ann", { type: "episode", trakt });
}

describe("what airs", () => {
  it("is told once of a show that the person is caught up with, and of no other, nor of what aired before", async () => {
    const nextAt = t.clock.now() + 20 * minuteMs;
    const mine = addWeeklyShow(t.sandbox, { title: "Mine", aired: 2, ahead: 2, nextAt });
    const behind = addWeeklyShow(t.sandbox, { title: "Behind", aired: 3, ahead: 2, nextAt });
    seen(mine.episodes, 2);
    seen(behind.episodes, 1);
    await useRecipe(t, ann, "notify-airing");
    await t.minutes(30);
    expect(await told(t, ann)).toEqual(['Mine: season 1, episode 3 | "Episode 3" airs now.']);
    const outcomes = (await runsOf(t, ann)).map((run) => [run.about, run.trace.outcome]);
    expect(outcomes.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1))).toEqual([
      [expect.stringContaining("Behind"), "not_matched"],
      [expect.stringContaining("Mine"), "matched"],
    ]);
  });

  it("is told before or after its time, and marked where a season begins or ends", async () => {
    const nextAt = t.clock.now() + 2 * hourMs;
    const first = addWeeklyShow(t.sandbox, { title: "New", aired: 0, ahead: 3, nextAt });
    const last = addWeeklyShow(t.sandbox, { title: "Old", aired: 2, ahead: 1, nextAt });
    t.world.watchlistAdd("ann", { type: "show", trakt: first.show });
    seen(last.episodes, 2);
    await useRecipe(t, ann, "notify-airing", { offset: "-30m", name: "Before" });
    await useRecipe(t, ann, "notify-airing", { offset: "1h", name: "After" });
    await t.minutes(89);
    expect(await told(t, ann)).toEqual([]);
    await t.minutes(5);
    expect((await told(t, ann)).toSorted()).toEqual([
      'New: season 1, episode 1 | "Episode 1" airs soon. The season begins.',
      'Old: season 1, episode 3 | "Episode 3" airs soon. It is the season\'s last.',
    ]);
    await t.minutes(120);
    expect((await told(t, ann)).slice(2).toSorted()).toEqual([
      'New: season 1, episode 1 | "Episode 1" has aired. The season begins.',
      'Old: season 1, episode 3 | "Episode 3" has aired. It is the season\'s last.',
    ]);
  });
});

describe("a whole season", () => {
  it("is told of when its last episode airs, once, and not when others do", async () => {
    const nextAt = t.clock.now() + 20 * minuteMs;
    const weekly = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 2, ahead: 1, nextAt });
    const going = addWeeklyShow(t.sandbox, { title: "Goes on", aired: 2, ahead: 3, nextAt });
    const over = addWeeklyShow(t.sandbox, { title: "Was out before", aired: 3 });
    for (const { show } of [weekly, going, over]) t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await useRecipe(t, ann, "whole-season-out");
    await useRecipe(t, ann, "whole-season-out", { binge_only: true, name: "At once" });
    await t.minutes(2);
    await hours(t, 3);
    expect(await told(t, ann)).toEqual(["Weekly: all of season 1 is out | Its last episode has aired."]);
    expect((await verdicts(t, ann)).map(({ outcome }) => outcome).toSorted()).toEqual(["matched", "not_matched"]);
  });

  it("that comes out all at once is told of once, as such", async () => {
    const show = t.world.addShow({ title: "Binge", status: "returning series" });
    for (const number of [1, 2, 3])
      t.world.addEpisode(show, { season: 1, number, first_aired: t.clock.now() + 20 * minuteMs });
    t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await useRecipe(t, ann, "whole-season-out", { binge_only: true });
    await t.minutes(2);
    await hours(t, 3);
    expect(await told(t, ann)).toEqual(["Binge: all of season 1 is out | All of it came out at once."]);
  });
});

describe("news of shows", () => {
  it("is told once when it has held for a day: of a show that was canceled, not of one that was so before", async () => {
    const [mine, before, taken] = ["Mine", "Canceled before", "Taken back"].map((title) =>
      addWeeklyShow(t.sandbox, {
        title,
        aired: 2,
        status: title === "Canceled before" ? "canceled" : "returning series",
      }),
    );
    for (const one of [mine, before, taken]) seen(one?.episodes ?? [], 1);
    await useRecipe(t, ann, "renewed-canceled-ended");
    await hours(t, 7);
    t.world.setStatus(mine?.show ?? 0, "canceled");
    t.world.setStatus(taken?.show ?? 0, "canceled");
    await hours(t, 8);
    t.world.setStatus(taken?.show ?? 0, "returning series");
    expect(await told(t, ann)).toEqual([]);
    await hours(t, 60);
    expect(await told(t, ann)).toEqual(["Mine is canceled | Mine."]);
    t.world.setStatus(mine?.show ?? 0, "returning series");
    await hours(t, 32);
    expect((await told(t, ann)).slice(1)).toEqual(["Mine goes on | Mine."]);
  });

  it("that was not asked for is not told", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Mine", aired: 2 });
    seen(episodes, 1);
    await useRecipe(t, ann, "renewed-canceled-ended", { events: ["show.ended", "show.season_announced"] });
    await hours(t, 1);
    t.world.setStatus(show, "canceled");
    await hours(t, 32);
    expect(await told(t, ann)).toEqual([]);
    t.world.addEpisode(show, { season: 2, number: 1, first_aired: null });
    await hours(t, 32);
    expect(await told(t, ann)).toEqual(["Mine gets another season | Mine."]);
  });
});

describe("movies of the watchlist", () => {
  const onDay = (inDays: number, before: number): string =>
    new Date(t.clock.now() + (inDays - before) * dayMs).toISOString().slice(0, 10);

  it("are told of on the day they can be streamed or are out on disc, once; what is only in the calendar is not", async () => {
    // Made up by the sandbox: a movie's other days come 45 and 90 days after it was in theaters.
    const stream = t.world.addMovie({ title: "Stream", year: 2026, released: onDay(2, 45) });
    const disc = t.world.addMovie({ title: "Disc", year: 2026, released: onDay(2, 90) });
    const cinema = t.world.addMovie({ title: "Cinema", year: 2026, released: onDay(2, 0) });
    const early = t.world.addMovie({ title: "Out before", year: 2026, released: onDay(-2, 45) });
    const watched = t.world.addMovie({ title: "Seen in a cinema", year: 2026, released: onDay(2, 45) });
    for (const trakt of [stream, disc, cinema, early]) t.world.watchlistAdd("ann", { type: "movie", trakt });
    t.world.watch("ann", { type: "movie", trakt: watched });
    await useRecipe(t, ann, "movies-on-my-watchlist");
    await hours(t, 24);
    expect(await told(t, ann)).toEqual([]);
    await hours(t, 48);
    expect((await told(t, ann)).toSorted()).toEqual([
      "Disc is out on disc | Disc (2026), from today.",
      "Stream can be streamed | Stream (2026), from today.",
    ]);
    expect((await verdicts(t, ann)).filter(({ outcome }) => outcome === "not_matched")).toEqual([
      { outcome: "not_matched", held: [false], actions: [] },
    ]);
  });
});
