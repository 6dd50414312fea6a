import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import { disconnectAccount } from "@showrunner/services/accounts/disconnect.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { takeBack } from "@showrunner/services/house/leave.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, runsOf, toldUnder, writesOf } from "../harness/told.ts";
import { busyAccount, type BusyAccount } from "./busy-account.ts";
import { anotherHouse, belongings, type OtherHouse, packed, unpack } from "./houses.ts";

let t: TestWorld;
let other: OtherHouse;
let ann: BusyAccount;
beforeEach(async () => {
  t = await createTestWorld();
  other = anotherHouse(t);
  ann = await busyAccount(t, "ann");
});
afterEach(async () => {
  await ann[Symbol.asyncDispose]();
  await other.close();
  await t.close();
});

/** The ids of the events that reached the person's server, in order. */
const delivered = (): string[] => ann.hook.requests.map(({ body }) => ChangeEvent.parse(JSON.parse(body)).id);
const there = (): TestWorld => ({ ...t, ctx: other.ctx });

describe("a person who moves with connections", () => {
  it("finds everything in the other house as it was, and nothing fires for the past", async () => {
    const before = await belongings(t.ctx, ann.account.id);
    const sent = delivered();
    expect(sent).toHaveLength(1);
    const [arrival] = await unpack(other.ctx, (await packed(t.ctx, [ann.account])).source);
    expect(arrival).toMatchObject({ outcome: "arrived", needsReconnect: false, kept: 0, channelsWithoutSecrets: [] });
    expect(arrival?.houseSha256).toBe(arrival?.archiveSha256);
    expect(await belongings(other.ctx, ann.account.id)).toEqual(before);
    await other.minutes(10);
    expect(delivered()).toEqual(sent);
    expect(writesOf(t, "ann")).toEqual(["POST /sync/watchlist"]);
  });

  it("has what happens afterwards done once, and by the other house alone", async () => {
    await unpack(other.ctx, (await packed(t.ctx, [ann.account])).source);
    ann.watch();
    t.world.favorite("ann", { type: "movie", trakt: t.world.addMovie({ title: "Another" }) });
    await other.minutes(10);
    expect(delivered()).toHaveLength(2);
    expect(new Set(delivered()).size).toBe(2);
    expect(writesOf(t, "ann")).toEqual(["POST /sync/watchlist", "POST /sync/watchlist"]);
    expect(await runsOf(t, ann.account, "episode.watched")).toHaveLength(1);
    expect(await runsOf(there(), ann.account, "episode.watched")).toHaveLength(2);
  });

  it("loses nothing that happens between leaving and arriving", async () => {
    const { source } = await packed(t.ctx, [ann.account]);
    ann.watch();
    await t.minutes(120);
    expect(delivered()).toHaveLength(1);
    await unpack(other.ctx, source);
    await other.minutes(70);
    expect(delivered()).toHaveLength(2);
  });

  it("has timers fire in the other house, and there alone", async () => {
    await unpack(other.ctx, (await packed(t.ctx, [ann.account])).source);
    await t.clock.advance(25 * 3_600_000);
    // After so long a silence things are told together, when it is over.
    await other.minutes(15);
    expect(await toldUnder(there(), ann.account, "on now")).toHaveLength(1);
    expect(await toldUnder(t, ann.account, "on now")).toEqual([]);
  });

  it("has tokens renewed by the other house alone, and disconnecting at the old one does not end them", async () => {
    await unpack(other.ctx, (await packed(t.ctx, [ann.account])).source);
    await disconnectAccount(t.ctx, ann.account);
    await t.clock.advance(80 * 24 * 3_600_000);
    await other.minutes(20);
    expect((await getConnection(other.ctx, ann.account.id)).value.state).toBe("active");
    expect((await getConnection(t.ctx, ann.account.id)).value.state).toBe("disconnected");
    ann.watch();
    await other.minutes(400);
    expect(delivered()).toHaveLength(2);
  });
});

