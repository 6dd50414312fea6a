import { agreeToHousehold, endHousehold, listHousehold, offerHousehold } from "@showrunner/services/household/links.ts";
import { listDead } from "@showrunner/services/act/dead.ts";
import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf, writesOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
let bo: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
  bo = await t.person("bo");
});
afterEach(async () => {
  await t.close();
});

const share = (to: string) => `name: Together
when: { event: [episode.watched, movie.watched] }
then: [{ do: household.share, with: ${to} }]
`;
const take = (by: string) => `name: Theirs is mine
when: { event: household.watched }
if: by.username == "${by}"
then: [{ do: history.add }]
`;

async function together(): Promise<void> {
  await offerHousehold(t.ctx, ann, bo);
  await agreeToHousehold(t.ctx, bo, ann);
  await t.rule(ann, share("bo"));
  await t.rule(bo, take("ann"));
  await t.minutes(3);
}

const movie = (title: string): number => t.world.addMovie({ title, released: "2020-01-01" });
const playsOf = (username: string) =>
  t.world.history(username).flatMap(({ item }) => ("trakt" in item ? [item.trakt] : []));

describe("a household", () => {
  it("both agreed to: what one watches is watched by the other too, once, at the same time, by a rule of their own", async () => {
    const old = movie("Seen before");
    t.world.watch("ann", { type: "movie", trakt: old });
    await together();
    const trakt = movie("Together");
    t.world.watch("ann", { type: "movie", trakt });
    await t.minutes(10);
    expect(playsOf("bo")).toEqual([trakt]);
    const [event, ...more] = await eventsOf(t, bo, "household.watched");
    expect(more).toEqual([]);
    expect(event?.data).toMatchObject({ by: { username: "ann" }, item_type: "movie", movie: { title: "Together" } });
    expect((await runsOf(t, bo, "household.watched")).map((run) => run.trace.outcome)).toEqual(["matched"]);
    expect(t.world.history("bo")[0]?.watched_at).toBe(t.world.history("ann")[0]?.watched_at);
    expect(writesOf(t, "ann")).toEqual([]);
  });

  it("in which each shares with the other goes to and fro once, not for ever", async () => {
    await together();
    await t.rule(bo, share("ann"));
    await t.rule(ann, take("bo"));
    await t.minutes(3);
    const trakt = movie("Together");
    t.world.watch("ann", { type: "movie", trakt });
    await t.minutes(30);
    expect(playsOf("ann")).toEqual([trakt]);
    expect(playsOf("bo")).toEqual([trakt]);
  });

  it("shares an episode with its show", async () => {
    await together();
    const { addWeeklyShow } = await import("../harness/made-up-shows.ts");
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Our show", aired: 2 });
    const [first = 0] = episodes;
    t.world.watch("ann", { type: "episode", trakt: first });
    await t.minutes(10);
    expect(playsOf("bo")).toEqual([first]);
  });
});

describe("nothing is shared", () => {
  /** What ann watches now, shared: what comes of it, for bo and in ann's dead letters. */
  const shared = async () => {
    await t.rule(ann, share("bo"));
    await t.rule(bo, take("ann"));
    await t.minutes(3);
    t.world.watch("ann", { type: "movie", trakt: movie("Private") });
    await t.minutes(10);
    const events = await eventsOf(t, bo, "household.watched");
    return { plays: playsOf("bo"), events, dead: (await listDead(t.ctx, ann.id)).map(({ outcome }) => outcome) };
  };
  const nothing = { plays: [], events: [], dead: [expect.stringContaining("not one household")] };

  it("without an agreement, which the person who shares is told", async () => {
    expect(await shared()).toEqual(nothing);
  });

  it("by an offer alone", async () => {
    await offerHousehold(t.ctx, ann, bo);
    expect(await shared()).toEqual(nothing);
  });

  it("once either ended it", async () => {
    await offerHousehold(t.ctx, ann, bo);
    await agreeToHousehold(t.ctx, bo, ann);
    await endHousehold(t.ctx, bo, ann);
    expect(await shared()).toEqual(nothing);
  });

  it("by agreeing to what was never offered", async () => {
    await expect(agreeToHousehold(t.ctx, bo, ann)).rejects.toMatchObject({ code: "household.not_offered" });
    await offerHousehold(t.ctx, ann, bo);
    await expect(agreeToHousehold(t.ctx, ann, bo)).rejects.toMatchObject({ code: "household.not_offered" });
    expect(await listHousehold(t.ctx, ann.id)).toMatchObject([{ withUsername: "bo", state: "offered" }]);
    expect(await listHousehold(t.ctx, bo.id)).toMatchObject([{ withUsername: "ann", state: "asked" }]);
  });
});
