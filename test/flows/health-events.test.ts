import type { Account } from "@showrunner/core/records.ts";
import { tellLimitReached } from "@showrunner/services/health/tell.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

/** Its address is one only while the movie's title is. */
const fragile = (name: string): string =>
  [
    `name: ${name}`,
    "when: { event: movie.watched }",
    "then:",
    '  - { do: notify, channel: inbox, title: Watched, body: "{{ movie.title }}", url: "{{ movie.title }}" }',
    "",
  ].join("\n");

const telling =
  'name: Told\nwhen: { event: rule.failing }\nthen:\n  - { do: notify, channel: inbox, title: "{{ rule_name }}", body: "{{ failures }}" }\n';

async function watchMovies(count: number, title: string): Promise<void> {
  for (let n = 0; n < count; n++) {
    t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title, released: "2020-01-01" }) });
    await t.minutes(3);
  }
}

async function failures(account: Account): Promise<unknown[]> {
  return (await eventsOf(t, account, "rule.failing")).map(({ data }) => [data["rule_name"], data["failures"]]);
}

describe("a rule that fails", () => {
  it("five times in a row is told of once, until it works again", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, fragile("Fragile"));
    await t.rule(ann, telling);
    await t.minutes(2);
    await watchMovies(4, "no address");
    expect(await failures(ann)).toEqual([]);
    await watchMovies(1, "no address");
    expect(await failures(ann)).toEqual([["Fragile", 5]]);
    await watchMovies(4, "no address");
    expect(await failures(ann)).toHaveLength(1);
    await watchMovies(1, "https://example.org/");
    await watchMovies(4, "no address");
    expect(await failures(ann)).toHaveLength(1);
    await watchMovies(1, "no address");
    expect(await failures(ann)).toHaveLength(2);
    const told = await runsOf(t, ann, "rule.failing");
    expect(told.map((run) => run.trace.outcome)).toEqual(["matched", "matched"]);
  });

  it("now and then is not told of, and failures are counted for each rule by itself", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, fragile("One"));
    await t.rule(ann, telling);
    await t.minutes(2);
    await watchMovies(3, "no address");
    await t.rule(ann, fragile("Another"));
    await watchMovies(1, "no address");
    await watchMovies(1, "https://example.org/");
    await watchMovies(4, "no address");
    expect(await failures(ann)).toEqual([]);
  });

  it("many times at once is counted in full, by several workers too", async () => {
    const ann = await t.person("ann");
    await t.rule(ann, fragile("Fragile"));
    await t.rule(ann, telling);
    await t.minutes(2);
    for (let n = 0; n < 12; n++)
      t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title: "none", released: "2020-01-01" }) });
    await t.minutes(5);
    expect(await failures(ann)).toEqual([["Fragile", 5]]);
  });
});

it("a limit is told once a day, however often it is run into", async () => {
  const ann = await t.person("ann");
  for (let hour = 0; hour < 26; hour++) {
    await tellLimitReached(t.ctx, ann, { limit: "watchlist", reason: "Trakt takes no more", allowed: 100 });
    await t.sleep(3_600_000);
  }
  expect((await eventsOf(t, ann, "limit.reached")).map((event) => event.data["allowed"])).toEqual([100, 100]);
});
