import type { Account } from "@showrunner/core/records.ts";
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

async function hours(count: number): Promise<void> {
  for (let step = 0; step < count; step++) await t.sleep(hourMs);
}

/** A person who watches a show, with a rule for each sort of change. */
async function follower(status = "returning series"): Promise<{ ann: Account; show: number; episodes: number[] }> {
  const made = addWeeklyShow(t.sandbox, { title: "Followed", aired: 2, status });
  t.world.addPerson({ username: "ann" });
  const [first] = made.episodes;
  t.world.watch("ann", { type: "episode", trakt: first ?? 0 });
  const ann = await t.connect("ann");
  const events = "[show.ended, show.canceled, show.renewed, show.season_announced]";
  const told = '  - { do: notify, channel: inbox, title: "{{ event.type }}", body: told }';
  await t.rule(ann, `name: Tell\nwhen: { event: ${events} }\nthen:\n${told}\n`);
  await t.minutes(10);
  return { ann, ...made };
}

const lifeOf = async (account: Account): Promise<string[]> =>
  (await eventsOf(t, account, "show.ended", "show.canceled", "show.renewed", "show.season_announced")).map(
    (event) => event.type,
  );

describe("a change of a show's life", () => {
  it("is told once it has held for a day, and not before", async () => {
    const { ann, show } = await follower();
    t.world.setStatus(show, "canceled");
    await hours(24);
    expect(await lifeOf(ann)).toEqual([]);
    await hours(8);
    expect(await lifeOf(ann)).toEqual(["show.canceled"]);
    await hours(40);
    expect(await lifeOf(ann)).toEqual(["show.canceled"]);
  });

  it("that is taken back within the day is nothing, neither there nor back", async () => {
    const { ann, show } = await follower();
    t.world.setStatus(show, "canceled");
    await hours(12);
    t.world.setStatus(show, "returning series");
    await hours(60);
    expect(await lifeOf(ann)).toEqual([]);
  });

  it("that becomes another within the day begins to hold anew", async () => {
    const { ann, show } = await follower();
    t.world.setStatus(show, "canceled");
    await hours(12);
    t.world.setStatus(show, "ended");
    await hours(20);
    expect(await lifeOf(ann)).toEqual([]);
    await hours(14);
    expect(await lifeOf(ann)).toEqual(["show.ended"]);
  });

  it("that comes back after it was told is told both times", async () => {
    const { ann, show } = await follower();
    t.world.setStatus(show, "canceled");
    await hours(32);
    t.world.setStatus(show, "returning series");
    await hours(32);
    expect(await lifeOf(ann)).toEqual(["show.canceled", "show.renewed"]);
  });

  it("such as a season more is told once, with its number, also when a part of it was there before the rule", async () => {
    const { ann, show } = await follower();
    t.world.addEpisode(show, { season: 1, number: 3, first_aired: null });
    await hours(32);
    expect(await lifeOf(ann)).toEqual([]);
    t.world.addEpisode(show, { season: 2, number: 1, first_aired: null });
    await hours(32);
    t.world.addEpisode(show, { season: 2, number: 2, first_aired: null });
    await hours(32);
    const announced = await eventsOf(t, ann, "show.season_announced");
    expect(announced.map((event) => event.data["season"])).toEqual([{ number: 2 }]);
  });
});
