import { createApi } from "@showrunner/api/app.ts";
import type { Account } from "@showrunner/core/records.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import { signInByDevice } from "@showrunner/services/accounts/sign-in.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import type { Services } from "@showrunner/services/context.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { pausedUntil } from "@showrunner/services/schedule/pause.ts";
import { createTrakt, type Trakt } from "@showrunner/trakt/client.ts";
import { createGovernor } from "@showrunner/trakt/governor.ts";
import { expect, it } from "vitest";
import { atTrakt, Browser, fromTrakt } from "../harness/browser.ts";
import { createTestWorld, testApp, type TestWorld } from "../harness/test-world.ts";
import { toldUnder } from "../harness/told.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const rule =
  'name: Tell\nwhen: { event: movie.watched }\nthen:\n  - { do: notify, channel: inbox, title: Watched, body: "{{ movie.title }}" }\n';
const redirectUri = "http://127.0.0.1:3000/connect/callback";

/** When each account was polled, epoch ms. */
type Polls = Map<string, number[]>;

/** A client whose governor can be paused, and that remembers when it asked after whom. */
function watchedTrakt(ctx: Services, polls: Polls): Trakt {
  // So wide that nobody waits for a turn: what is looked for is that nobody is made to.
  const governor = createGovernor({ clock: ctx.clock, perSecond: 100_000, burst: 100_000, concurrency: 16 });
  const trakt = createTrakt({ ...testApp, apiUrl: ctx.source, authUrl: ctx.source, clock: ctx.clock, governor });
  return {
    ...trakt,
    as: (person) => {
      const session = trakt.as(person);
      return {
        ...session,
        call: (endpoint, input, options) => {
          if (endpoint.id === "sync.last_activities")
            polls.set(person.key, [...(polls.get(person.key) ?? []), ctx.clock.now()]);
          return session.call(endpoint, input, options);
        },
      };
    },
  };
}

async function notices(t: TestWorld, account: Account): Promise<{ told: number; watched: string[] }> {
  const inbox = await readInbox(t.ctx, account.id, 100);
  return {
    told: inbox.filter((one) => one.title === "Trakt must be connected again").length,
    watched: (await toldUnder(t, account, "Watched")).toSorted(),
  };
}

async function states(t: TestWorld, accounts: readonly Account[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { id } of accounts) {
    const { state } = (await getConnection(t.ctx, id)).value;
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

/** Lets minutes pass, and says whose polls were further apart than one and a half times their tier. */
async function minutesWatched(t: TestWorld, count: number, polls: Polls, of: readonly Account[]): Promise<string[]> {
  const late: string[] = [];
  polls.clear();
  const startedAt = t.clock.now();
  const longestTier = new Map<string, number>();
  for (let minute = 0; minute < count; minute++) {
    await t.minutes(1);
    for (const { id, username } of of) {
      const tier = (await loadPollCursor(t.ctx, id))?.value.tierMinutes ?? 0;
      longestTier.set(id, Math.max(tier, longestTier.get(id) ?? 0));
      const waitedMs = t.clock.now() - (polls.get(id)?.at(-1) ?? startedAt);
      if (waitedMs > 1.5 * (longestTier.get(id) ?? 0) * minuteMs) late.push(`${username} waited ${waitedMs} ms`);
    }
    expect(t.ctx.trakt.paused()).toBeNull();
    expect(await pausedUntil(t.ctx)).toBe(0);
  }
  return late;
}

async function signInAgain(t: TestWorld, account: Account, way: "device" | "browser"): Promise<Account> {
  const { username } = account;
  if (way === "device")
    return await t.flowing(() => signInByDevice(t.ctx, ({ userCode }) => t.world.approveDevice(userCode, username)));
  const api = createApi(t.ctx, {
    mode: "trakt",
    version: "0",
    queues: () => Promise.reject(new Error("not asked for")),
    startedAt: t.clock.now(),
    redirectUri: () => redirectUri,
  });
  const browser = new Browser((url, init) => api.request(url, init));
  const back = await atTrakt(t.sandbox, await browser.begin(), "yes", username);
  expect((await browser.get(back, fromTrakt)).status).toBe(303);
  return account;
}

it(
  "when all refresh tokens of 200 people die, each is told once, can sign in again and misses nothing; others notice nothing",
  { timeout: 900_000 },
  async () => {
    const polls: Polls = new Map();
    let trakt: Trakt | undefined;
    const t = await createTestWorld({
      wrap: (ctx) => {
        trakt = watchedTrakt(ctx, polls);
        return { ...ctx, trakt };
      },
    });
    const watch = (accounts: readonly Account[], title: string): void => {
      const movie = { type: "movie" as const, trakt: t.world.addMovie({ title }) };
      for (const { username } of accounts) t.world.watch(username, movie);
    };
    try {
      const people: Account[] = [];
      for (let number = 0; number < 200; number++) people.push(await t.person(`person${number}`));
      for (const account of people) await t.rule(account, rule);
      await t.minutes(2);
      watch(people, "Before");
      await t.minutes(2);

      t.world.revokeAllRefreshTokens();
      await t.sleep(24 * hourMs);
      // Forty sign in for another reason before they know; of twenty others the access tokens are dead as well.
      const good = people.slice(0, 40);
      const affected = people.slice(40);
      for (const { username } of good) await t.connect(username);
      for (const { username } of affected.slice(0, 20)) t.world.disconnectApp(username);
      watch(good, "At once");
      await t.sleep(5 * minuteMs);
      expect(await states(t, good)).toEqual({ active: 40 });

      // Half of the first tokens' life, three and a half days, is over in the midst of these minutes.
      await t.sleep(60 * hourMs - 14 * minuteMs);
      watch(good, "Near the middle");
      await t.sleep(2 * minuteMs);
      expect(await minutesWatched(t, 9, polls, good)).toEqual([]);
      expect(await states(t, affected)).toEqual({ needs_reconnect: 160 });
      expect(await states(t, good)).toEqual({ active: 40 });
      watch(affected, "With the old token");
      watch(good, "Undisturbed");
      for (let passed = 0; passed < 96; passed += 12) await t.sleep(12 * hourMs);

      // The old access tokens are over, and those who lost theirs are asked after no more.
      watch(affected, "Meanwhile");
      polls.clear();
      await t.sleep(12 * hourMs);
      expect([...polls.keys()].toSorted()).toEqual(good.map((one) => one.id).toSorted());
      for (const account of affected) expect((await notices(t, account)).told).toBe(1);
      for (const account of good) expect((await notices(t, account)).told).toBe(0);

      const ways = ["device", "browser"] as const;
      for (const [at, account] of affected.entries()) {
        const way = at < 20 ? ways[at % 2] : undefined;
        const again = way === undefined ? await t.connect(account.username) : await signInAgain(t, account, way);
        expect(again.id).toBe(account.id);
      }
      expect(await states(t, people)).toEqual({ active: 200 });
      await t.minutes(2);
      watch(people, "After");
      for (let round = 0; round < 2; round++) await t.sleep(65 * minuteMs);
      for (const account of good)
        expect(await notices(t, account)).toEqual({
          told: 0,
          watched: ["After", "At once", "Before", "Near the middle", "Undisturbed"],
        });
      for (const account of affected) {
        const watched = ["After", "Before", "Meanwhile", "With the old token"];
        expect(await notices(t, account)).toEqual({ told: 1, watched });
      }
      const refused = t.sandbox.answers()["POST /oauth/token 400"];
      expect(refused, "each dead refresh token is tried once").toBe(160);
    } finally {
      await trakt?.close();
      await t.close();
    }
  },
);
