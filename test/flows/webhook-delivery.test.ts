import type { Received, Respond } from "@showrunner/channels/testing/receiver.ts";
import type { Account, ActionRecord } from "@showrunner/core/records.ts";
import { enableChannel } from "@showrunner/services/act/channel-health.ts";
import { channelRows, standingOf } from "@showrunner/services/act/channel-rows.ts";
import { getDelivery, listDeliveries, replayDelivery } from "@showrunner/services/act/deliveries.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { testChannel } from "@showrunner/services/act/test-channel.ts";
import { rotateSecret } from "@showrunner/services/act/webhook-secrets.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { webhookRetrySeconds } from "../../stacks/topology.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf } from "../harness/told.ts";
import { addHook, type Hook, madeUpSigningSecret } from "../harness/webhook.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const answering = (status: number, headers: Record<string, string> = {}): Respond => {
  return (_request, response) => response.writeHead(status, headers).end(`said ${status}`);
};
const well = answering(204);

let t: TestWorld;
let ann: Account;
let hook: Hook;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
  hook = await addHook(t, ann);
  await tellHook(ann);
});
afterEach(async () => {
  await hook[Symbol.asyncDispose]();
  await t.close();
});

async function tellHook(account: Account): Promise<void> {
  await t.rule(account, "name: Tell\nwhen: { event: movie.watched }\nthen: [{ do: webhook, channel: hook }]\n");
  await t.minutes(3);
}

let titles = 0;
async function watch(account = ann, count = 1): Promise<void> {
  for (let n = 0; n < count; n++)
    t.world.watch(account.username, { type: "movie", trakt: t.world.addMovie({ title: `Movie ${(titles += 1)}` }) });
  await t.clock.advance(60_000);
  await pollAccount(t.ctx, account.id);
  await t.drain();
}

async function webhooksOf(account: Account): Promise<ActionRecord[]> {
  return (await actionsOf(t, account)).filter(({ request }) => request.do === "webhook");
}

/** Lets as much time pass as the one delivery waits for. */
async function untilNextTry(): Promise<void> {
  const [action] = await webhooksOf(ann);
  await t.sleep(Math.max(0, (action?.dueAt ?? 0) - t.clock.now()));
}

const idOf = ({ headers }: Received): string => String(headers["webhook-id"]);
const idsOf = (requests: readonly Received[]): string[] => requests.map(idOf).toSorted();
const inboxTitles = async (): Promise<string[]> => (await readInbox(t.ctx, ann.id, 100)).map(({ title }) => title);
const textHeaders = (request: Received | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]));

/** As a receiver does it whose clock is the world's. */
function verify(secret: string, request: Received | undefined): unknown {
  vi.useFakeTimers({ toFake: ["Date"], now: t.clock.now() });
  try {
    return new Webhook(secret).verify(request?.body ?? "", textHeaders(request));
  } finally {
    vi.useRealTimers();
  }
}

describe("a webhook that is not taken", () => {
  it("is tried by the schedule of Standard Webhooks, under one id, and then is dead with every try on record", async () => {
    hook.answerWith(answering(500));
    await watch();
    for (let tried = 1; tried <= webhookRetrySeconds.length; tried++) await untilNextTry();
    const [action] = await webhooksOf(ann);
    expect(action).toMatchObject({ state: "DEAD", attempts: 10 });
    const tries = action?.tries ?? [];
    expect(tries).toHaveLength(10);
    const waits = tries.slice(1).map(({ at }, before) => (Date.parse(at) - Date.parse(tries[before]?.at ?? "")) / 1000);
    for (const [place, seconds] of webhookRetrySeconds.entries()) {
      expect(waits[place]).toBeGreaterThanOrEqual(seconds * 0.8);
      expect(waits[place]).toBeLessThanOrEqual(seconds * 1.2);
    }
    expect(new Set(idsOf(hook.receiver.requests))).toEqual(new Set([action?.id]));
    expect(hook.receiver.requests).toHaveLength(10);
    expect(tries[9]).toMatchObject({ status: 500, answer: "said 500", requestHeaders: { "webhook-id": action?.id } });
    expect(JSON.stringify(tries)).not.toContain("v1,");
  });

  it("waits as long as the receiver asks for, ten hours at most, and never less than its schedule", async () => {
    const waited: number[] = [];
    for (const [status, asked] of [
      [503, "7200"],
      [429, "90000"],
      [503, "1"],
    ] as const) {
      hook.answerWith(answering(status, { "retry-after": asked }));
      if (waited.length === 0) await watch();
      else await untilNextTry();
      const [action] = await webhooksOf(ann);
      waited.push((action?.dueAt ?? 0) - Date.parse(action?.tries?.at(-1)?.at ?? ""));
    }
    expect(waited[0]).toBe(2 * hourMs);
    expect(waited[1]).toBe(10 * hourMs);
    expect(waited[2]).toBeGreaterThanOrEqual(1800 * 800);
  });
});

