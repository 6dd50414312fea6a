import { readInbox } from "@showrunner/services/act/inbox.ts";
import { decideAll, listApprovals } from "@showrunner/services/approvals/approvals.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { anotherHouse, type OtherHouse, packed, unpack } from "./houses.ts";

let t: TestWorld;
let other: OtherHouse;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  other = anotherHouse(t);
  ann = await t.person("ann");
});
afterEach(async () => {
  await other.close();
  await t.close();
});

async function rated(rule: string): Promise<void> {
  await t.rule(ann, rule);
  await t.minutes(2);
  const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "Heat" }) };
  t.world.watchlistAdd("ann", movie);
  t.world.rate("ann", movie, 5);
  await t.minutes(16);
}

async function moves(): Promise<void> {
  await unpack(other.ctx, (await packed(t.ctx, [ann])).source);
}

const told = async (house: Pick<TestWorld, "ctx">): Promise<string[]> =>
  (await readInbox(house.ctx, ann.id, 20)).map(({ title, body }) => `${title} ${body}`);

it("a run that waits for a yes waits in the new house: a yes in the old one does nothing", async () => {
  await rated(
    "name: Off\nwhen: { event: item.rated }\nthen: [{ do: watchlist.remove }]\noptions: { limit: { removals: 0 } }\n",
  );
  expect(await listApprovals(t.ctx, ann.id)).toHaveLength(1);
  await moves();
  expect(await decideAll(t.ctx, ann.id, "yes")).toEqual([]);
  await t.minutes(5);
  expect(t.world.watchlist("ann")).toHaveLength(1);
  expect(await decideAll(other.ctx, ann.id, "yes")).toHaveLength(1);
  await other.minutes(5);
  expect(t.world.watchlist("ann")).toEqual([]);
});

it("what waits to be looked at again, and what is held for its hour, is told in the new house alone, and once", async () => {
  await saveSettings(t.ctx, ann.id, { time_zone: "UTC", quiet_hours: "12:00-15:00" });
  await rated(
    "name: Both\nwhen: { event: item.rated }\nthen: [{ do: notify, channel: inbox, title: Held, body: now }, { do: notify, channel: inbox, title: Looked, body: again, wait: 5 hours, if: rating < 8 }]\n",
  );
  const before = await told(t);
  await moves();
  // Settings that change in the old house wake nothing there.
  await saveSettings(t.ctx, ann.id, { time_zone: "UTC" });
  for (const house of [t, other]) await house.minutes(360);
  expect(await told(t)).toEqual(before);
  expect(await told(other)).toEqual(expect.arrayContaining(["Held now", "Looked again"]));
  expect(await told(other)).toHaveLength(before.length + 2);
});
