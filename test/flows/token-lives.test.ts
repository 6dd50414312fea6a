import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import { disconnectAccount } from "@showrunner/services/accounts/disconnect.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { pollCursorKey } from "@showrunner/core/keys.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { wheelKey } from "@showrunner/services/schedule/wheel.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, toldUnder } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const tellWatched =
  'name: Tell\nwhen: { event: movie.watched }\nthen:\n  - { do: notify, channel: inbox, title: Watched, body: "{{ movie.title }}" }\n';

const movie = (title: string) => ({ type: "movie" as const, trakt: t.world.addMovie({ title }) });

async function person(username: string): Promise<Account> {
  const account = await t.person(username);
  await t.rule(account, tellWatched);
  await t.minutes(3);
  return account;
}

/** How often a person's refresh tokens were used, by what came of it. */
function refreshes(username: string): { rotated: number; refused: number } {
  const mine = t.world.refreshAttempts().filter((one) => one.username === username);
  const count = (outcome: string): number => mine.filter((one) => one.outcome === outcome).length;
  return { rotated: count("rotated"), refused: count("refused") };
}

async function watchedTold(account: Account): Promise<string[]> {
  return await toldUnder(t, account, "Watched");
}

const unauthorized = (): number =>
  Object.entries(t.sandbox.answers())
    .filter(([name]) => name.endsWith(" 401"))
    .reduce((sum, [, count]) => sum + count, 0);

describe("whatever life Trakt gives its tokens", () => {
  /** Seconds, and by how much our clock is ahead of Trakt's. */
  const lives: [number, string, number][] = [
    [7200, "the same", 0],
    [86_400, "the same", 0],
    [604_800, "the same", 0],
    [7_776_000, "the same", 0],
    [604_800, "a minute ahead", minuteMs],
    [604_800, "a month ahead", 30 * dayMs],
    [604_800, "a month behind", -30 * dayMs],
    [7200, "a day ahead", dayMs],
  ];

  async function liveOn(lifeSeconds: number, skewMs: number, steps: number): Promise<void> {
    await t.close();
    t = await createTestWorld({
      behaviour: { tokenLifeSeconds: lifeSeconds },
      wrap: (ctx) => ({ ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + skewMs } }),
    });
    const ann = await person("ann");
    for (let step = 0; step < steps; step++) await t.sleep((lifeSeconds * 1000) / 8);
    t.world.watch("ann", movie("At last"));
    await t.sleep(6 * hourMs);
    await t.minutes(2);
    expect(await eventsOf(t, ann, "movie.watched")).toHaveLength(1);
    expect((await getConnection(t.ctx, ann.id)).value.state).toBe("active");
  }

  it.each(lives)(
    "of %i s, with clocks %s, they are renewed at half of it, and no sooner",
    async (life, _clocks, skewMs) => {
      await liveOn(life, skewMs, 16);
      const { rotated, refused } = refreshes("ann");
      expect(refused).toBe(0);
      // In two lives, and in the hours after them.
      expect(rotated).toBeGreaterThanOrEqual(3);
      expect(rotated).toBeLessThanOrEqual(4 + Math.ceil((6 * 3600) / (life / 2)));
      expect(unauthorized()).toBe(0);
    },
  );

  it("also of seconds, the person is polled", async () => {
    await liveOn(2, 0, 10);
    expect(refreshes("ann").refused).toBe(0);
  });
});

describe("tokens that can no longer be opened", () => {
  it("are told once, at once, and signing in again makes them good", async () => {
    const lost = new Set<string>();
    await t.close();
    t = await createTestWorld({
      wrap: (ctx) => ({
        ...ctx,
        vault: {
          ...ctx.vault,
          open: async (place, sealed) => {
            if (lost.has(sealed)) throw new Problem({ code: "vault.unreadable", message: "its key is gone" });
            return await ctx.vault.open(place, sealed);
          },
        },
      }),
    });
    const ann = await person("ann");
    const { value } = await getConnection(t.ctx, ann.id);
    for (const sealed of [value.accessToken, value.refreshToken]) lost.add(sealed);
    await t.sleep(5 * dayMs);
    expect((await getConnection(t.ctx, ann.id)).value.state).toBe("needs_reconnect");
    const told = (await readInbox(t.ctx, ann.id, 100)).filter((one) => one.title.includes("connected again"));
    expect(told).toHaveLength(1);
    t.world.watch("ann", movie("Meanwhile"));
    await t.connect("ann");
    // It catches up first: what happened meanwhile is told together.
    await t.minutes(15);
    expect(await watchedTold(ann)).toEqual(["Meanwhile"]);
    expect(refreshes("ann")).toEqual({ rotated: 0, refused: 0 });
  });
});

describe("an account that is connected, and that a crash or an update left off the wheel", () => {
  const cursor = async (account: Account) => {
    const found = await loadPollCursor(t.ctx, account.id);
    if (found === undefined) throw new Error("no cursor");
    return found;
  };
  const place = (account: Account, tierMinutes: number) => wheelKey(account.id, tierMinutes, t.ctx.settings.shards);

  const ways: [string, (account: Account) => Promise<void>][] = [
    [
      "in no slot",
      async (account) => {
        await t.ctx.store.delete(place(account, (await cursor(account)).value.tierMinutes));
      },
    ],
    [
      "without a cursor",
      async (account) => {
        await t.ctx.store.delete(place(account, (await cursor(account)).value.tierMinutes));
        await t.ctx.store.delete(pollCursorKey(account.id));
      },
    ],
    [
      "in a tier that there is no more",
      async (account) => {
        const { v, value } = await cursor(account);
        await t.ctx.store.delete(place(account, value.tierMinutes));
        await t.ctx.store.put({ ...pollCursorKey(account.id), v: v + 1, data: { ...value, tierMinutes: 7 } });
      },
    ],
    [
      "in no slot, while only its old access token serves",
      async (account) => {
        await t.ctx.store.delete(place(account, (await cursor(account)).value.tierMinutes));
        const { v, value } = await getConnection(t.ctx, account.id);
        await t.ctx.store.put({ ...connectionKey(account.id), v: v + 1, data: { ...value, state: "needs_reconnect" } });
      },
    ],
  ];
  it.each(ways)("%s, is polled again", async (_name, leave) => {
    const ann = await person("ann");
    t.world.watch("ann", movie("Before"));
    await t.minutes(3);
    await leave(ann);
    await t.minutes(3);
    t.world.watch("ann", movie("After"));
    await t.minutes(10);
    expect(await watchedTold(ann)).toContain("After");
  });

  it("stays off it when the person disconnected it", async () => {
    const ann = await person("ann");
    await disconnectAccount(t.ctx, ann);
    expect(await t.requestsDuring(() => t.minutes(20))).not.toHaveProperty(["GET /sync/last_activities"]);
  });
});
