import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { requestPoll } from "@showrunner/services/poll/poll-cursor.ts";
import { getSettings, saveSettings, withSetting } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  // A Monday.
  t = await createTestWorld({ startsAt: "2026-03-02T12:00:00.000Z" });
  ann = await t.person("ann");
  await saveSettings(t.ctx, ann.id, { time_zone: "Europe/Berlin" });
});
afterEach(() => t.close());

const hold = "{ do: hold, channel: inbox, title: '{{ movie.title }}', body: '{{ rating }}' }";
const rated = (name: string, options = "", then = hold): string =>
  `name: ${name}\nwhen: { event: item.rated }\nthen:\n  - ${then}\n${options}`;

function rate(title: string, rating = 8): void {
  t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title, year: 2020 }) }, rating);
}

async function until(time: string): Promise<void> {
  await t.sleep(Date.parse(time) - t.clock.now());
  await t.minutes(1);
}

const inbox = async (): Promise<string[]> =>
  (await readInbox(t.ctx, ann.id, 50)).map(({ title, body }) => `${title} | ${body}`).toReversed();

describe("what a rule holds", () => {
  it("is told in one message at the person's daily time, once, and an empty digest is not sent", async () => {
    await t.rule(ann, rated("My day"));
    await t.minutes(2);
    rate("Heat");
    await t.minutes(5);
    rate("Alien", 10);
    await t.minutes(5);
    expect(await inbox()).toEqual([]);
    const [run] = await runsOf(t, ann);
    expect(run?.trace.timing).toEqual(['notify inbox: held for the digest "My day", which goes out Tue 3 Mar, 08:00']);
    await until("2026-03-03T06:58:00Z");
    expect(await inbox()).toEqual([]);
    await until("2026-03-03T07:00:00Z");
    expect(await inbox()).toEqual(["My day: 2 | • Heat: 8\n• Alien: 10"]);
    const [first] = await actionsOf(t, ann);
    expect(first).toMatchObject({
      state: "DONE",
      outcome: expect.stringContaining('told in the digest "My day" with 1 more'),
    });
    await until("2026-03-04T08:00:00Z");
    expect(await inbox()).toHaveLength(1);
    rate("Fargo");
    await requestPoll(t.ctx, ann.id);
    await t.drain();
    await until("2026-03-05T07:01:00Z");
    expect((await inbox())[1]).toBe("My day: 1 | • Fargo: 8");
  });

  it("is told on the person's day of the week, by templates of its own", async () => {
    const options =
      'options:\n  digest:\n    every: weekly\n    title: "{{ digest.count }} rated"\n' +
      '    body: "{% for item in items %}{{ forloop.index }}. {{ item.title }} ({{ item.rule }})\\n{% endfor %}"\n';
    await t.rule(ann, rated("My week", options));
    await t.minutes(2);
    rate("Heat");
    rate("Alien");
    await t.minutes(3);
    await until("2026-03-08T16:58:00Z");
    expect(await inbox()).toEqual([]);
    await until("2026-03-08T17:00:00Z");
    const [told] = await inbox();
    expect(told).toMatch(/^2 rated \| 1\. (Heat|Alien) \(My week\)\n2\. (Heat|Alien) \(My week\)$/);
  });

  it("is told as soon as it has its number of items, and what is left waits for the next", async () => {
    await t.rule(ann, rated("Threes", "options: { digest: { after_items: 3 } }\n"));
    await t.minutes(2);
    for (const title of ["One", "Two"]) rate(title);
    await t.minutes(3);
    expect(await inbox()).toEqual([]);
    rate("Three");
    await t.minutes(3);
    expect(await inbox()).toHaveLength(1);
    expect((await inbox())[0]).toMatch(/^Threes: 3 \|/);
    rate("Four");
    await t.minutes(10);
    expect(await inbox()).toHaveLength(1);
  });

  it("fills one digest from several rules where they give it one name", async () => {
    const options = "options: { digest: { every: daily, name: Both } }\n";
    await t.rule(ann, rated("First", options, "{ do: hold, channel: inbox, title: 'a {{ movie.title }}' }"));
    await t.rule(ann, rated("Second", options, "{ do: hold, channel: inbox, title: 'b {{ movie.title }}' }"));
    await t.minutes(2);
    rate("Heat");
    await t.minutes(3);
    await until("2026-03-03T07:00:00Z");
    const [message, ...others] = await inbox();
    expect(others).toEqual([]);
    expect(message?.split(/ \| |\n/).toSorted()).toEqual(["Both: 2", "• a Heat", "• b Heat"]);
  });

  it("holds a rule's notifications where it has a digest and no hold; beside a hold, they are told at once", async () => {
    const notify = "{ do: notify, channel: inbox, title: 'now {{ movie.title }}', body: x }";
    await t.rule(ann, rated("Held", "options: { digest: daily }\n", notify));
    await t.rule(ann, rated("Both", "options: { digest: daily }\n", `${hold}\n  - ${notify}`));
    await t.minutes(2);
    rate("Heat");
    await t.minutes(3);
    expect(await inbox()).toEqual(["now Heat | x"]);
    await until("2026-03-03T07:00:00Z");
    expect((await inbox()).slice(1).toSorted()).toEqual(["Both: 1 | • Heat: 8", "Held: 1 | • now Heat: x"]);
  });

  it("moves with the person's settings, and into the end of their quiet hours", async () => {
    await t.rule(ann, rated("My day"));
    await t.minutes(2);
    rate("Heat");
    await t.minutes(3);
    await saveSettings(t.ctx, ann.id, withSetting(await getSettings(t.ctx, ann.id), "digests.daily_at", "06:00"));
    await saveSettings(t.ctx, ann.id, withSetting(await getSettings(t.ctx, ann.id), "quiet_hours", "22:00-06:30"));
    await t.minutes(1);
    expect((await actionsOf(t, ann))[0]?.hold?.until).toBe(Date.parse("2026-03-03T05:00:00Z"));
    await until("2026-03-03T05:00:00Z");
    expect(await inbox()).toEqual([]);
    await until("2026-03-03T05:30:00Z");
    expect(await inbox()).toEqual(["My day: 1 | • Heat: 8"]);
  });

  it("has those of high priority first", async () => {
    const digest = "digest: { every: daily, name: All }";
    await t.rule(
      ann,
      rated("Low", `options: { ${digest}, priority: low }\n`, "{ do: hold, channel: inbox, title: low }"),
    );
    await t.rule(ann, rated("Plain", `options: { ${digest} }\n`, "{ do: hold, channel: inbox, title: plain }"));
    await t.rule(
      ann,
      rated("High", `options: { ${digest}, priority: high }\n`, "{ do: hold, channel: inbox, title: high }"),
    );
    await t.minutes(2);
    rate("Heat");
    await t.minutes(3);
    await until("2026-03-03T07:00:00Z");
    expect(await inbox()).toEqual(["All: 3 | • high\n• plain\n• low"]);
  });
});
