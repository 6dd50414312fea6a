import { profileKey, timerKey } from "@showrunner/core/keys.ts";
import { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { findRule, saveRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { load } from "@showrunner/services/stored.ts";
import { afterEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld, type TestWorldOptions } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
const open = async (options: TestWorldOptions = {}): Promise<void> => {
  t = await createTestWorld(options);
};
afterEach(async () => {
  await t.close();
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const atTime = (cron: string, body = "now"): string =>
  [
    `name: At ${cron.replaceAll("*", "any")}`,
    `when: { event: time.scheduled, cron: "${cron}" }`,
    "then:",
    `  - { do: notify, channel: inbox, title: My week, body: "${body}" }`,
    "",
  ].join("\n");

async function personIn(username: string, timezone: string): Promise<Account> {
  t.world.addPerson({ username, timezone });
  return await t.connect(username);
}

const scheduled = async (account: Account): Promise<string[]> =>
  (await eventsOf(t, account, "time.scheduled")).map((event) => event.time);

describe("a rule with a cron", () => {
  it.each([
    ["Europe/Berlin", "2026-03-28T00:00:00Z", "2026-03-29T01:00:00.000Z"],
    ["Australia/Lord_Howe", "2026-10-02T20:00:00Z", "2026-10-03T15:30:00.000Z"],
  ])("at a time that clocks in %s leave out comes once, when they go on", async (zone, startsAt, expected) => {
    await open({ startsAt });
    const ann = await personIn("ann", zone);
    await t.rule(ann, atTime("15 2 * * *"));
    for (let hour = 0; hour < 48; hour++) await t.sleep(hourMs);
    const times = await scheduled(ann);
    expect(times).toHaveLength(2);
    expect(times).toContain(expected);
    expect(await runsOf(t, ann, "time.scheduled")).toHaveLength(2);
  });

  it("at a time that clocks show twice comes the first time alone", async () => {
    await open({ startsAt: "2026-10-24T20:00:00Z" });
    const ann = await personIn("ann", "Europe/Berlin");
    await t.rule(ann, atTime("30 2 * * *"));
    for (let step = 0; step < 20; step++) await t.sleep(hourMs / 2);
    expect(await scheduled(ann)).toEqual(["2026-10-25T00:30:00.000Z"]);
  });

  it("goes by each person's own zone, and is heard by that rule alone", async () => {
    await open();
    const ann = await personIn("ann", "Asia/Kathmandu");
    const bob = await personIn("bob", "America/New_York");
    await t.rule(ann, atTime("30 20 * * *"));
    await t.rule(ann, atTime("0 21 * * *"));
    await t.rule(bob, atTime("30 20 * * *"));
    for (let step = 0; step < 48; step++) await t.sleep(hourMs / 2);
    expect(await scheduled(ann)).toEqual(["2026-03-02T14:45:00.000Z", "2026-03-02T15:15:00.000Z"]);
    expect(await scheduled(bob)).toEqual(["2026-03-03T01:30:00.000Z"]);
    expect(await runsOf(t, ann)).toHaveLength(2);
    expect(await runsOf(t, bob)).toHaveLength(1);
  });

  it("missed while nothing ran comes once, for the last time of them", async () => {
    await open();
    const ann = await personIn("ann", "UTC");
    await t.rule(ann, atTime("0 */6 * * *"));
    await t.minutes(1);
    await t.sleep(5 * dayMs);
    await t.minutes(5);
    expect(await scheduled(ann)).toEqual(["2026-03-07T12:00:00.000Z"]);
    await t.sleep(6 * hourMs);
    expect(await scheduled(ann)).toHaveLength(2);
  });

  it("fires for no time before it was switched on, off and on again, or saved anew", async () => {
    await open();
    const ann = await personIn("ann", "UTC");
    await t.rule(ann, atTime("0 * * * *"));
    const rule = async () => await findRule(t.ctx, ann.id, "At 0 any any any any");
    await t.minutes(30);
    await setEnabled(t.ctx, await rule(), false);
    await t.minutes(60);
    await setEnabled(t.ctx, await rule(), true);
    await t.minutes(5);
    expect(await scheduled(ann)).toEqual([]);
    await t.minutes(60);
    expect(await scheduled(ann)).toEqual(["2026-03-02T14:00:00.000Z"]);
    await t.rule(ann, atTime("0 * * * *", "changed"));
    await t.minutes(5);
    expect(await scheduled(ann)).toHaveLength(1);
  });

  it("follows a person who moves to another zone, and tells no time twice", async () => {
    await open();
    const ann = await personIn("ann", "Europe/Berlin");
    await t.rule(ann, atTime("0 20 * * *"));
    await t.minutes(1);
    const profile = await load(t.ctx.store, Account, profileKey(ann.id));
    const data = { ...ann, timezone: "America/New_York" };
    await t.ctx.store.put({ ...profileKey(ann.id), v: (profile?.v ?? 0) + 1, data });
    for (let hour = 0; hour < 36; hour++) await t.sleep(hourMs);
    // 20:00 in New York, not in Berlin, where the timer was set for.
    expect(await scheduled(ann)).toEqual(["2026-03-03T01:00:00.000Z"]);
  });

  it("moves at once to the zone of one's settings, and tells no time of it that has passed already", async () => {
    await open();
    const ann = await personIn("ann", "America/New_York");
    await t.rule(ann, atTime("0 20 * * *"));
    await t.minutes(1);
    // Noon in UTC: eight in the evening has come in Tokyo, an hour ago.
    await saveSettings(t.ctx, ann.id, { time_zone: "Asia/Tokyo" });
    for (let hour = 0; hour < 30; hour++) await t.sleep(hourMs);
    expect(await scheduled(ann)).toEqual(["2026-03-03T11:00:00.000Z"]);
  });

  it("has one timer, which goes with the rule", async () => {
    await open();
    const ann = await personIn("ann", "UTC");
    await t.rule(ann, atTime("0 20 * * SUN"));
    await t.rule(ann, atTime("0 20 * * SUN", "changed"));
    const { pk } = timerKey(ann.id, "");
    const timers = async () => (await t.ctx.store.query({ pk, prefix: "TIMER#" })).items;
    expect(await timers()).toHaveLength(1);
    await setEnabled(t.ctx, await findRule(t.ctx, ann.id, "At 0 20 any any SUN"), false);
    expect(await timers()).toEqual([]);
  });

  it("tells the week: what was watched and what aired since, and what airs until the next time", async () => {
    // A Sunday.
    await open({ startsAt: "2026-03-01T12:00:00.000Z" });
    const ann = await personIn("ann", "Europe/Berlin");
    const start = t.clock.now();
    const weekly = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 2, ahead: 3, nextAt: start + 3 * dayMs });
    const movie = t.world.addMovie({ title: "A Movie", released: "2020-01-01" });
    t.world.watchlistAdd("ann", { type: "show", trakt: weekly.show });
    const body =
      "watched {{ watched | join: '; ' }} of {{ watched_count }}, aired {{ aired | join }}, airs {{ airing | join }}";
    await t.rule(ann, atTime("0 20 * * SUN", body));
    await t.sleep(8 * hourMs);
    for (let day = 0; day < 2; day++) await t.sleep(dayMs);
    t.world.watch("ann", { type: "movie", trakt: movie });
    for (const trakt of weekly.episodes.slice(0, 2)) t.world.watch("ann", { type: "episode", trakt });
    // Entered now, and of long ago: of no week of these.
    t.world.watch("ann", { type: "movie", trakt: movie }, { watched_at: start - 100 * dayMs });
    for (let day = 0; day < 5; day++) await t.sleep(dayMs);
    const [message] = await readInbox(t.ctx, ann.id, 10);
    expect(message?.body).toMatch(
      /^watched A Movie; Weekly 1×01 Episode 1; Weekly 1×02 Episode 2 of 3, aired Wed 13:00 Weekly 1×03 Episode 3, /,
    );
    expect(message?.body).toContain("airs Wed 13:00 Weekly 1×04");
    const event = (await eventsOf(t, ann, "time.scheduled")).at(-1);
    expect(event?.data).toMatchObject({ episodes_watched: 2, movies_watched: 1, aired_count: 1, airing_count: 1 });
    expect(event?.data).toMatchObject({ from: "2026-03-01T19:00:00.000Z", until: "2026-03-15T19:00:00.000Z" });
  });

  it.each([
    ["event: time.scheduled", "when.cron", "missing"],
    ['event: time.scheduled, cron: "* * * * *"', "when.cron", "every 15 minutes"],
    ['event: episode.airing, cron: "0 20 * * *"', "when.cron", "time.scheduled alone"],
    ["event: show.stalled", "when.after", "missing"],
    ["event: show.stalled, after: 1h", "when.after", "from 1 day"],
  ])("%s is refused with its place", async (when, path, message) => {
    await open();
    const ann = await t.person("ann");
    const rule = `name: Wrong\nwhen: { ${when} }\nthen:\n  - { do: notify, channel: inbox, title: a, body: b }\n`;
    await expect(saveRule(t.ctx, ann.id, rule, { enabled: true })).rejects.toMatchObject({
      places: [{ path, message: expect.stringContaining(message) }],
    });
  });
});

describe("a show that stalls", () => {
  const stalled = (after: string): string =>
    [
      `name: Stalled for ${after}`,
      `when: { event: show.stalled, after: ${after} }`,
      "then:",
      '  - { do: notify, channel: inbox, title: "{{ show.title }}", body: "{{ progress.behind }} left" }',
      "",
    ].join("\n");
  const begun = (
    username: string,
    title: string,
    daysAgo: number,
    watched = 1,
  ): { show: number; episodes: number[] } => {
    const made = addWeeklyShow(t.sandbox, { title, aired: 3 });
    for (const trakt of made.episodes.slice(0, watched))
      t.world.watch(username, { type: "episode", trakt }, { watched_at: t.clock.now() - daysAgo * dayMs });
    return made;
  };
  const days = async (count: number): Promise<void> => {
    for (let step = 0; step < count * 4; step++) await t.sleep(6 * hourMs);
  };
  const told = async (account: Account): Promise<string[]> =>
    (await readInbox(t.ctx, account.id, 100)).map((one) => `${one.title}: ${one.body}`).toReversed();

  it("is told once for each time that the person stops, and not of those that had stalled before", async () => {
    await open();
    t.world.addPerson({ username: "ann" });
    begun("ann", "Long ago", 40);
    begun("ann", "Finished", 5, 3);
    const { episodes, show } = begun("ann", "Begun", 10);
    const ann = await t.connect("ann");
    await t.rule(ann, stalled("14 days"));
    await t.minutes(2);
    await days(3);
    expect(await told(ann)).toEqual([]);
    await days(2);
    expect(await told(ann)).toEqual(["Begun: 2 left"]);
    await days(20);
    expect(await told(ann)).toEqual(["Begun: 2 left"]);
    const [, second] = episodes;
    t.world.watch("ann", { type: "episode", trakt: second ?? 0 });
    await days(13);
    expect(await told(ann)).toHaveLength(1);
    await days(2);
    expect(await told(ann)).toEqual(["Begun: 2 left", "Begun: 1 left"]);
    expect((await eventsOf(t, ann, "show.stalled"))[0]).toMatchObject({ subject: `show:${show}` });
  });

  it("is nothing where it was dropped or hidden, and each rule has its own length", async () => {
    await open();
    t.world.addPerson({ username: "ann" });
    const gone = begun("ann", "Dropped", 10);
    const hidden = begun("ann", "Hidden", 10);
    begun("ann", "Begun", 10);
    t.world.drop("ann", { type: "show", trakt: gone.show });
    t.world.hide("ann", { type: "show", trakt: hidden.show }, "progress_watched");
    const ann = await t.connect("ann");
    await t.rule(ann, stalled("14 days"));
    await t.rule(ann, stalled("12 days"));
    await t.minutes(2);
    await days(3);
    expect((await runsOf(t, ann)).map((run) => run.rule["name"])).toEqual(["Stalled for 12 days"]);
    await days(5);
    expect((await runsOf(t, ann)).map((run) => run.rule["name"])).toEqual([
      "Stalled for 12 days",
      "Stalled for 14 days",
    ]);
  });

  it("while the rule was off is not told when it is on again", async () => {
    await open();
    t.world.addPerson({ username: "ann" });
    begun("ann", "Begun", 10);
    const ann = await t.connect("ann");
    await t.rule(ann, stalled("14 days"));
    await t.minutes(2);
    await setEnabled(t.ctx, await findRule(t.ctx, ann.id, "Stalled for 14 days"), false);
    await days(6);
    await setEnabled(t.ctx, await findRule(t.ctx, ann.id, "Stalled for 14 days"), true);
    await days(6);
    expect(await told(ann)).toEqual([]);
  });
});