describe("what was under way when somebody left", () => {
  it("is done in the other house: an action that waits for its next try", async () => {
    ann.answer.status = 503;
    ann.watch();
    await t.minutes(3);
    const tried = ann.hook.requests.length;
    const { source } = await packed(t.ctx, [ann.account]);
    ann.answer.status = 200;
    await t.minutes(60);
    expect(ann.hook.requests).toHaveLength(tried);
    await unpack(other.ctx, source);
    await other.minutes(60);
    expect(ann.hook.requests).toHaveLength(tried + 1);
    expect(new Set(delivered()).size).toBe(2);
    const states = (await actionsOf(there(), ann.account)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(["DONE"]));
  });

  it("is done in the other house: an event whose message was still in a queue that does not move", async () => {
    ann.watch();
    await t.clock.advance(60_000);
    // Polled, and its event sent; then the machine stops before the rules are applied.
    const { pollAccount } = await import("@showrunner/services/poll/poll-account.ts");
    await pollAccount(t.ctx, ann.account.id);
    expect((await t.database.queue.depth("ChangeEvents")).visible).toBe(1);
    const { source } = await packed(t.ctx, [ann.account]);
    await t.minutes(5);
    expect(delivered()).toHaveLength(1);
    await unpack(other.ctx, source);
    await other.minutes(5);
    expect(delivered()).toHaveLength(2);
  });

  it("is done in the other house alone: an action whose message is still in a queue of the old one", async () => {
    ann.watch();
    await t.clock.advance(60_000);
    const { pollAccount } = await import("@showrunner/services/poll/poll-account.ts");
    await pollAccount(t.ctx, ann.account.id);
    const { applyRules } = await import("@showrunner/services/rules/apply-rules.ts");
    const events = await t.database.queue.receive("ChangeEvents", { max: 10, visibleAgainAt: t.clock.now() + 60_000 });
    await applyRules(t.ctx, events);
    await t.database.queue.delete(
      "ChangeEvents",
      events.map(({ receipt }) => receipt),
    );
    expect((await t.database.queue.depth("Deliveries")).visible).toBe(2);
    const { source } = await packed(t.ctx, [ann.account]);
    await t.minutes(5);
    expect(delivered()).toHaveLength(1);
    await unpack(other.ctx, source);
    await other.minutes(5);
    expect(delivered()).toHaveLength(2);
  });

  it("does not make an event fire again that no rule had waited for, though one does now", async () => {
    t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title: "Rated" }) }, 9);
    await t.rule(ann.account, "name: Rated\nwhen: { event: movie.watched }\nthen: [{ do: webhook, channel: hook }]\n");
    t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title: "Seen" }) });
    // Recorded while the rule that follows is on, and is not about it.
    ann.watch();
    await t.minutes(10);
    const sent = delivered();
    await t.rule(
      ann.account,
      "name: Rated\nwhen: { event: [movie.watched, item.rated, episode.watched] }\nthen: [{ do: webhook, channel: hook }]\n",
    );
    await unpack(other.ctx, (await packed(t.ctx, [ann.account])).source);
    await other.minutes(10);
    expect(delivered()).toEqual(sent);
  });
});

describe("the way back", () => {
  it("without having arrived anywhere takes everything up again as it was", async () => {
    const before = await belongings(t.ctx, ann.account.id);
    await packed(t.ctx, [ann.account]);
    expect((await getConnection(t.ctx, ann.account.id)).value).toMatchObject({
      state: "disconnected",
      accessToken: "",
      reason: "It has left",
    });
    expect(await takeBack(t.ctx, ann.account)).toBe(true);
    expect(await belongings(t.ctx, ann.account.id)).toEqual(before);
    expect(await takeBack(t.ctx, ann.account)).toBe(false);
    ann.watch();
    await t.minutes(10);
    expect(delivered()).toHaveLength(2);
  });

  it("is a move like any other, and brings along what happened in the other house", async () => {
    await unpack(other.ctx, (await packed(t.ctx, [ann.account])).source);
    ann.watch();
    await t.clock.advance(25 * 3_600_000);
    await other.minutes(15);
    const away = await belongings(other.ctx, ann.account.id);
    await unpack(t.ctx, (await packed(other.ctx, [ann.account])).source);
    expect(await belongings(t.ctx, ann.account.id)).toEqual(away);
    const told = ann.hook.requests.length;
    ann.watch();
    await other.minutes(10);
    expect(ann.hook.requests).toHaveLength(told + 1);
    expect(await toldUnder(t, ann.account, "on now")).toHaveLength(1);
  });
});

describe("a person who moves without connections", () => {
  it("is told to connect again, once and in the other house, and goes on from there after doing so", async () => {
    const { source } = await packed(t.ctx, [ann.account], { secrets: false });
    const [arrival] = await unpack(other.ctx, source);
    expect(arrival).toMatchObject({ needsReconnect: true, channelsWithoutSecrets: ["hook"] });
    ann.watch();
    await unpack(other.ctx, source);
    await other.minutes(5);
    const told = (await readInbox(other.ctx, ann.account.id, 20)).filter(({ title }) =>
      title.includes("connected again"),
    );
    expect(told).toHaveLength(1);
    expect(await runsOf(there(), ann.account, "episode.watched")).toHaveLength(1);
    const { connectAccount } = await import("@showrunner/services/accounts/accounts.ts");
    const { tokensOf } = await import("../harness/test-world.ts");
    await connectAccount(other.ctx, tokensOf(t.world.issueTokens("ann")));
    await other.minutes(5);
    const runs = await runsOf(there(), ann.account, "episode.watched");
    expect(runs.map(({ trace }) => trace.outcome)).toEqual(["matched", "matched"]);
  });
});
