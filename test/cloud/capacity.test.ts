import { join } from "node:path";
import { createApi } from "@showrunner/api/app.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { readSharedCalendars } from "@showrunner/services/poll/shared-calendars.ts";
import { readShowUpdates } from "@showrunner/services/poll/statuses.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { fireTimers } from "@showrunner/services/schedule/timers.ts";
import { type DynamoLocal, noDynamoLocal, startDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { type KmsLocal, startKmsLocal } from "@showrunner/storage/testing/kms-local.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handlers } from "@showrunner/local/handlers.ts";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { addHook, type Hook } from "../harness/webhook.ts";
import { createMeter, type Meter, type Used } from "./meter.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** The library of somebody who has used Trakt for some years. */
const shows = 20;
const episodesEach = 50;

const rules = [
  "name: Tell\nwhen: { event: episode.watched }\nthen:\n  - { do: webhook, channel: hook }\n",
  "name: Keep\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n",
];

const left = noDynamoLocal === undefined ? "" : ` (${noDynamoLocal})`;

describe.skipIf(noDynamoLocal !== undefined)(`what the paths consume of DynamoDB, queues and KMS${left}`, () => {
  let dynamo: DynamoLocal;
  let kms: KmsLocal;
  let meter: Meter;
  let t: TestWorld;
  let ann: Account;
  let hook: Hook;
  let episodes: number[];
  const measured = new Map<string, Used>();

  beforeAll(async () => {
    [dynamo, kms] = await Promise.all([startDynamoLocal(), startKmsLocal()]);
    meter = createMeter(dynamo, kms, await dynamo.createTable());
    t = await createTestWorld({ wrap: (ctx) => meter.services(ctx) });
    episodes = Array.from({ length: shows }, (_, at) => {
      const made = addWeeklyShow(t.sandbox, { title: `The Show of the Number ${at}`, aired: episodesEach });
      return made.episodes;
    }).flat();
    t.world.addPerson({ username: "ann" });
    for (const trakt of episodes.slice(3)) t.world.watch("ann", { type: "episode", trakt });
    ann = await t.connect("ann");
    hook = await addHook(t, ann);
    for (const rule of rules) await t.rule(ann, rule);
    await t.minutes(5);
    // Everything has settled, and nothing changes any more.
    await t.sleep(3 * hourMs);
    await t.minutes(2);
  }, 300_000);
  afterAll(async () => {
    await hook[Symbol.asyncDispose]();
    await t.close();
    await Promise.all([dynamo[Symbol.asyncDispose](), kms[Symbol.asyncDispose]()]);
  });

  const measure = async (path: string, work: () => Promise<unknown>): Promise<Used> => {
    const used = await meter.during(work);
    measured.set(path, used);
    return used;
  };
  const minus = (a: Used, b: Used): Used => ({
    reads: a.reads - b.reads,
    writes: a.writes - b.writes,
    messages: a.messages - b.messages,
    kms: a.kms - b.kms,
  });
  /** Hands over what one queue holds, past the driver's own settling. */
  const handled = async (queue: keyof typeof handlers): Promise<void> => {
    const messages = await t.database.queue.receive(queue, { max: 100, visibleAgainAt: t.clock.now() + hourMs });
    expect(messages).not.toEqual([]);
    expect(await handlers[queue](t.ctx, messages)).toEqual({ failures: [] });
    await t.database.queue.delete(
      queue,
      messages.map(({ receipt }) => receipt),
    );
  };

  it("an unchanged poll writes nothing, and reads one unit", async () => {
    await pollAccount(t.ctx, ann.id);
    const tierMinutes = (await loadPollCursor(t.ctx, ann.id))?.value.tierMinutes ?? 0;
    const request = { minute: Math.floor(t.clock.now() / minuteMs), tierMinutes };
    const used = await measure("unchanged poll", async () => {
      expect(await pollAccount(t.ctx, ann.id, request)).toBe("unchanged");
    });
    expect(used).toEqual({ reads: 1, writes: 0, messages: 0, kms: 0 });
  });

  it("one unit more when the account's data key is not at hand, and KMS is called only for the key of all accounts", async () => {
    const warm = measured.get("unchanged poll");
    if (warm === undefined) throw new Error("the poll with a key at hand comes first");
    const pollAfter = async (ms: number): Promise<Used> => {
      await t.clock.advance(ms);
      const tierMinutes = (await loadPollCursor(t.ctx, ann.id))?.value.tierMinutes ?? 0;
      const request = { minute: Math.floor(t.clock.now() / minuteMs), tierMinutes };
      return await meter.during(() => pollAccount(t.ctx, ann.id, request));
    };
    await pollAfter(70 * minuteMs);
    const cold = await pollAfter(20 * minuteMs);
    measured.set("data key not at hand", minus(cold, warm));
    const coldest = await pollAfter(70 * minuteMs);
    measured.set("wrapping key not at hand", minus(coldest, cold));
    expect(measured.get("data key not at hand")).toEqual({ reads: 1, writes: 0, messages: 0, kms: 0 });
    expect(measured.get("wrapping key not at hand")).toEqual({ reads: 1, writes: 0, messages: 0, kms: 1 });
  });

  it("a changed poll, an event, a rule run, a delivery", async () => {
    const watch = (at: number) => t.world.watch("ann", { type: "episode", trakt: episodes[at] ?? 0 });
    // So that the tier of somebody active is reached before, and the poll moves nothing on the wheel.
    watch(0);
    await t.minutes(3);
    watch(1);
    const one = await meter.during(async () => expect(await pollAccount(t.ctx, ann.id)).toBe("changed"));
    await measure("rule run, with one action", () => handled("ChangeEvents"));
    await measure("delivery", () => handled("Deliveries"));
    expect(hook.receiver.requests.length).toBeGreaterThanOrEqual(2);
    await t.minutes(3);
    for (const at of [2, 3, 4]) watch(at);
    const three = await meter.during(() => pollAccount(t.ctx, ann.id));
    const event = minus(three, one);
    for (const [name, units] of Object.entries({ ...event })) expect(units, name).toBeGreaterThanOrEqual(0);
    const each = { reads: event.reads / 2, writes: event.writes / 2, messages: event.messages / 2, kms: 0 };
    measured.set("event", each);
    measured.set("changed poll, without its events", minus(one, each));
    expect(each.messages).toBe(1);
    await t.drain();
  });

  it("an action at Trakt", async () => {
    await t.minutes(3);
    t.world.favorite("ann", { type: "movie", trakt: t.world.addMovie({ title: "A Movie" }) });
    await pollAccount(t.ctx, ann.id);
    await handled("ChangeEvents");
    await measure("write at Trakt", () => handled("TraktWrites"));
    expect(t.world.watchlist("ann")).toHaveLength(1);
    await t.drain();
  });

  it("a look at due tokens, and a renewal", async () => {
    await measure("look whether tokens are due, per account", () => refreshDueTokens(t.ctx));
    const look = measured.get("look whether tokens are due, per account");
    const { value } = await getConnection(t.ctx, ann.id);
    await t.clock.set((value.issuedAt + value.expiresAt) / 2 + hourMs);
    // Of all accounts' key some other renewal made use.
    await t.ctx.vault.seal({ purpose: "tokens", accountId: "acc_other", field: "accessToken" }, new Secret("made-up"));
    const both = await meter.during(async () => expect(await refreshDueTokens(t.ctx)).toBe(1));
    if (look !== undefined) measured.set("renewal of tokens", minus(both, look));
  });

  it("a minute in which nobody is due", async () => {
    await t.minutes(2);
    const minute = async (): Promise<void> => {
      await t.clock.advance(minuteMs);
      const used = await measure("minute of the clock, with nothing due", async () => {
        await schedule(t.ctx);
        await fireTimers(t.ctx);
        await sweep(t.ctx);
      });
      await t.drain();
      // Ann was due; she is not polled every minute.
      if (used.messages > 0) await minute();
    };
    await minute();
    expect(measured.get("minute of the clock, with nothing due")).toMatchObject({ messages: 0, kms: 0 });
    await measure("look whether the shared calendars are due", async () => {
      await readSharedCalendars(t.ctx);
      await readShowUpdates(t.ctx);
    });
    await t.drain();
  });

  it("a view of home", async () => {
    const depth = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };
    const queues = async () => ({ PollJobs: depth, ChangeEvents: depth, TraktWrites: depth, Deliveries: depth });
    const operatorPassword = new Secret("made-up operator password");
    const api = createApi(t.ctx, { mode: "sandbox", version: "1", startedAt: 0, queues, operatorPassword });
    const headers = { host: "127.0.0.1", authorization: `Basic ${btoa(`x:${operatorPassword.reveal()}`)}` };
    await measure("home, of one person", async () => {
      for (const path of ["session", `accounts/${ann.id}/overview`, `accounts/${ann.id}/timeline`]) {
        const answer = await api.request(`http://127.0.0.1/api/v1/${path}`, { headers });
        expect([path, answer.status]).toEqual([path, 200]);
      }
    });
  });

  it("and docs/cost.json holds these figures (vitest -u writes them, npm run docs the page)", async () => {
    const figures = JSON.stringify(Object.fromEntries(measured), null, 2);
    await expect(`${figures}\n`).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/cost.json"));
  });
});