describe("a channel to which nothing gets through", () => {
  it("is told of after 24 and 72 hours, is off after five days, and gets all of it once it is on again", async () => {
    hook.answerWith(answering(500));
    await watch(ann, 12);
    const since = t.clock.now();
    const toldAt: number[] = [];
    let known = (await inboxTitles()).length;
    while (t.clock.now() - since < 5 * dayMs + 4 * hourMs) {
      await t.sleep(2 * hourMs);
      const now = (await inboxTitles()).length;
      if (now > known) toldAt.push(Math.floor((t.clock.now() - since) / hourMs));
      known = now;
    }
    expect(toldAt.map((hours) => Math.floor(hours / 24))).toEqual([1, 3, 5]);
    expect(await inboxTitles()).toEqual([
      'The channel "hook" is switched off',
      'Nothing gets through to the channel "hook"',
      'Nothing gets through to the channel "hook"',
    ]);
    expect(await eventsOf(t, ann, "channel.disabled")).toMatchObject([{ data: { channel_name: "hook" } }]);

    const before = hook.receiver.requests.length;
    await watch();
    expect(hook.receiver.requests).toHaveLength(before);
    // What waited for its next try ends when that comes.
    for (let hours = 0; hours < 30; hours += 2) await t.sleep(2 * hourMs);
    const dead = await webhooksOf(ann);
    expect(dead).toHaveLength(13);
    expect(new Set(dead.map(({ state }) => state))).toEqual(new Set(["DEAD"]));
    expect(dead.at(-1)).toMatchObject({ outcome: expect.stringContaining("is switched off") });
    expect(hook.receiver.requests).toHaveLength(before);
    expect((await channelRows(t.ctx, ann.id)).map(standingOf)).toContainEqual(
      expect.objectContaining({ state: "off" }),
    );

    hook.answerWith(well);
    hook.receiver.requests.length = 0;
    expect(await enableChannel(t.ctx, hook.channel, { recover: true })).toEqual({ recovered: 13 });
    await t.minutes(15);
    expect(idsOf(hook.receiver.requests)).toEqual(dead.map(({ id }) => id).toSorted());
    expect(new Set((await webhooksOf(ann)).map(({ state }) => state))).toEqual(new Set(["DONE"]));
    expect((await channelRows(t.ctx, ann.id)).map(({ health }) => health)).toEqual([undefined, undefined]);
    await t.sleep(6 * dayMs);
    expect(await inboxTitles()).toHaveLength(3);
  });

  it("is not told of when one gets through in between", async () => {
    hook.answerWith(answering(500));
    await watch(ann, 12);
    await t.sleep(20 * hourMs);
    hook.answerWith(well);
    for (let n = 0; n < 5; n++) await t.sleep(10 * 60_000);
    hook.answerWith(answering(500));
    await watch();
    await t.sleep(20 * hourMs);
    expect(await inboxTitles()).toEqual([]);
  });

  it("is off at once when the receiver says that it is gone, and its person is told", async () => {
    hook.answerWith(answering(410));
    await watch();
    await t.minutes(1);
    expect(await inboxTitles()).toEqual(['The channel "hook" is switched off']);
    await watch();
    expect(hook.receiver.requests).toHaveLength(1);
    expect((await webhooksOf(ann)).map(({ state }) => state)).toEqual(["DEAD", "DEAD"]);
    hook.answerWith(well);
    expect(await enableChannel(t.ctx, hook.channel, { recover: false })).toEqual({ recovered: 0 });
    await watch();
    expect(hook.receiver.requests).toHaveLength(2);
  });
});

describe("a receiver that fails again and again", () => {
  it("is left alone for a while, which uses up no tries and disturbs nobody else", async () => {
    const bob = await t.person("bob");
    await using fine = await addHook(t, bob);
    await tellHook(bob);
    hook.answerWith(answering(500));
    await watch(ann, 8);
    await t.minutes(1);
    for (let n = 0; n < 8; n++) await watch(bob);
    const mine = await webhooksOf(ann);
    const resting = mine.filter(({ outcome }) => outcome?.includes("left alone"));
    expect(resting.length).toBeGreaterThan(0);
    for (const { attempts, tries } of mine) expect(attempts).toBe((tries ?? []).length);
    expect(hook.receiver.requests.length).toBe(mine.reduce((sum, { attempts }) => sum + attempts, 0));
    expect(await webhooksOf(bob)).toMatchObject(Array.from({ length: 8 }, () => ({ state: "DONE", attempts: 1 })));
    expect(fine.receiver.requests).toHaveLength(8);

    hook.answerWith(well);
    hook.receiver.requests.length = 0;
    for (let n = 0; n < 12; n++) await t.sleep(5 * 60_000);
    expect(new Set((await webhooksOf(ann)).map(({ state }) => state))).toEqual(new Set(["DONE"]));
    expect(new Set(idsOf(hook.receiver.requests)).size).toBe(8);
  });
});

describe("a new webhook", () => {
  it("gets one signed ping and nothing else until it takes that", async () => {
    const cat = await t.person("cat");
    await using fresh = await addHook(t, cat, { isNew: true });
    await tellHook(cat);
    fresh.answerWith(answering(404));
    await watch(cat, 2);
    await t.minutes(10);
    const types = () => fresh.events().map(({ type }) => type);
    expect(new Set(types())).toEqual(new Set(["webhook.ping"]));
    expect(new Set(idsOf(fresh.receiver.requests)).size).toBe(1);
    const request = fresh.receiver.requests.at(-1);
    expect(verify(madeUpSigningSecret, request)).toMatchObject({ specversion: "1.0", data: { channel: "hook" } });
    expect(await webhooksOf(cat)).toMatchObject([{ state: "RETRY" }, { state: "RETRY" }]);

    fresh.answerWith(well);
    fresh.receiver.requests.length = 0;
    await t.sleep(hourMs);
    await t.minutes(1);
    expect(types()).toEqual(["webhook.ping", "movie.watched", "movie.watched"]);
    await watch(cat);
    expect(types().slice(3)).toEqual(["movie.watched"]);
  });

  it("can be pinged by a test, and is sent all else at once from then on", async () => {
    const dan = await t.person("dan");
    await using fresh = await addHook(t, dan, { isNew: true });
    expect((await channelRows(t.ctx, dan.id)).map(standingOf)).toContainEqual(
      expect.objectContaining({ state: "new" }),
    );
    expect(await testChannel(t.ctx, dan, fresh.channel)).toMatchObject({ status: 200 });
    await testChannel(t.ctx, dan, fresh.channel);
    const types = fresh.events().map(({ type }) => type);
    expect(types).toEqual(["webhook.ping", "channel.tested"]);
  });
});

describe("a signing secret that is replaced", () => {
  it("signs beside the new one for a day, and not after", async () => {
    const { secrets } = await rotateSecret(t.ctx, hook.channel);
    const fresh = z.object({ signing: z.tuple([z.string()]) }).parse(secrets.reveal()).signing[0];
    await watch();
    const [first] = hook.receiver.requests;
    for (const secret of [madeUpSigningSecret, fresh])
      expect(verify(secret, first)).toMatchObject({ type: "movie.watched" });
    await t.sleep(dayMs + 1000);
    await watch();
    const last = hook.receiver.requests.at(-1);
    expect(verify(fresh, last)).toMatchObject({ type: "movie.watched" });
    expect(() => verify(madeUpSigningSecret, last)).toThrow("No matching signature");
    expect(String(last?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
  });
});

describe("the delivery log", () => {
  it("lists what a channel was sent, the newest first, page by page, with nothing of other channels", async () => {
    await t.rule(
      ann,
      "name: Also\nwhen: { event: movie.watched }\nthen: [{ do: notify, channel: inbox, title: T, body: B }]\n",
    );
    for (let n = 0; n < 5; n++) await watch();
    const all = (await webhooksOf(ann)).map(({ id }) => id).toReversed();
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const page = await listDeliveries(t.ctx, ann.id, hook.channel, { limit: 2, after });
      pages.push(page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(pages.flat()).toEqual(all);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    await expect(listDeliveries(t.ctx, ann.id, hook.channel, { limit: 2, after: "none" })).rejects.toMatchObject({
      code: "store.cursor_invalid",
    });
  });

  it("lets one be sent again under its id, marked as a replay, and keeps both tries", async () => {
    await watch();
    const [sent] = await webhooksOf(ann);
    const id = sent?.id ?? "";
    await replayDelivery(t.ctx, ann.id, id);
    await expect(replayDelivery(t.ctx, ann.id, id)).rejects.toMatchObject({ code: "delivery.under_way" });
    await t.minutes(1);
    const [first, second] = hook.receiver.requests;
    expect(hook.receiver.requests).toHaveLength(2);
    expect(idsOf(hook.receiver.requests)).toEqual([id, id]);
    expect(second?.body).toBe(first?.body);
    expect([first, second].map((one) => one?.headers["showrunner-replay"])).toEqual([undefined, "true"]);
    const { tries, state, replays } = await getDelivery(t.ctx, ann.id, id);
    expect({ state, replays }).toEqual({ state: "DONE", replays: 1 });
    expect(tries?.map(({ isReplay }) => isReplay === true)).toEqual([false, true]);
  });

  it("is nobody else's, and knows no writes to Trakt", async () => {
    await watch();
    const [sent] = await webhooksOf(ann);
    const bob = await t.person("bob");
    for (const [accountId, id] of [
      [bob.id, sent?.id ?? ""],
      [ann.id, "act_nothing"],
    ] as const) {
      await expect(replayDelivery(t.ctx, accountId, id)).rejects.toMatchObject({ code: "delivery.unknown" });
      await expect(getDelivery(t.ctx, accountId, id)).rejects.toMatchObject({ code: "delivery.unknown" });
    }
  });
});
